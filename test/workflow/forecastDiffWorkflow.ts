import type { IDataObject, INodeParameters, IRunExecutionData } from 'n8n-workflow';

import type { EngineResult, EngineRun } from './engine';
import { jsonOf, runNode } from './engine';

/** The outputs of Compare. */
export const CHANGES = 0;
export const SUMMARY = 1;
export const DATA_QUALITY = 2;
export const BASELINE = 3;

/** A call of 2026_Q1 as the Clari node gives it. */
export const row = (owner: string, value: number | null, over: IDataObject = {}): IDataObject => ({
	rowKey: `${owner}|commit|2026_Q1|2026-01-02|forecast`,
	ownerId: owner,
	ownerName: `Name of ${owner}`,
	ownerEmail: `${owner}@example.com`,
	fieldId: 'commit',
	fieldName: 'Commit',
	type: 'forecast',
	value,
	currency: 'USD',
	timePeriod: '2026_Q1',
	weekStart: '2026-01-02',
	...over,
});

export const BEFORE = [row('ann', 100_000), row('bob', 50_000), row('cid', 0)];
/** Ann and Cid have moved by more than 10 %, Bob has not. */
export const AFTER = [row('ann', 150_000), row('bob', 51_000), row('cid', 10_000)];

/** Runs Forecast Diff: Compare, unless told otherwise. */
export async function diff(
	input: IDataObject[],
	parameters: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<EngineResult> {
	return await runNode({
		type: 'forecastDiff',
		input,
		parameters: { operation: 'compare', ...parameters },
		...run,
	});
}

/** A workflow whose runs n8n remembers: each run takes part in the memory and in the list of executions. */
export class RememberedWorkflow {
	readonly staticData: IDataObject = {};

	readonly executions = new Map<string, IRunExecutionData>();

	private count = 0;

	/** @param parameters of every run, unless the run has others */
	constructor(private readonly parameters: INodeParameters = {}) {}

	async run(
		input: IDataObject[],
		end: 'succeeds' | 'fails later' | 'is still running' | 'is not saved' = 'succeeds',
		parameters: INodeParameters = {},
		run: Partial<EngineRun> = {},
	): Promise<EngineResult> {
		const executionId = String(++this.count);
		const result = await diff(
			input,
			{ ...this.parameters, ...parameters },
			{ staticData: this.staticData, executions: this.executions, executionId, ...run },
		);
		const { data } = result;
		if (end === 'fails later') {
			const error = new Error('Slack answered 500');
			Object.assign(data.resultData, { error });
		}
		if (end === 'is still running') data.resultData.runData = {};
		if (end !== 'is not saved') this.executions.set(executionId, data);
		return result;
	}
}

/** Owners of the changes, in their order. */
export const owners = (result: EngineResult) =>
	jsonOf(result, CHANGES).map(({ ownerId }) => ownerId);

/** How many items each output has. */
export const counts = (result: EngineResult) => result.outputs.map((items) => items.length);

/** All hints as one text. */
export const hintsOf = (result: EngineResult) =>
	result.hints.map(({ message }) => message).join('\n');
