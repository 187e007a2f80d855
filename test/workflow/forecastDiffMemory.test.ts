import type { IDataObject } from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

import { jsonOf } from './engine';
import {
	AFTER,
	BASELINE,
	BEFORE,
	CHANGES,
	DATA_QUALITY,
	RememberedWorkflow,
	SUMMARY,
	counts,
	diff,
	hintsOf,
	owners,
	row,
} from './forecastDiffWorkflow';

describe('memory that moves when the execution succeeded', () => {
	test('baseline, alert, nothing', async () => {
		const workflow = new RememberedWorkflow();
		const first = await workflow.run(BEFORE);
		expect(counts(first)).toEqual([0, 0, 0, 1]);
		expect(jsonOf(first, BASELINE)[0]).toMatchObject({ rows: 3, token: expect.any(String) });
		expect(hintsOf(first)).toMatch(/baseline|first/i);

		const second = await workflow.run(AFTER);
		expect(owners(second)).toEqual(['ann', 'cid']);
		expect(jsonOf(second, CHANGES)[0]).toMatchObject({
			kind: 'increased',
			previous: 100_000,
			current: 150_000,
			delta: 50_000,
			changePct: 50,
			comparedWith: { source: 'memory' },
		});
		expect(jsonOf(second, SUMMARY)[0]?.text).toContain('$100,000 -> $150,000 (+50.0%)');

		const third = await workflow.run(AFTER);
		expect(counts(third)).toEqual([0, 0, 0, 1]);
	});

	test('an alert that was not delivered is raised again, once', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		expect(owners(await workflow.run(AFTER, 'fails later'))).toEqual(['ann', 'cid']);
		expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
		expect(owners(await workflow.run(AFTER))).toEqual([]);
	});

	test('changes of two failed runs add up', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run([row('ann', 100)]);
		await workflow.run([row('ann', 120)], 'fails later');
		await workflow.run([row('ann', 140)], 'fails later');
		const result = await workflow.run([row('ann', 160)]);
		expect(jsonOf(result, CHANGES)[0]).toMatchObject({ previous: 100, current: 160 });
	});

	test.each(['is still running', 'is not saved'] as const)(
		'when the last execution %s, the old baseline stays and it is said',
		async (end) => {
			const workflow = new RememberedWorkflow();
			await workflow.run(BEFORE);
			await workflow.run(AFTER, end);
			const result = await workflow.run(AFTER);
			expect(owners(result)).toEqual(['ann', 'cid']);
			expect(jsonOf(result, DATA_QUALITY)).toEqual([
				expect.objectContaining({ check: 'previous_run_unknown', severity: 'warning' }),
			]);
		},
	);

	test('a workflow that drops successful executions: what is missing has succeeded', async () => {
		const settings = { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'all' } as const;
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE, 'is not saved', {}, { settings });
		await workflow.run(AFTER, 'is not saved', {}, { settings });
		expect(owners(await workflow.run(AFTER, 'is not saved', {}, { settings }))).toEqual([]);
	});

	test('an empty export is a data quality alert and never the new baseline', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const empty = await workflow.run([
			{ notice: 'empty_export', message: 'The export has no rows.', rows: 0 },
		]);
		expect(jsonOf(empty, CHANGES)).toEqual([]);
		expect(jsonOf(empty, BASELINE)).toEqual([]);
		expect(jsonOf(empty, DATA_QUALITY)).toEqual([
			expect.objectContaining({ check: 'empty_export', severity: 'critical' }),
		]);
		expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
	});

	test('a truncated export is a data quality alert and never the new baseline', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const cut = await workflow.run([row('ann', 1, { truncated: true })]);
		expect(jsonOf(cut, CHANGES)).toEqual([]);
		expect(jsonOf(cut, DATA_QUALITY)[0]).toMatchObject({ check: 'truncated_export' });
		expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
	});

	test('one empty export of a period that others have rows of stops the comparison', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const part = await workflow.run([
			row('ann', 150_000),
			{ notice: 'empty_export', message: 'Nothing.', timePeriod: '2026_Q1', rows: 0 },
		]);
		expect(counts(part)).toEqual([0, 0, 1, 0]);
		expect(jsonOf(part, DATA_QUALITY)[0]).toMatchObject({ severity: 'critical' });
		expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
	});

	test.each([
		['executionSucceeded', 'is not saved'],
		['onCommit', 'succeeds'],
	] as const)(
		'a new quarter is compared from its second run on, also where the baseline waits (%s)',
		async (moveBaseline, end) => {
			const workflow = new RememberedWorkflow();
			const parameters = { moveBaseline, baselineName: 'tab' };
			const quarter = (value: number) => [row('ann', value, { timePeriod: '2026_Q2' })];
			await workflow.run(BEFORE, end, parameters);
			await workflow.run(BEFORE, end, parameters);
			expect(owners(await workflow.run(quarter(100), end, parameters))).toEqual([]);
			expect(owners(await workflow.run(quarter(300), end, parameters))).toEqual(['ann']);
		},
	);

	test('an export that failed under continue on fail stops the comparison', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const part = await workflow.run([
			row('ann', 150_000),
			{ error: 'Could not queue the export.' },
		]);
		expect(counts(part)).toEqual([0, 0, 1, 0]);
		expect(jsonOf(part, DATA_QUALITY)[0]).toMatchObject({
			check: 'failed_export',
			severity: 'critical',
			message: expect.stringContaining('Could not queue the export.'),
		});
		expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
	});

	test('an export that carries no values any more is reported', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const silent = await workflow.run(BEFORE.map((call) => ({ ...call, value: undefined })));
		expect(jsonOf(silent, DATA_QUALITY)[0]).toMatchObject({
			check: 'missing_amounts',
			details: { calls: 3 },
		});
		expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
	});

	test('the placeholder of Always Output Data is no row', async () => {
		const result = await diff(AFTER, { baselineHome: 'secondInput' }, { secondInput: [{}] });
		expect(counts(result)).toEqual([0, 0, 0, 1]);
	});

	test('amounts that could not be read are reported, not passed over', async () => {
		const result = await diff([{ ...row('ann', null), value: undefined, rawValue: '1.234,50' }]);
		expect(jsonOf(result, DATA_QUALITY)[0]).toMatchObject({ check: 'not_a_number' });
	});

	test('one empty period among several is a warning', async () => {
		const workflow = new RememberedWorkflow();
		const result = await workflow.run([
			...BEFORE,
			{ notice: 'empty_export', message: 'Nothing for 2025_Q4.', timePeriod: '2025_Q4', rows: 0 },
		]);
		expect(jsonOf(result, DATA_QUALITY)[0]).toMatchObject({
			check: 'empty_export',
			severity: 'warning',
			details: { timePeriod: '2025_Q4' },
		});
		expect(jsonOf(result, BASELINE)).toHaveLength(1);
	});

	test('two nodes of a workflow do not share what they remember, unless they have one name', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE, 'succeeds', {}, { nodeId: 'one' });
		const other = await workflow.run(AFTER, 'succeeds', {}, { nodeId: 'two' });
		expect(owners(other)).toEqual([]);
		await workflow.run(BEFORE, 'succeeds', { baselineName: 'tab' }, { nodeId: 'three' });
		const named = await workflow.run(
			AFTER,
			'succeeds',
			{ baselineName: 'tab' },
			{ nodeId: 'four' },
		);
		expect(owners(named)).toEqual(['ann', 'cid']);
	});

	test('a node that is renamed, and one that shares a name, know how the last execution ended', async () => {
		const workflow = new RememberedWorkflow();
		const named = { baselineName: 'tab' };
		await workflow.run(BEFORE, 'succeeds', named, { nodeName: 'Diff' });
		await workflow.run(AFTER, 'succeeds', named, { nodeName: 'Diff' });
		const later = await workflow.run(AFTER, 'succeeds', named, { nodeName: 'What Changed' });
		expect(counts(later)).toEqual([0, 0, 0, 1]);
	});

	test('a test run compares, remembers nothing, and says so', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const before = JSON.stringify(workflow.staticData);
		const test = await workflow.run(AFTER, 'succeeds', {}, { mode: 'manual' });
		expect(owners(test)).toEqual(['ann', 'cid']);
		expect(hintsOf(test)).toContain('test run');
		expect(JSON.stringify(workflow.staticData)).toBe(before);
	});
});

