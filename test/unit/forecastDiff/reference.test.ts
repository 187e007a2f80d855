import fc from 'fast-check';

import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import type {
	CompareOptions,
	ForecastDiff,
	ForecastRowLike,
	Snapshot,
} from '../../../nodes/ForecastDiff/engine';
import { BYSTANDER, diff, row } from './rows';
import { at, brief, stored } from './runs';

/** Runs that are all compared with the same older state, and know what the last one told. */
class Week {
	reference: Snapshot;

	last: Snapshot;

	/** When the last run was; the reference was taken at 0. */
	hours = 0;

	constructor(
		first: readonly ForecastRowLike[],
		private readonly options: Partial<CompareOptions> = {},
	) {
		const { nextBaseline } = compareForecasts(null, first, { detectedAt: at(0), ...options });
		if (nextBaseline === null) throw new Error('The first export is no baseline.');
		this.reference = stored(nextBaseline);
		this.last = stored(nextBaseline);
	}

	run(rows: readonly ForecastRowLike[], options: Partial<CompareOptions> = {}): ForecastDiff {
		this.hours++;
		const result = compareForecasts(this.last, rows, {
			reference: this.reference,
			baselineTakenAt: at(0),
			comparedWith: { source: 'memory', since: 'startOfWeek', takenAt: at(0) },
			detectedAt: at(this.hours),
			maxRowDropPercent: 100,
			...this.options,
			...options,
		});
		if (result.nextBaseline !== null) this.last = stored(result.nextBaseline);
		return result;
	}

	value(value: number | null | 'gone', options: Partial<CompareOptions> = {}): ForecastDiff {
		return this.run(value === 'gone' ? [BYSTANDER] : [BYSTANDER, row({ value })], options);
	}
}

const from = (value: number | null) => new Week([BYSTANDER, row({ value })]);

