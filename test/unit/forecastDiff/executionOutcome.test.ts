import type { IRunExecutionData, IWorkflowSettings } from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

import { executionOutcome } from '../../../nodes/ForecastDiff/baseline/executionOutcome';

const DIFF = 'What Changed';
const SLACK = 'Post Changes to Slack';

/** Data of an execution in which these nodes ran; Forecast Diff with so many changes. */
function dataOf(nodes: string[], changes: number): IRunExecutionData {
	const data = createRunExecutionData({});
	for (const node of nodes) {
		const items = Array.from({ length: node === DIFF ? changes : 1 }, () => ({ json: {} }));
		data.resultData.runData[node] = [
			{
				startTime: 0,
				executionTime: 0,
				executionIndex: 0,
				source: [],
				data: { main: [items, items, [], [{ json: {} }]] },
			},
		];
	}
	return data;
}

async function outcome(
	data: IRunExecutionData | undefined,
	settings: IWorkflowSettings = {},
	children = [SLACK],
	takenAt = new Date().toISOString(),
) {
	const context = {
		getExecutionDataById: async () => data,
		getWorkflowSettings: () => settings,
		getChildNodes: () =>
			children.map((name) => ({ name, type: 'any', typeVersion: 1, disabled: false })),
	};
	return await executionOutcome(context, '7', DIFF, takenAt);
}

test('ran to its end without an error: succeeded', async () => {
	expect(await outcome(dataOf([DIFF, SLACK], 3))).toBe('succeeded');
});

test('nothing changed, so nothing after it had to run: succeeded', async () => {
	expect(await outcome(dataOf([DIFF], 0))).toBe('succeeded');
});

test('nothing is connected to it: succeeded', async () => {
	expect(await outcome(dataOf([DIFF], 3), {}, [])).toBe('succeeded');
});

test('changes, but nothing after it ran (lost while its progress was saved): unknown', async () => {
	expect(await outcome(dataOf([DIFF], 3))).toBe('unknown');
});

test('an error at its end: failed', async () => {
	const data = dataOf([DIFF, SLACK], 3);
	Object.assign(data.resultData, { error: new Error('Slack answered 500') });
	expect(await outcome(data)).toBe('failed');
});

test('still waiting: unknown', async () => {
	const data = dataOf([DIFF, SLACK], 3);
	data.waitTill = new Date();
	expect(await outcome(data)).toBe('unknown');
});

test('saved on its way, with nodes still to run: unknown', async () => {
	const data = dataOf([DIFF, 'Format'], 3);
	data.executionData?.nodeExecutionStack.push({
		node: {
			id: '1',
			name: SLACK,
			type: 'any',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		data: { main: [] },
		source: null,
	});
	expect(await outcome(data)).toBe('unknown');
});

test('missing, but so old that it may have failed and been pruned: unknown', async () => {
	const settings = { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'all' } as const;
	const long = new Date(Date.now() - 11 * 24 * 3_600_000).toISOString();
	expect(await outcome(undefined, settings, [SLACK], long)).toBe('unknown');
});

test('the node did not run in it: unknown', async () => {
	expect(await outcome(dataOf([SLACK], 0))).toBe('unknown');
});

test.each<[IWorkflowSettings, string]>([
	[{}, 'unknown'],
	[{ saveDataSuccessExecution: 'none' }, 'unknown'],
	[{ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'DEFAULT' }, 'unknown'],
	[{ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'all' }, 'succeeded'],
	[{ saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' }, 'unknown'],
	[{ saveDataSuccessExecution: 'all', saveDataErrorExecution: 'all' }, 'unknown'],
])('no data, with the settings %j: %s', async (settings, expected) => {
	expect(await outcome(undefined, settings)).toBe(expected);
});
