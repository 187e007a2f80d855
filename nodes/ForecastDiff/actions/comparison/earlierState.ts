import type { IExecuteFunctions } from 'n8n-workflow';

import type { WantedReference } from '../../baseline/references';
import { WorkflowBaseline } from '../../baseline/workflowBaseline';
import type { BaselineMemory } from '../../baseline/storedState';
import type { ComparedWith, DataQualityItem, RowSource, Snapshot } from '../../engine';
import type { Since } from '../settings/baseline';
import type { Clock } from '../settings/clock';
import type { CompareSettings } from '../settings/compareSettings';
import { decodeStored } from './decodeBaseline';
import { readSecondInput } from './secondInput';

/** What the current export is compared with, and what was noticed on the way there. */
export interface EarlierState {
	/** What the last run knew, or the rows of an earlier export; `undefined` on a first run. */
	previous: Snapshot | RowSource | undefined;
	/** An older state to compare with; `previous` then only tells what has been reported since. */
	reference?: Snapshot;
	comparedWith: ComparedWith;
	notices: DataQualityItem[];
	/** Why nodes before the second input, set to continue, could not give rows. */
	errors: string[];
	/** What was noticed in the files of the second input; complete after they have been read. */
	remarks: string[];
	/** Set when the workflow's memory is used. */
	memory?: { baseline: WorkflowBaseline; found: BaselineMemory; wanted?: WantedReference };
}

/**
 * Finds the state to compare with, in the place that the user chose for it.
 *
 * @throws {NodeOperationError} for a stored baseline that cannot be read
 */
export async function findEarlierState(
	context: IExecuteFunctions,
	{ baseline, clock, data }: CompareSettings,
): Promise<EarlierState> {
	const nothingElse = { notices: [], errors: [], remarks: [] };
	switch (baseline.home) {
		case 'sameExport':
			return { previous: undefined, comparedWith: { source: 'sameExport' }, ...nothingElse };
		case 'secondInput':
			return {
				...nothingElse,
				...(await readSecondInput(context, { ...baseline, clock, data })),
			};
		case 'memory': {
			const { name, since } = baseline;
			const memory = new WorkflowBaseline(context, name);
			const wanted = wantedReference(since, clock);
			const found = await memory.resolve(wanted);
			const whose = { name, node: context.getNode().name };
			const reference = found.reference && decodeStored(context, found.reference.token, whose);
			const { takenAt } = found.reference ?? found.baseline ?? {};
			return {
				...nothingElse,
				previous: found.baseline && decodeStored(context, found.baseline.token, whose),
				...(reference && { reference }),
				comparedWith: {
					source: 'memory',
					since,
					...(name !== '' && { baseline: name }),
					...(takenAt !== undefined && { takenAt }),
				},
				notices: found.notices,
				memory: { baseline: memory, found: found.memory, ...(wanted && { wanted }) },
			};
		}
	}
}

/** The reference that a choice of 'Compare With' needs; `undefined` when the last run is enough. */
function wantedReference(since: Since, clock: Clock): WantedReference | undefined {
	if (since === 'namedBaseline') return { kind: since };
	if (since !== 'startOfWeek' && since !== 'startOfQuarter') return undefined;
	return { kind: since, start: clock[since].toFormat('yyyy-MM-dd') };
}
