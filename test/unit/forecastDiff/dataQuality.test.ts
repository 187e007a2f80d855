import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import { dataQualityItem } from '../../../nodes/ForecastDiff/engine/dataQuality';
import { BYSTANDER, checksOf, DETECTED_AT, diff, looseRow, row, WEEKS } from './rows';

const OPTIONS = { detectedAt: DETECTED_AT, percentThreshold: 0 };

describe('an export that cannot be trusted', () => {
	test('without rows: nothing is compared and the baseline stays', () => {
		const result = diff([row()], []);
		expect(result).toMatchObject({ blocked: true, changes: [], nextBaseline: null });
		expect(result.dataQuality).toMatchObject([{ check: 'empty_export', severity: 'critical' }]);
		expect(result.summary).toMatchObject({ blocked: true, comparedWith: null, removed: 0 });
		expect(result.summary.text).toContain('has no rows');
	});

	test('cut off: nothing is compared and the baseline stays', () => {
		const result = diff([row(), BYSTANDER], [row({ value: 1, truncated: true })]);
		expect(result).toMatchObject({ blocked: true, changes: [], nextBaseline: null });
		expect(checksOf(result)).toEqual(['truncated_export']);
	});

	test('without a usable row: nothing is compared and the baseline stays', () => {
		const result = diff([row()], [looseRow({ ownerId: '' }), looseRow({ ownerId: null })]);
		expect(result).toMatchObject({ blocked: true, nextBaseline: null });
		expect(result.dataQuality).toMatchObject([
			{ check: 'unusable_rows', severity: 'critical', details: { count: 2, missing: ['ownerId'] } },
		]);
	});

	test('on the side to compare with: nothing is compared, and the good export is the next baseline', () => {
		const result = diff([row({ truncated: true })], [row({ value: 1 })]);
		expect(result).toMatchObject({ blocked: true, changes: [] });
		expect(result.dataQuality).toMatchObject([
			{ check: 'truncated_export', details: { side: 'baseline' } },
		]);
		expect(result.nextBaseline?.entries.size).toBe(1);
	});
});

describe('the first run', () => {
	test.each([null, undefined, []])('with %p compares nothing and says so', (previous) => {
		const result = compareForecasts(previous, [row()], OPTIONS);
		expect(result.dataQuality).toMatchObject([{ check: 'no_baseline', severity: 'info' }]);
		expect(result.summary).toMatchObject({ changes: 0, comparedWith: null, blocked: false });
		expect(result.nextBaseline?.entries.size).toBe(1);
	});

	test('after the key columns have changed as well', () => {
		const { nextBaseline } = diff([], [row()]);
		const result = compareForecasts(nextBaseline, [row({ value: 1 })], {
			...OPTIONS,
			keyColumns: ['ownerEmail', 'fieldId'],
		});
		expect(result.changes).toEqual([]);
		expect(result.dataQuality).toMatchObject([
			{ check: 'key_columns_changed', severity: 'warning' },
		]);
		expect(result.nextBaseline?.keyColumns).toEqual(['ownerEmail', 'fieldId', 'timePeriod']);
	});
});

describe('rows of the same call and week', () => {
	test('that repeat each other are counted and harmless', () => {
		const silent = row();
		delete silent.value;
		const { summary, dataQuality } = diff(
			[row({ value: 1 })],
			[row({ value: 2 }), row({ value: 2, currency: null }), silent, row({ value: 2 })],
		);
		expect(summary).toMatchObject({
			increased: 1,
			leftOut: 0,
			reconciliation: { repeatedRows: 3 },
		});
		expect(dataQuality).toEqual([]);
	});

	test('that repeat each other give the same call in any order', () => {
		const pair = [
			row({ ownerName: 'Robin B.', currency: null }),
			row({ ownerName: 'Robin A.', currency: 'EUR' }),
		];
		for (const rows of [pair, [...pair].reverse()]) {
			expect([...(diff([], rows).nextBaseline?.entries.values() ?? [])]).toMatchObject([
				{ owner: { ownerName: 'Robin A.' }, currency: 'EUR' },
			]);
		}
	});

	test('that contradict each other are reported, left out, and their baseline stays', () => {
		const result = diff(
			[BYSTANDER, row({ value: 1 })],
			[BYSTANDER, row({ value: 2 }), row({ value: 3 })],
		);
		expect(result.changes).toEqual([]);
		expect(result.summary).toMatchObject({ leftOut: 1, reconciliation: { repeatedRows: 0 } });
		expect(result.dataQuality).toMatchObject([
			{
				check: 'duplicate_keys',
				severity: 'warning',
				details: {
					side: 'current',
					count: 1,
					examples: [
						{
							key: '4101:role|fc_commit|2026_Q1|forecast',
							week: WEEKS[0],
							values: [
								{ value: 2, currency: 'USD' },
								{ value: 3, currency: 'USD' },
							],
						},
					],
				},
			},
		]);
		const next = compareForecasts(result.nextBaseline, [BYSTANDER, row({ value: 3 })], OPTIONS);
		expect(next.changes).toMatchObject([{ kind: 'increased', previous: 1, current: 3 }]);
	});

	test('are found whichever call they repeat, and as often as they do', () => {
		const rows = [0, 1, 2].flatMap((owner) =>
			['fc_commit', 'fc_best', 'fc_closed'].map((fieldId) =>
				row({ ownerId: `${owner}`, ownerEmail: `o${owner}@example.com`, fieldId, value: owner }),
			),
		);
		rows.forEach((first, n) => {
			const last = rows[(n + 4) % rows.length];
			const repeats = [row({ ...first, value: 7 }), row({ ...first, value: 8 }), row({ ...last })];
			for (const previous of [rows, [...rows, ...repeats]]) {
				const { summary, dataQuality } = diff(previous, [...rows, ...repeats]);
				expect(summary).toMatchObject({ leftOut: 1, unchanged: 8, changes: 0 });
				expect(summary.reconciliation).toMatchObject({ calls: 9, repeatedRows: 1 });
				expect(dataQuality[0]).toMatchObject({
					details: {
						count: 1,
						examples: [{ key: `${first.ownerId}|${first.fieldId}|2026_Q1|forecast` }],
					},
				});
			}
		});
	});

	test.each([
		[{ value: 2 }, { value: null }],
		[{ currency: 'USD' }, { currency: 'EUR' }],
	])('%p and %p contradict each other', (one, other) => {
		expect(checksOf(diff([row({ value: 1 })], [row(one), row(other)]))).toEqual(['duplicate_keys']);
	});

	test('in an older week are reported, and the call is compared', () => {
		const result = diff(
			[row({ value: 1, weekStart: WEEKS[1] })],
			[row({ value: 5 }), row({ value: 6 }), row({ value: 2, weekStart: WEEKS[1] })],
		);
		expect(checksOf(result)).toEqual(['duplicate_keys']);
		expect(result.summary).toMatchObject({ increased: 1, leftOut: 0 });
	});

	test('in the baseline keep the call out', () => {
		const result = diff(
			[BYSTANDER, row({ value: 2 }), row({ value: 3 })],
			[BYSTANDER, row({ value: 9 })],
		);
		expect(result.dataQuality).toMatchObject([{ details: { side: 'baseline' } }]);
		expect(result.summary).toMatchObject({ changes: 0, leftOut: 1, added: 0 });
	});
});

