import type { ForecastDiff } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { diff, row, WEEKS } from './rows';

function call(
	name: string,
	isUpdated: boolean | null | undefined,
	changes: Partial<ForecastRow> = {},
) {
	return row({
		ownerId: name,
		ownerName: name,
		ownerEmail: `${name}@x.org`,
		isUpdated,
		...changes,
	});
}

function missing({ summary }: ForecastDiff) {
	return summary.didNotSubmit.map(({ ownerName, timePeriod, week, fields }) => [
		ownerName,
		timePeriod,
		week,
		fields,
	]);
}

const found = (rows: ForecastRow[]) => diff(rows, rows);

describe('who has not submitted', () => {
	test('is who updated nothing in the newest week', () => {
		const result = found([
			call('ann', true),
			call('bob', false),
			call('bob', false, { fieldId: 'best', fieldName: 'Best Case' }),
		]);
		expect(missing(result)).toEqual([['bob', '2026_Q1', WEEKS[0], ['Best Case', 'Commit']]]);
		expect(result.summary.didNotSubmit[0]).toEqual({
			ownerId: 'bob',
			ownerName: 'bob',
			ownerEmail: 'bob@x.org',
			timePeriod: '2026_Q1',
			week: WEEKS[0],
			fields: ['Best Case', 'Commit'],
		});
		expect(result.summary.submissions).toEqual({ reps: 2, missing: 1 });
	});

	test('is nobody who updated one field', () => {
		expect(missing(found([call('ann', true), call('ann', false, { fieldId: 'best' })]))).toEqual(
			[],
		);
	});

	test('is not told where the export does not', () => {
		for (const isUpdated of [undefined, null]) {
			expect(found([call('ann', isUpdated)]).summary).toMatchObject({
				didNotSubmit: [],
				submissions: null,
			});
		}
	});

	test('is asked of the newest week in which anybody has an amount', () => {
		const rows = [
			call('ann', true, { weekStart: WEEKS[0] }),
			call('ann', false, { weekStart: WEEKS[1] }),
			call('bob', true, { weekStart: WEEKS[1] }),
			// The week to come: nobody has called yet.
			call('ann', true, { weekStart: WEEKS[2], value: null }),
		];
		for (const list of [rows, [...rows].reverse()]) {
			expect(missing(found(list))).toEqual([['ann', '2026_Q1', WEEKS[1], ['Commit']]]);
		}
	});

	test('is also who has no row for that week', () => {
		const rows = [
			call('ann', true, { weekStart: WEEKS[0] }),
			call('bob', true, { weekStart: WEEKS[1] }),
		];
		expect(missing(found(rows))).toEqual([['ann', '2026_Q1', WEEKS[1], ['Commit']]]);
	});

	test('is asked of each period by itself', () => {
		const rows = [
			call('ann', true),
			call('ann', false, { timePeriod: '2026_Q2', weekStart: WEEKS[3] }),
		];
		expect(missing(found(rows))).toEqual([['ann', '2026_Q2', WEEKS[3], ['Commit']]]);
		expect(found(rows).summary.submissions).toEqual({ reps: 2, missing: 1 });
	});

	test('is asked of reps’ own calls only', () => {
		const rows = [
			call('ann', true),
			call('boss', false, { role: 'West Manager', parentRole: null }),
			call('cid', false, { type: 'quota' }),
			call('dan', false, { type: 'crm_total' }),
		];
		expect(missing(found(rows))).toEqual([]);
		expect(found(rows).summary.submissions).toEqual({ reps: 1, missing: 0 });
	});

	test('needs no weeks', () => {
		expect(missing(found([call('ann', false, { weekStart: null })]))).toEqual([
			['ann', '2026_Q1', null, ['Commit']],
		]);
	});

	test('is sorted by name, and the same for any order of the rows', () => {
		const rows = [
			call('zoe', false),
			call('ann', false),
			call('bob', false, { weekStart: WEEKS[1] }),
			call('bob', false, { ownerName: 'Bobby' }),
			call('bob', false, { ownerName: 'Bo', fieldId: 'best', weekStart: WEEKS[1] }),
		];
		const result = found(rows);
		expect(missing(result).map(([name]) => name)).toEqual(['Bo', 'ann', 'zoe']);
		for (const list of [[...rows].reverse(), [...rows.slice(2), ...rows.slice(0, 2)]]) {
			expect(missing(found(list))).toEqual(missing(result));
		}
	});

	test('a rep in the newest week counts as one, whatever the role in older weeks was', () => {
		const rows = [
			call('ann', false, { weekStart: WEEKS[1] }),
			call('ann', true, { weekStart: WEEKS[0], role: 'West Manager', parentRole: null }),
			call('bob', true, { weekStart: WEEKS[1] }),
		];
		for (const list of [rows, [...rows].reverse()]) {
			expect(missing(found(list))).toEqual([['ann', '2026_Q1', WEEKS[1], ['Commit']]]);
		}
	});

	test('are 200 at most, and all are counted', () => {
		const rows = Array.from({ length: 250 }, (_, n) => call(`rep${n}`, false));
		const { summary } = found(rows);
		expect(summary.didNotSubmit).toHaveLength(200);
		expect(summary.submissions).toEqual({ reps: 250, missing: 250 });
	});

	test('their last amounts stand', () => {
		const before = [call('ann', true, { value: 100 })];
		const after = [
			...before,
			call('ann', false, { value: null, weekStart: WEEKS[1] }),
			call('bob', true, { value: 5, weekStart: WEEKS[1] }),
		];
		const { summary } = diff(before, after);
		expect(summary.waterfall).toMatchObject([{ start: 100, added: 5, end: 105 }]);
		expect(summary.didNotSubmit).toMatchObject([{ ownerName: 'ann' }]);
	});
});
