import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { textParameter } from '../../shared/parameters/read';
import { requireMemory } from '../baseline/requireMemory';
import { WorkflowBaseline } from '../baseline/workflowBaseline';

/** Makes the pending baseline of a name the one to compare with. Put it after the alert. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const name = textParameter(this, 'baselineName', 0).trim();
	if (name === '') {
		throw new NodeOperationError(this.getNode(), "Fill in 'Baseline Name'", {
			description:
				'Use the name that is set in the Forecast Diff node whose baseline is to move on.',
		});
	}
	await requireMemory(this);
	const { committed, baseline } = new WorkflowBaseline(this, name).commit();
	if (baseline === undefined) {
		throw new NodeOperationError(this.getNode(), `There is no baseline named '${name}'`, {
			description:
				"Check 'Baseline Name' here and in the Forecast Diff node that compares, whose 'Move Baseline' must be When Committed. The Forecast Diff node has to run before this one.",
		});
	}
	return [
		[
			{
				json: { baseline: name, committed, takenAt: baseline.takenAt, rows: baseline.rows },
				pairedItem: { item: 0 },
			},
		],
	];
}