describe('values that are not numbers', () => {
	test.each(['n/a', '', '1,000', true, {}, [5], NaN, Infinity])('%p', (value) => {
		const result = diff([BYSTANDER, row({ value: 1 })], [BYSTANDER, looseRow({ value })]);
		expect(result.changes).toEqual([]);
		expect(result.dataQuality).toMatchObject([
			{ check: 'not_a_number', severity: 'warning', details: { count: 1 } },
		]);
		expect(result.nextBaseline?.entries.get('4101:role|fc_commit|2026_Q1|forecast')?.value).toBe(1);
	});

	test('in the newest week do not bring last week’s amount back', () => {
		const result = diff(
			[row({ value: 9, weekStart: WEEKS[1] })],
			[row({ value: 5 }), looseRow({ value: 'x', weekStart: WEEKS[1] })],
		);
		expect(result.summary).toMatchObject({ changes: 0, leftOut: 1 });
	});

	test('are listed in the same order for any order of the rows', () => {
		const pair = [looseRow({ value: 'b' }), looseRow({ value: 'a' })];
		for (const rows of [pair, [...pair].reverse()]) {
			expect(diff([row()], rows).dataQuality).toMatchObject([
				{ details: { examples: [{ values: ['"a"', '"b"'] }] } },
			]);
		}
	});

	test('are reported even where text is read as numbers', () => {
		const result = diff([row({ value: 1 })], [looseRow({ value: 'about 12' })], {
			numericText: 'point',
		});
		expect(checksOf(result)).toEqual(['not_a_number']);
	});

	test('next to a number of the same week keep the call out', () => {
		for (const pair of [
			[row({ value: 2 }), looseRow({ value: 'x' })],
			[looseRow({ value: 'x' }), row({ value: 2 })],
		]) {
			expect(diff([row({ value: 1 })], pair).summary).toMatchObject({ changes: 0, leftOut: 1 });
		}
	});
});

describe('rows without a usable key', () => {
	test('are counted with examples and the rest is compared', () => {
		const result = diff(
			[row({ value: 1 })],
			[
				row({ value: 2 }),
				looseRow({ fieldId: undefined, ownerId: ' ' }),
				looseRow({ ownerId: {} }),
			],
		);
		expect(result.summary.increased).toBe(1);
		expect(result.dataQuality).toMatchObject([
			{
				check: 'unusable_rows',
				severity: 'warning',
				details: { count: 2, rows: 3, missing: ['fieldId', 'ownerId'] },
			},
		]);
	});

	test('a missing value type is no missing key', () => {
		const plain = looseRow({ type: undefined });
		expect(diff([plain], [{ ...plain, value: 1 }]).summary).toMatchObject({ decreased: 1 });
	});
});

describe('items', () => {
	test('hold at most twenty examples and the full count', () => {
		const rows = Array.from({ length: 60 }, (_, n) => looseRow({ ownerId: `o${n}`, value: 'x' }));
		const [item] = diff([row()], rows).dataQuality;
		expect(item?.details.count).toBe(60);
		expect(item?.details.examples).toHaveLength(20);
	});

	test('have a text of one line that is safe to post', () => {
		const { text } = dataQualityItem('no_baseline', 'info', `a <!channel>\n& ${'x'.repeat(900)}`);
		expect(text).toMatch(/^:information_source: a &lt;!channel&gt; &amp; x+…$/);
		expect(text.length).toBeLessThan(600);
	});

	test('found before come first', () => {
		const before = dataQualityItem('previous_run_failed', 'warning', 'Failed.');
		const result = diff([], [row()], { dataQuality: [before] });
		expect(checksOf(result)).toEqual(['previous_run_failed', 'no_baseline']);
		expect(result.summary.text).toContain('Failed.');
	});
});
