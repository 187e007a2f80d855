import type { CallbackRun } from '../../../../bench/clay/callbacks/measure';
import { summarize } from '../../../../bench/clay/callbacks/summary';
import { callbackTables } from '../../../../bench/clay/callbacks/table';
import { parseClayOptions } from '../../../../bench/clay/options';
import { toMarkdown } from '../../../../bench/clay/report/table';
import type { RowRun } from '../../../../bench/clay/rows/measure';
import { rowTables } from '../../../../bench/clay/rows/table';
import { judgeClay } from '../../../../bench/clay/verdicts';

const rowRun = (change: Partial<RowRun>): RowRun => ({
	sender: 'row-create',
	rows: 300,
	rate: 10,
	burst: 20,
	neighbour: 0,
	seed: 'test',
	arrived: 300,
	twice: 0,
	throttled: 0,
	ms: 30_000,
	share: 0.97,
	told: 'all sent',
	...change,
});

const callbackRun = (receiver: string, change: Partial<CallbackRun> = {}): CallbackRun => ({
	receiver,
	engine: 'vm',
	callbacks: 1_000,
	expected: 990,
	answers: { ms: 10_000, accepted: 1_000, duplicates: 10, refused: {} },
	executions: {
		executions: 990,
		failed: 0,
		events: 990,
		repeated: 0,
		removed: 0,
		lastStoppedAt: '2026-11-21T17:00:00.000Z',
	},
	ms: 10_000,
	processorMs: 8_000,
	peakBytes: 400 * 1024 ** 2,
	...change,
});

describe('options', () => {
	test('a short run, and one that is asked for', () => {
		expect(parseClayOptions(['--quick'])).toMatchObject({
			rows: { rows: 300, rate: 10, burst: 20, neighbour: 3 },
			callbacks: [
				{ engine: 'vm', callbacks: 2_000, copies: 0.01, concurrency: 32 },
				{ engine: 'legacy', callbacks: 2_000 },
			],
			rounds: 1,
		});
		expect(parseClayOptions(['--callbacks', '100000', '--copies', '2'])).toMatchObject({
			callbacks: [{ callbacks: 100_000, copies: 0.02 }, { callbacks: 100_000 }],
		});
		expect(
			parseClayOptions(['--engines', 'legacy:100000,vm:50', '--quick'])?.callbacks,
		).toMatchObject([
			{ engine: 'legacy', callbacks: 100_000 },
			{ engine: 'vm', callbacks: 50 },
		]);
		expect(parseClayOptions(['--environment', 'A=1,B=x=y'])?.environment).toEqual({
			A: '1',
			B: 'x=y',
		});
		expect(parseClayOptions(['--help'])).toBeUndefined();
	});

	test.each([
		['--rows', '0'],
		['--rows', 'many'],
		['--copies', '100'],
		['--only', 'nothing'],
		['--environment', 'A'],
		['--engines', 'fast'],
	])('%s %s is refused', (flag, value) => {
		expect(() => parseClayOptions([flag, value])).toThrow(RangeError);
	});

	test('the page is not written about a part', () => {
		expect(() => parseClayOptions(['--write-docs', '--only', 'rows'])).toThrow(RangeError);
	});
});

describe('tables', () => {
	test('a sender that has lost rows gets no ratio', () => {
		const [table] = rowTables([
			rowRun({}),
			rowRun({ sender: 'script-loop', ms: 60_000, share: 0.5 }),
			rowRun({ sender: 'http-plain', arrived: 21, throttled: 279, ms: 100 }),
		]);
		expect(table?.rows.map((cells) => [cells[2], cells[7]])).toEqual([
			['0', '1.00 ×'],
			['0', '2.00 ×'],
			['279', '–'],
		]);
	});

	test('with and without somebody else are tables of their own', () => {
		const tables = rowTables([rowRun({}), rowRun({ neighbour: 3 })]);
		expect(tables.map(({ title }) => title)).toEqual([
			'300 rows at 10/s, 20 at once; nobody else sends',
			'300 rows at 10/s, 20 at once; somebody else sends 3/s',
		]);
	});

	test('receivers: medians of the rounds, sums of what went wrong', () => {
		const summaries = summarize([
			callbackRun('clay-trigger'),
			callbackRun('webhook', { ms: 8_000 }),
			callbackRun('clay-trigger', {
				ms: 5_000,
				executions: { ...callbackRun('').executions, events: 988, repeated: 1, failed: 1 },
			}),
		]);
		expect(summaries[0]).toMatchObject({ rounds: 2, perSecond: 150, lost: 3, twice: 1 });
		const [table] = callbackTables(summaries, 32);
		if (table === undefined) throw new Error('There is no table');
		expect(table.rows.map((cells) => cells.slice(0, 4))).toEqual([
			['Clay Trigger', '150.0', '1.20 ×', '8.0 ms'],
			["n8n's Webhook", '125.0', '1.00 ×', '8.0 ms'],
		]);
		expect(toMarkdown(table).split('\n')[3]).toMatch(/^\| --- \| ---: .* \| --- \|$/);
	});
});

describe('promises', () => {
	const verdictsOf = (rows: RowRun[], callbacks: CallbackRun[]) =>
		judgeClay(rows, summarize(callbacks)).map(({ passed }) => passed);

	test('kept', () => {
		const callbacks = [
			callbackRun('clay-trigger'),
			callbackRun('webhook', { ms: 9_500 }),
			callbackRun('webhook-expression'),
		];
		expect(verdictsOf([rowRun({})], callbacks)).toEqual([true, true, true, true, true]);
	});

	test('broken', () => {
		const callbacks = [
			callbackRun('clay-trigger', {
				executions: { ...callbackRun('').executions, repeated: 1 },
			}),
			callbackRun('webhook', { ms: 8_000 }),
			callbackRun('webhook-expression', { ms: 8_000 }),
		];
		const rows = [rowRun({ arrived: 299, share: 0.94 })];
		expect(verdictsOf(rows, callbacks)).toEqual([false, false, false, false, false]);
		expect(verdictsOf([rowRun({ twice: 1 })], [])).toEqual([false, true]);
	});

	test('of an engine without isolates', () => {
		const legacy = (receiver: string, ms: number) =>
			callbackRun(receiver, { engine: 'legacy', ms });
		const callbacks = [legacy('clay-trigger', 1_000), legacy('webhook', 800)];
		expect(judgeClay([], summarize(callbacks))).toMatchObject([
			{ promise: '1,000 callbacks, expression engine legacy: none lost, none run twice' },
			{ passed: false, measured: '0.80 × (1000.0/s to 1250.0/s)' },
		]);
	});

	test('not measured', () => {
		expect(verdictsOf([], [callbackRun('clay-trigger')])).toEqual([true, undefined, undefined]);
		expect(verdictsOf([], [])).toEqual([]);
	});
});