describe('memory that moves otherwise', () => {
	test('right away: raised once, delivered or not', async () => {
		const workflow = new RememberedWorkflow();
		const parameters = { moveBaseline: 'rightAway' };
		await workflow.run(BEFORE, 'succeeds', parameters);
		expect(owners(await workflow.run(AFTER, 'fails later', parameters))).toEqual(['ann', 'cid']);
		expect(owners(await workflow.run(AFTER, 'succeeds', parameters))).toEqual([]);
	});

	const parameters = { moveBaseline: 'onCommit', baselineName: 'tab' };
	const commit = { operation: 'commitBaseline', baselineName: 'tab' };
	/** Compares and commits in one execution, as a workflow with both nodes does. */
	const compareAndCommit = async (
		workflow: RememberedWorkflow,
		rows: IDataObject[],
		id: string,
	) => {
		const compared = await workflow.run(rows, 'succeeds', parameters, { executionId: id });
		const committed = await workflow.run([{}], 'succeeds', commit, { executionId: id });
		return { compared, committed: jsonOf(committed)[0] };
	};

	test('when committed: changes are raised until Commit Baseline runs', async () => {
		const workflow = new RememberedWorkflow();
		expect((await compareAndCommit(workflow, BEFORE, 'a')).committed).toEqual({
			baseline: 'tab',
			committed: true,
			takenAt: expect.any(String),
			rows: 3,
		});
		expect(owners(await workflow.run(AFTER, 'succeeds', parameters))).toEqual(['ann', 'cid']);
		expect(owners((await compareAndCommit(workflow, AFTER, 'b')).compared)).toEqual(['ann', 'cid']);
		expect(owners(await workflow.run(AFTER, 'succeeds', parameters))).toEqual([]);
	});

	test('the baseline of another execution, whose alert did not go out, is not committed', async () => {
		const workflow = new RememberedWorkflow();
		await compareAndCommit(workflow, BEFORE, 'a');
		expect(owners(await workflow.run(AFTER, 'fails later', parameters))).toEqual(['ann', 'cid']);
		const cut = [row('ann', 1, { truncated: true })];
		expect((await compareAndCommit(workflow, cut, 'b')).committed).toMatchObject({
			committed: false,
		});
		expect(owners(await workflow.run(AFTER, 'succeeds', parameters))).toEqual(['ann', 'cid']);
	});

	test('a commit of a baseline that does not exist says what to check', async () => {
		const result = await diff([{}], { operation: 'commitBaseline', baselineName: 'nowhere' });
		expect(result.error?.message).toBe("There is no baseline named 'nowhere'");
		expect(result.error?.description).toContain('When Committed');
	});

	test('when committed without a name cannot work and is refused', async () => {
		const result = await diff(BEFORE, { moveBaseline: 'onCommit' });
		expect(result.error?.message).toBe("'Baseline Name' is empty");
	});
});

