import { previewForecast } from '../../../nodes/ForecastDiff/engine';
import type { CompareOptions, ForecastRowLike } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { brief } from './runs';
import { checksOf, DETECTED_AT, row } from './rows';

const preview = (rows: readonly ForecastRowLike[], options: Partial<CompareOptions> = {}) =>
	previewForecast(rows, { detectedAt: DETECTED_AT, percentThreshold: 0, ...options });

const calls = (values: Array<number | null>, changes: Partial<ForecastRow> = {}) =>
	values.map((value, n) => row({ ownerId: `o${n}`, ownerEmail: null, value, ...changes }));

describe('a preview', () => {
	test('invents what the largest calls were before', () => {
		const { changes, summary } = preview(calls([100, 200, 300, 400, 500, 600, 700, 10, 20]));
		expect(brief({ changes })).toEqual([
			['set', null, 200],
			['increased', 150, 300],
			['increased', 560, 700],
			['decreased', 625, 500],
			['added', null, 100],
			['decreased', 660, 600],
			['increased', 360, 400],
		]);
		expect(summary).toMatchObject({ preview: true, compared: 8, unchanged: 2, blocked: false });
	});

	test('stores nothing', () => {
		expect(preview(calls([100, 200])).nextBaseline).toBeNull();
	});

	test('is the same for the same export, in any order', () => {
		const rows = [...calls([5, 5, 5, 5, 5, 5, 5, 5, 5]), ...calls([1, 2, 3], { fieldId: 'best' })];
		const first = JSON.stringify(preview(rows));
		expect(JSON.stringify(preview(rows))).toBe(first);
		expect(JSON.stringify(preview([...rows].reverse()))).toBe(first);
	});

	test('balances', () => {
		for (const { start, added, increased, decreased, removed, end } of preview(
			calls([100.5, 200, 300, 400.25, 500, 600, 700]),
		).summary.waterfall) {
			expect(start + added + increased - decreased - removed).toBe(end);
		}
	});

	test('is of reps’ calls only', () => {
		const rows = [
			row({
				ownerId: 'boss',
				ownerEmail: null,
				role: 'West Manager',
				parentRole: null,
				value: 900,
			}),
			row({ value: 100 }),
			row({ value: 800, type: 'quota' }),
			row({ ownerId: 'zero', ownerEmail: null, value: 0 }),
			row({ ownerId: 'none', ownerEmail: null, value: null }),
		];
		expect(preview(rows).changes).toMatchObject([
			{ level: 'rep', type: 'forecast', previous: 80, current: 100 },
		]);
	});

	test('of other tables is of all rows', () => {
		const { changes } = preview([{ id: 'a', amount: 50 }], {
			keyColumns: ['id'],
			columns: { value: 'amount', timePeriod: '' },
		});
		expect(brief({ changes })).toEqual([['increased', 40, 50]]);
	});

	test('obeys the thresholds', () => {
		expect(brief(preview(calls([1000, 900]), { percentThreshold: 10 }))).toEqual([
			['increased', 800, 1000],
		]);
	});

	test('is not kept back, and takes no reference', () => {
		const rows = calls([100]);
		const reference = { keyColumns: ['other'], entries: new Map() };
		const { changes, summary } = preview(rows, { quiet: true, coolDownHours: 99, reference });
		expect(changes).toHaveLength(1);
		expect(summary.heldBack).toBe(0);
	});

	test('of an export that cannot be trusted says so', () => {
		const result = preview([]);
		expect(checksOf(result)).toEqual(['empty_export']);
		expect(result).toMatchObject({ blocked: true, changes: [], nextBaseline: null });
		expect(checksOf(preview(calls([1]), { expectedRows: 2 }))).toEqual(['row_count_mismatch']);
	});

	test('without any amount has nothing to show', () => {
		expect(preview(calls([null, 0])).changes).toEqual([]);
	});

	test('never changes its input', () => {
		const rows = calls([100, 200]).map((call) => Object.freeze(call));
		expect(() => preview(Object.freeze(rows))).not.toThrow();
	});
});
