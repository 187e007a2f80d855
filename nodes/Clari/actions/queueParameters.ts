import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collectionParameter, toNumber } from '../../shared/parameters/read';
import type { Polling } from '../../shared/polling/polling';
import type { ExportSettings } from '../exports/exportSettings';

/**
 * The entries of Options that say how to queue an export; the same for every kind.
 *
 * @param recognized how a running job of the same export is known, as a sentence without its period
 */
export function queueOptions(recognized: string): INodeProperties[] {
	return [
		{
			displayName: 'If Already Running',
			name: 'ifRunning',
			type: 'options',
			default: 'adopt',
			options: [
				{
					name: 'Adopt',
					value: 'adopt',
					description: 'Wait for the job that is running instead of paying for another',
				},
				{ name: 'Fail', value: 'fail', description: 'Stop with a message that names the job' },
				{ name: 'Queue Another', value: 'queue', description: 'Pay for another export' },
			],
			description: `What to do when a job of the same export is running already, for example after a restart or a second click. ${recognized}.`,
		},
		{
			displayName: 'Quota Reserve',
			name: 'quotaReserve',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				"How many exports of the organization's quota to leave to others. The run stops before it would use them.",
		},
	];
}

/** Of what cannot tell a job by its file: activities, audit events, and an export that is only started. */
export const REMEMBERED_QUEUE_OPTIONS = queueOptions(
	'Only a job that this n8n process or the workflow remembers is recognized; the workflow saves it at the end of production executions',
);

/** What to do with a job that is not done in time; for operations that wait. */
export const TIMEOUT_OPTION: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	default: 0,
	options: [
		{ name: 'Cancel and Queue Again Once', value: 1 },
		{ name: 'Cancel and Queue Again Three Times', value: 3 },
		{ name: 'Cancel and Queue Again Twice', value: 2 },
		{ name: 'Fail', value: 0, description: 'Stop with a message that names the job' },
	],
	description:
		'What to do when a job is not done within the polling timeout. A canceled job gives its unit of quota back, and each new one gets the whole timeout.',
};

/** Most jobs for one export, also when an expression gives more. */
const MAX_REQUEUES = 10;

/** Reads how to queue the exports of an item. */
export function readExportSettings(
	context: IExecuteFunctions,
	itemIndex: number,
	polling: Polling,
): ExportSettings {
	const { ifRunning, onTimeout, quotaReserve } = collectionParameter(context, 'options', itemIndex);
	return {
		polling,
		quotaReserve: Math.max(0, Math.trunc(toNumber(quotaReserve, 0))),
		ifRunning: ifRunning === 'fail' || ifRunning === 'queue' ? ifRunning : 'adopt',
		verifiesFile: false,
		requeues: Math.min(MAX_REQUEUES, Math.max(0, Math.trunc(toNumber(onTimeout, 0)))),
	};
}