describe('an execution that n8n gives no memory to', () => {
	/** The memory that such an execution finds. */
	const none = () => ({ staticData: {} as IDataObject });
	const MESSAGE = /did not give this execution the memory of the workflow/;

	test.each([
		['on a worker', { active: false }, /workers of its queue mode/],
		['a retry', { active: false, mode: 'retry' }, /retry with the saved one/],
	] as const)(
		'%s: it is said, and the baseline that is there stays',
		async (_where, run, reason) => {
			const workflow = new RememberedWorkflow();
			await workflow.run(BEFORE);
			const { staticData } = none();
			const result = await workflow.run(AFTER, 'fails later', {}, { ...run, staticData });
			expect(result.error?.message).toMatch(MESSAGE);
			expect(result.error?.description).toMatch(reason);
			expect(result.error?.description).toMatch(/Second Input.*Execute Sub-workflow/);
			expect(staticData.global).toEqual({});
			expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
		},
	);

	test.each(['getBaseline', 'resetBaseline', 'commitBaseline'])(
		'%s does not claim that there is no baseline',
		async (operation) => {
			const parameters = { operation, baselineName: operation === 'commitBaseline' ? 'q' : '' };
			const result = await diff([{}], parameters, { ...none(), active: false });
			expect(result.error?.message).toMatch(MESSAGE);
		},
	);

	test('after a wait: the execution that n8n has parked is looked at', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const parked = createRunExecutionData({ waitTill: new Date(0) });
		const executions = new Map([['7', parked]]);
		const waited = { ...none(), executions, executionId: '7' };
		const result = await diff(AFTER, {}, waited);
		expect(result.error?.message).toMatch(MESSAGE);
		expect(result.error?.description).toMatch(/after a wait of more than a minute/);
		expect(waited.staticData.global).toEqual({});
		// A callback resumes it with the memory.
		const resumed = await diff(AFTER, {}, { ...waited, staticData: workflow.staticData });
		expect(owners(resumed)).toEqual(['ann', 'cid']);
	});

	test('the other homes need none', async () => {
		const parameters = { baselineHome: 'secondInput' };
		const run = { ...none(), active: false, secondInput: BEFORE };
		expect(owners(await diff(AFTER, parameters, run))).toEqual(['ann', 'cid']);
	});

	test('a sub-workflow and a test run have it, also when they are not active', async () => {
		for (const mode of ['integrated', 'manual'] as const) {
			const result = await diff(BEFORE, {}, { ...none(), active: false, mode });
			expect([mode, result.error]).toEqual([mode, undefined]);
		}
	});
});

