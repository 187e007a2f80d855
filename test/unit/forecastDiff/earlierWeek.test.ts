import { compareWithEarlierWeek } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { checksOf, DETECTED_AT, row, WEEKS } from './rows';
import { brief } from './runs';

type Options = Omit<Parameters<typeof compareWithEarlierWeek>[1], 'detectedAt'>;

function weeks(
	values: Array<number | null | 'no row'>,
	changes: Partial<ForecastRow> = {},
): ForecastRow[] {
	return values.flatMap((value, week) =>
		value === 'no row' ? [] : [row({ weekStart: WEEKS[week] ?? null, value, ...changes })],
	);
}

const compare = (rows: ForecastRow[], options: Options = {}) =>
	compareWithEarlierWeek(rows, { detectedAt: DETECTED_AT, percentThreshold: 0, ...options });

describe('an earlier week of the same export', () => {
	test.each([
		[1, 90, WEEKS[2]],
		[2, 80, WEEKS[1]],
		[3, 70, WEEKS[0]],
	])('%i weeks back', (weeksBack, previous, week) => {
		const { changes, summary, nextBaseline } = compare(weeks([70, 80, 90, 100]), { weeksBack });
		expect(changes).toMatchObject([
			{ previous, current: 100, previousWeek: week, comparedWith: { source: 'sameExport', week } },
		]);
		expect(summary.comparedWith).toEqual({ source: 'sameExport', week });
		expect(nextBaseline).toBeNull();
	});

	test('counts weeks in which anybody has an amount', () => {
		const sam = weeks([1, 'no row', 3, null], { ownerId: 'sam', ownerEmail: null });
		expect(brief(compare([...weeks([70, null, 90, null]), ...sam]))).toEqual([
			['increased', 70, 90],
			['increased', 1, 3],
		]);
	});

	test('takes the last call before it, where that week has none', () => {
		const sam = weeks([1, 2, 3, 4], { ownerId: 'sam', ownerEmail: null });
		const { changes } = compare([...weeks([70, null, null, 100]), ...sam], { weeksBack: 1 });
		expect(changes).toMatchObject([
			{ previous: 70, current: 100, previousWeek: WEEKS[0] },
			{ previous: 3, current: 4 },
		]);
	});

	test('of too few weeks says so, and how many it needs', () => {
		const two = compare(weeks([70, 80]), { weeksBack: 2 });
		expect(checksOf(two)).toEqual(['single_week']);
		expect(two.dataQuality[0]?.message).toContain('Fewer than 3 weeks');
		expect(two).toMatchObject({ changes: [], blocked: false, nextBaseline: null });
		expect(compare(weeks([70])).dataQuality[0]?.message).toContain('Fewer than two weeks');
	});

	test.each([0, -1, 1.5, NaN])('%p weeks back are refused', (weeksBack) => {
		expect(() => compare(weeks([1, 2]), { weeksBack })).toThrow(RangeError);
	});

	test('has a balance, teams and reasons like any other comparison', () => {
		const boss = weeks([100, 150], {
			ownerId: 'boss',
			ownerEmail: null,
			role: 'West Manager',
			parentRole: null,
		});
		const rep = weeks([60, 110]).map((one, n) => ({ ...one, isUpdated: n === 1 }));
		const { changes, summary } = compare([...boss, ...rep]);
		expect(summary.waterfall).toMatchObject([{ start: 60, increased: 50, end: 110 }]);
		expect(summary.teams).toMatchObject([{ delta: 50, call: { previous: 100, current: 150 } }]);
		expect(changes).toMatchObject([
			{ level: 'rep', reason: 'rep_changed_call' },
			{ level: 'manager', reason: 'rep_changed_call', unexplained: 0 },
		]);
		expect(summary.top).toHaveLength(1);
	});

	test('knows who was in another team then', () => {
		const moved = [
			...weeks([60], { parentRole: 'East' }),
			...weeks(['no row', 60]),
			...weeks([5, 5], { ownerId: 'e', ownerEmail: null, parentRole: 'East' }),
			...weeks([5, 5], { ownerId: 'w', ownerEmail: null }),
		];
		for (const rows of [moved, [...moved].reverse()]) {
			expect(compare(rows).changes).toMatchObject([
				{ kind: 'moved', movedFrom: { parentRole: 'East' }, parentRole: 'West Manager' },
			]);
		}
	});

	test('takes the weeks before for the history', () => {
		const many = Array.from({ length: 10 }, (_, n) =>
			row({ weekStart: `2026-03-${String(10 + n)}`, value: n === 9 ? 500 : 100 + n }),
		);
		expect(compare(many).changes).toMatchObject([
			{ previous: 108, current: 500, anomaly: { snapshots: 9, rules: ['swing', 'score'] } },
		]);
	});

	test('is stopped by what cannot be trusted', () => {
		expect(compare(weeks([70, 80]), { expectedRows: 3 })).toMatchObject({
			blocked: true,
			changes: [],
		});
		expect(checksOf(compare(weeks([70, 80]), { staleAfterDays: 1 }))).toEqual([]);
	});

	test('obeys thresholds and the like', () => {
		expect(compare(weeks([70, 71]), { percentThreshold: 10 }).summary).toMatchObject({
			changes: 0,
			belowThreshold: 1,
		});
	});

	test('takes no reference', () => {
		const reference = { keyColumns: ['other'], entries: new Map() };
		expect(brief(compare(weeks([70, 80]), { reference }))).toEqual([['increased', 70, 80]]);
	});

	test('reads batches, and changes nothing in them', () => {
		const rows = weeks([70, 80, 100]).map((one) => Object.freeze(one));
		const batches = rows.map((one) => Object.freeze([one]));
		const inBatches = compareWithEarlierWeek(
			{ batches },
			{ detectedAt: DETECTED_AT, percentThreshold: 0 },
		);
		expect(JSON.stringify(inBatches)).toBe(JSON.stringify(compare(rows)));
	});
});
