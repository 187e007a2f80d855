import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { attempt } from '../../../shared/errors/nodeError';
import { hostOf } from '../../../shared/http/webAddress';
import { flagParameter, textParameter } from '../../../shared/parameters/read';
import { addressReport, reportItems } from '../../../shared/readiness/report';
import { CLAY_CREDENTIAL } from '../../connection';
import { checkAccount } from '../../readiness/account';
import { checkTableWebhooks } from '../../readiness/tableWebhooks';
import { optionsParameter, readSession } from '../session';

const displayOptions = { show: { resource: ['account'], operation: ['checkReadiness'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Table ID',
		name: 'readinessTableId',
		type: 'string',
		default: '',
		placeholder: 'e.g. t_0abc123',
		description:
			'A table that your workflows query with Table: Query; empty when none do. It stands in the address of the table in Clay.',
		displayOptions,
	},
	{
		displayName: 'Include Table Webhook',
		name: 'includeTableWebhook',
		type: 'boolean',
		default: false,
		description:
			'Whether to check the URLs and the token of a Clay Table Webhook API credential as well. Makes no row.',
		displayOptions,
	},
	optionsParameter(displayOptions, [], { breaker: 'none' }),
];

/** Gives one item for each thing that workflows depend on; what is not as it should be is an item, never an error. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const service = 'Clay';
	// A credential that is missing is an error; one with a wrong address is a check that fails.
	await this.getCredentials(CLAY_CREDENTIAL, itemIndex);
	const opened = await attempt(this.getNode(), itemIndex, async () => {
		return await readSession(this, itemIndex);
	});
	if (!opened.ok) return addressReport(service, opened.error, new Date());
	// Whoever checks wants to know how it is now, whatever requests have found before.
	const session = { ...opened.value, circuit: undefined };
	const tableId = textParameter(this, 'readinessTableId', itemIndex).trim();
	const checks = await checkAccount(session, tableId);
	if (flagParameter(this, 'includeTableWebhook', itemIndex)) {
		checks.push(...(await checkTableWebhooks(this, itemIndex, session.timeoutMs)));
	}
	const host = hostOf(session.connection.baseUrl) ?? null;
	return reportItems({ service, host }, checks, new Date());
}
