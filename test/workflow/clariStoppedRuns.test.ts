import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { runClari } from './clari';
import { list, NOW, reports } from './clariOutputs';
import type { EngineResult } from './engine';
import { jsonOf } from './engine';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 20, now: () => NOW } } });
});
afterEach(async () => await sandbox.close());

const jobs = () => sandbox.clari.jobs.all;
const plan = (jobOutcome: 'EMPTY' | 'FAILED' | 'TRUNCATED_ROWS' | 'WRONG_PERIOD', skip = 0) =>
	sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome, skip });

describe('a run that stops the workflow', () => {
	/** Three quarters, one after the other, of which the second fails. */
	async function stopped(executionId: string, over: object = {}) {
		sandbox.clari.settings.concurrentLimit = 1;
		plan('FAILED', 1);
		return await runClari(sandbox.clari, list('2026_Q1, 2025_Q4, 2025_Q3'), {
			executionId,
			nodeId: 'n1',
			...over,
		});
	}
	const told = (result: EngineResult) =>
		reports(result).map(({ executionId, timePeriod, outcome, delivered }) => [
			executionId,
			timePeriod,
			outcome,
			delivered,
		]);

	test('keeps the reports of what was done, and they come out with the next run, once', async () => {
		const staticData = {};
		const failed = await stopped('1', { staticData });
		expect(failed.error?.message).toContain('ended as FAILED');
		expect(failed.outputs).toEqual([]);
		const [done] = jobs();

		const next = await runClari(sandbox.clari, {}, { staticData, executionId: '2', nodeId: 'n1' });
		expect(told(next)).toEqual([
			// Not the failure: the error workflow has that.
			['1', '2026_Q1', 'completed', false],
			['2', '2026_Q1', 'completed', true],
		]);
		expect(reports(next)[0]).toMatchObject({ reportId: '1:n1:0:0:0', jobId: done?.jobId });
		expect(next.outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
		const later = await runClari(sandbox.clari, {}, { staticData, executionId: '3', nodeId: 'n1' });
		expect(told(later)).toEqual([['3', '2026_Q1', 'completed', true]]);
		expect(JSON.stringify(staticData)).not.toContain(done?.jobId);
	});

	test('tells first of which tab and quarter the export was that failed', async () => {
		const failed = await stopped('1');
		expect(failed.error?.message).toBe(
			`Export job ${jobs()[1]?.jobId} ended as FAILED, without a result [item 0]`,
		);
		expect(failed.error?.description).toMatch(
			/^This is the export of forecast tab 'forecast' for 2025_Q4\. Clari could not make .+ Other periods were queued .+: 2026_Q1: /,
		);
	});

	test('names tab and quarter once where the message has them already', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 400 });
		const { error } = await runClari(sandbox.clari, list('2025_Q4'));
		expect(`${error?.message} ${error?.description}`.match(/'forecast' for 2025_Q4/g)).toHaveLength(
			1,
		);
	});

	test('gives them to the same node only, and only where the output is', async () => {
		const staticData = {};
		await stopped('1', { staticData });
		const other = await runClari(sandbox.clari, {}, { staticData, nodeId: 'n2' });
		expect(reports(other)).toHaveLength(1);
		const limits = { resource: 'account', operation: 'getLimits' };
		await runClari(sandbox.clari, limits, { staticData, nodeId: 'n1' });
		const next = await runClari(sandbox.clari, {}, { staticData, executionId: '2', nodeId: 'n1' });
		expect(reports(next)).toHaveLength(2);
	});

	test('keeps those of several runs, and of the items before the one that failed', async () => {
		const staticData = {};
		await stopped('1', { staticData });
		plan('FAILED', 1);
		await runClari(
			sandbox.clari,
			{ forecastId: { __rl: true, mode: 'id', value: '={{ $json.tab }}' } },
			{
				input: [{ tab: 'renewals' }, { tab: 'forecast' }],
				staticData,
				executionId: '2',
				nodeId: 'n1',
			},
		);
		const next = await runClari(sandbox.clari, {}, { staticData, executionId: '3', nodeId: 'n1' });
		expect(reports(next).map(({ executionId, forecastId }) => [executionId, forecastId])).toEqual([
			['1', 'forecast'],
			['2', 'renewals'],
			['3', 'forecast'],
		]);
	});

	test.each<[string, object]>([
		['in a test run, which n8n does not save', { mode: 'manual' }],
		[
			'in a workflow with a trigger that polls, whose progress it would put back',
			{ staticData: { global: { clariCopilotTrigger: { 'node:n1': { cursor: 1 } } } } },
		],
	])('keeps nothing %s', async (_, over) => {
		const run = { staticData: {}, ...over };
		const before = JSON.stringify(run.staticData);
		await stopped('1', run);
		expect(JSON.stringify(run.staticData)).toBe(before);
	});

	test('with the node set to continue the reports come out at once, marked', async () => {
		const result = await stopped('1', { onError: 'continueRegularOutput' });
		expect(told(result)).toEqual([
			['1', '2026_Q1', 'completed', false],
			['1', '2025_Q4', 'failed', false],
		]);
		expect(jsonOf(result)).toEqual([expect.objectContaining({ error: expect.any(String) })]);
	});
});