describe('an older state to compare with', () => {
	test('tells each change once, from there', () => {
		const week = from(100);
		const { changes, summary } = week.value(150);
		expect(changes).toMatchObject([
			{
				previous: 100,
				current: 150,
				since: at(0),
				comparedWith: { since: 'startOfWeek', takenAt: at(0) },
			},
		]);
		expect(summary.alreadyReported).toBe(0);
		for (let run = 0; run < 3; run++) {
			expect(week.value(150)).toMatchObject({
				changes: [],
				summary: { changes: 0, alreadyReported: 1, belowThreshold: 0, resolved: 0 },
			});
		}
	});

	test('tells it again when it has moved on by the threshold, still from there', () => {
		const week = from(100);
		week.value(150);
		expect(week.value(160).changes).toEqual([]);
		expect(brief(week.value(165))).toEqual([['increased', 100, 165]]);
		expect(week.value(165).changes).toEqual([]);
		// Down again, but not as far as it was.
		expect(brief(week.value(130))).toEqual([['increased', 100, 130]]);
		expect(week.value(130).changes).toEqual([]);
	});

	test('lets small moves add up', () => {
		const week = from(100);
		for (const value of [103, 106, 109]) expect(week.value(value).changes).toEqual([]);
		expect(brief(week.value(111))).toEqual([['increased', 100, 111]]);
	});

	test.each([100, 103, 92])('says once that it is back (%p)', (back) => {
		const week = from(100);
		week.value(150);
		expect(week.value(back).changes).toMatchObject([
			{
				kind: 'decreased',
				previous: 150,
				current: back,
				since: at(1),
				resolves: { alertedAt: at(1) },
			},
		]);
		expect(week.value(back).changes).toEqual([]);
		expect(brief(week.value(150))).toEqual([['increased', 100, 150]]);
	});

	test.each([
		[100, null, 'set'],
		[null, 100, 'cleared'],
		[0, 100, 'to_zero'],
		[100, 0, 'from_zero'],
	])('says that %p to %p is taken back', (before, after, kind) => {
		const week = from(before);
		expect(week.value(after).changes).toHaveLength(1);
		expect(week.value(before).changes).toMatchObject([
			{ kind, previous: after, current: before, resolves: { alertedAt: at(1) } },
		]);
		expect(week.value(before).changes).toEqual([]);
	});

	test('tells once that a call is gone, and that it is there again', () => {
		const week = from(100);
		expect(brief(week.value('gone'))).toEqual([['removed', 100, null]]);
		expect(week.value('gone')).toMatchObject({ changes: [], summary: { alreadyReported: 1 } });
		expect(brief(week.value(100))).toEqual([['added', null, 100]]);
		expect(week.value(100).changes).toEqual([]);
		expect(brief(week.value('gone'))).toEqual([['removed', 100, null]]);
	});

	test('tells once that a call is new, that it moves, and that it is gone again', () => {
		const week = new Week([BYSTANDER]);
		expect(brief(week.value(100))).toEqual([['added', null, 100]]);
		expect(week.value(105)).toMatchObject({ changes: [], summary: { alreadyReported: 1 } });
		expect(brief(week.value(120))).toEqual([['added', null, 120]]);
		expect(week.value('gone').changes).toMatchObject([
			{ kind: 'removed', previous: 120, current: null, resolves: { alertedAt: at(3) } },
		]);
		expect(week.value('gone').changes).toEqual([]);
		expect(brief(week.value(100))).toEqual([['added', null, 100]]);
	});

	test('tells once that somebody has got another id', () => {
		const week = from(100);
		const moved = [BYSTANDER, row({ ownerId: '4101:other', value: 100 })];
		expect(week.run(moved).changes).toMatchObject([
			{ kind: 'moved', movedFrom: { ownerId: '4101:role' } },
		]);
		expect(week.run(moved)).toMatchObject({ changes: [], summary: { alreadyReported: 1 } });
		const more = [BYSTANDER, row({ ownerId: '4101:other', value: 200 })];
		expect(week.run(more).changes).toMatchObject([{ kind: 'moved', previous: 100, current: 200 }]);
	});

	test('tells a move of a deal whose amount has been told before, and each move once', () => {
		const deal = (value: number, ownerId: string) => [
			{ ...row({ value, ownerId, ownerEmail: null }), dealId: 'd' },
		];
		const week = new Week(deal(100, 'ann'), { keyColumns: ['dealId'] });
		expect(brief(week.run(deal(150, 'ann')))).toEqual([['increased', 100, 150]]);
		expect(brief(week.run(deal(150, 'bob')))).toEqual([['moved', 100, 150]]);
		expect(week.run(deal(150, 'bob')).changes).toEqual([]);
		expect(brief(week.run(deal(150, 'cid')))).toEqual([['moved', 100, 150]]);
		expect(week.run(deal(150, 'cid')).changes).toEqual([]);
	});

	test('tells a change of currency after one of the amount', () => {
		const week = from(100);
		const run = (value: number, currency: string) =>
			week.run([BYSTANDER, row({ value, currency })]);
		expect(run(150, 'USD').changes).toHaveLength(1);
		expect(run(150, 'EUR').changes).toMatchObject([{ kind: 'currency_changed', previous: 100 }]);
		expect(run(150, 'EUR').changes).toEqual([]);
	});

	test('does not count alerts of before it', () => {
		const week = from(100);
		week.value(150);
		// The next week begins with this state.
		week.reference = week.last;
		const later = { baselineTakenAt: at(5) };
		week.hours = 5;
		expect(week.value(150, later).changes).toEqual([]);
		const { changes } = week.value(100, later);
		expect(brief({ changes })).toEqual([['decreased', 150, 100]]);
	});

	test('quiet hours keep back what is not told yet, and nothing else', () => {
		const week = from(100);
		week.value(150);
		expect(week.value(150, { quiet: true }).summary).toMatchObject({
			heldBack: 0,
			alreadyReported: 1,
		});
		expect(week.value(200, { quiet: true }).summary).toMatchObject({ heldBack: 1, changes: 0 });
		expect(week.value(200).changes).toMatchObject([
			{ previous: 100, current: 200, heldSince: at(3) },
		]);
		expect(week.value(100, { quiet: true }).changes).toEqual([]);
		expect(week.value(100).changes).toMatchObject([
			{ previous: 200, current: 100, heldSince: at(5), resolves: { alertedAt: at(4) } },
		]);
		expect(week.value(100).changes).toEqual([]);
	});

	test.each([
		['gone', 'removed'],
		[100, 'added'],
	] as const)('quiet hours keep it back that a call is %p', (value, kind) => {
		const week = value === 'gone' ? from(50) : new Week([BYSTANDER]);
		expect(week.value(value, { quiet: true }).changes).toEqual([]);
		expect(week.value(value, { quiet: true }).changes).toEqual([]);
		expect(week.value(value).changes).toMatchObject([{ kind, heldSince: at(1) }]);
		expect(week.value(value).changes).toEqual([]);
	});

	test('quiet hours keep it back that a removed call is there again, and that a new one is gone', () => {
		const back = from(100);
		back.value('gone');
		back.value(100, { quiet: true });
		expect(back.value(100).changes).toMatchObject([{ kind: 'added', heldSince: at(2) }]);
		expect(back.value(100).changes).toEqual([]);
		const gone = new Week([BYSTANDER]);
		gone.value(100);
		gone.value('gone', { quiet: true });
		expect(gone.value('gone').changes).toMatchObject([{ kind: 'removed', heldSince: at(2) }]);
		expect(gone.value('gone').changes).toEqual([]);
	});

	test('a cool-down keeps a further change back', () => {
		const week = new Week([BYSTANDER, row({ value: 100 })], { coolDownHours: 10 });
		week.value(150);
		expect(week.value(170)).toMatchObject({ changes: [], summary: { heldBack: 1 } });
		week.hours = 20;
		expect(week.value(170).changes).toMatchObject([{ current: 170, heldSince: at(2) }]);
	});

	test('says nothing where the export says nothing', () => {
		const week = from(100);
		week.value(150);
		const silent = week.run([BYSTANDER, row({ value: undefined })]);
		expect(silent.changes).toEqual([]);
		expect(week.run([BYSTANDER, row({ value: 1 }), row({ value: 2 })]).changes).toEqual([]);
		expect(week.value(150).changes).toEqual([]);
		expect(week.value(100).changes).toMatchObject([{ resolves: { alertedAt: at(1) } }]);
	});

	test('is the balance’s start, also when something is taken back', () => {
		const week = from(100);
		week.value(150);
		expect(week.value(100).summary.waterfall).toMatchObject([
			{ start: 100_100, end: 100_100, increased: 0, decreased: 0 },
		]);
	});

	test('a call that is taken back explains no move of a team', () => {
		const calls = (value: number, other: number) => [
			row({ ownerId: 'boss', role: 'West Manager', parentRole: null, value: 1000 }),
			row({ value }),
			row({ ownerId: 'other', ownerEmail: null, value: other }),
		];
		const week = new Week(calls(100, 10));
		week.run(calls(150, 10));
		const { changes, summary } = week.run(calls(100, 60));
		expect(changes).toHaveLength(2);
		expect(summary.teams).toMatchObject([
			{ delta: 50, explainedBy: [{ ownerId: 'other', delta: 50 }] },
		]);
	});

	test('without a last run is like any baseline', () => {
		const { reference } = from(100);
		const rows = [BYSTANDER, row({ value: 150 })];
		const { changes } = compareForecasts(null, rows, { reference, detectedAt: at(1) });
		expect(brief({ changes })).toEqual([['increased', 100, 150]]);
	});

	test('with other key columns, in either of the two, is not compared with', () => {
		const { reference, last } = from(100);
		const options = { keyColumns: ['ownerEmail', 'fieldId'] };
		const other = new Week([BYSTANDER, row()], options).last;
		for (const [a, b] of [
			[other, reference],
			[last, other],
		] as const) {
			const result = compareForecasts(a, [BYSTANDER], { reference: b, detectedAt: at(1) });
			expect(result.dataQuality).toMatchObject([{ check: 'key_columns_changed' }]);
			expect(result.changes).toEqual([]);
		}
	});
});