describe('what does not fit into the memory', () => {
	test('too large: refused before anything is written, and it says what to do', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const before = JSON.stringify(workflow.staticData);
		const result = await workflow.run(AFTER, 'succeeds', { options: { memoryLimit: 0.001 } });
		expect(result.error?.message).toMatch(/too large.*the limit is 0.001 MB/);
		expect(result.error?.description).toMatch(/second input.*raise 'Memory Limit \(MB\)'/);
		expect(JSON.stringify(workflow.staticData)).toBe(before);
	});

	test('nearly too large: said as info', async () => {
		const workflow = new RememberedWorkflow({ options: { dataQualityLevel: 'info' } });
		await workflow.run(BEFORE);
		await workflow.run(AFTER);
		const mb = JSON.stringify(workflow.staticData).length / 1_000_000;
		const options = { dataQualityLevel: 'info', memoryLimit: mb * 1.15 };
		const result = await workflow.run(AFTER, 'succeeds', { options });
		expect(jsonOf(result, DATA_QUALITY)).toMatchObject([{ check: 'memory_size' }]);
		expect(counts(result)[BASELINE]).toBe(1);
	});

	test('damaged: it says how to start over', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const text = JSON.stringify(workflow.staticData).replace(/RFB1\.3\./g, 'RFB1.4.');
		Object.assign(workflow.staticData, JSON.parse(text));
		const damaged = await workflow.run(AFTER);
		expect(damaged.error?.message).toBe('The stored baseline cannot be read');
		expect(damaged.error?.description).toMatch(/run Reset Baseline.*Node under test/);
		await workflow.run([{}], 'succeeds', { operation: 'resetBaseline' });
		expect(counts(await workflow.run(AFTER))).toEqual([0, 0, 0, 1]);
		expect(owners(await workflow.run(BEFORE))).toEqual(['ann', 'cid']);
	});
});