test('over many runs, what was told is what is true, and nothing is told twice', () => {
	const ids = ['a', 'b', 'c'];
	const step = fc.oneof(
		{ weight: 3, arbitrary: fc.constant('keep' as const) },
		{ weight: 3, arbitrary: fc.constantFrom(0, 10, 20, 30) },
		{ weight: 2, arbitrary: fc.constantFrom('clear' as const, 'remove' as const, 'back' as const) },
	);
	const walk = fc.array(fc.tuple(fc.tuple(step, step, step), fc.boolean()), { maxLength: 10 });
	fc.assert(
		fc.property(walk, (runs) => {
			const first = new Map<string, number | null>([
				['a', 10],
				['b', 20],
			]);
			const rowsOf = (calls: ReadonlyMap<string, number | null>) => [
				BYSTANDER,
				...[...calls].map(([ownerId, value]) => row({ ownerId, ownerEmail: null, value })),
			];
			const week = new Week(rowsOf(first), { percentThreshold: 0 });
			const truth = new Map(first);
			const told = new Map(first);
			for (const [steps, quiet] of runs) {
				ids.forEach((id, position) => {
					const what = steps[position];
					const before = first.get(id);
					if (what === 'remove' || (what === 'back' && before === undefined)) truth.delete(id);
					else if (what === 'back') truth.set(id, before ?? null);
					else if (what === 'clear') truth.set(id, null);
					else if (typeof what === 'number') truth.set(id, what);
				});
				const { changes } = week.run(rowsOf(truth), { quiet });
				for (const { ownerId, current } of changes) {
					expect(told.get(ownerId ?? '') ?? null).not.toBe(current);
					told.set(ownerId ?? '', current);
				}
				if (quiet) expect(changes).toEqual([]);
				for (const id of quiet ? [] : ids) {
					expect([id, told.get(id) ?? null]).toEqual([id, truth.get(id) ?? null]);
				}
			}
		}),
		{ numRuns: 60 },
	);
});

test('a change that a quiet day kept back is told after that day became the reference', () => {
	const { nextBaseline: friday } = diff([], [BYSTANDER, row({ value: 100 })]);
	const saturday = compareForecasts(friday, [BYSTANDER, row({ value: 200 })], {
		detectedAt: '2026-01-10T08:00:00.000Z',
		percentThreshold: 0,
		quiet: true,
	}).nextBaseline;
	expect(saturday?.held?.size).toBe(1);
	const monday = compareForecasts(saturday, [BYSTANDER, row({ value: 200 })], {
		detectedAt: '2026-01-12T08:00:00.000Z',
		percentThreshold: 0,
		...(saturday && { reference: saturday }),
	});
	expect(monday.changes).toMatchObject([
		{ previous: 100, current: 200, heldSince: '2026-01-10T08:00:00.000Z' },
	]);
	expect(monday.summary.cameBack).toEqual([]);
});
