import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { checksOf, DETECTED_AT, diff, looseRow, row } from './rows';
import { brief, Runs, stored } from './runs';

/** A call of somebody in a forecast tab. */
const call = (forecastId: string | undefined, value: number, changes: Partial<ForecastRow> = {}) =>
	row({ value, ...changes, ...(forecastId !== undefined && { forecastId }) });

const tab = (forecastId: string | undefined, value: number) => [
	call(forecastId, value),
	call(forecastId, value, { ownerId: 'other', ownerEmail: null }),
];

const WITH_TABS = { keyColumns: ['ownerId', 'fieldId', 'timePeriod', 'type', 'forecastId'] };

describe('another forecast tab than that of the baseline', () => {
	test.each([
		['the same fields', {}],
		['other fields', { fieldId: 'renewals_commit' }],
	])('with %s is not compared, and the baseline stays', (_name, changes) => {
		const runs = new Runs();
		runs.run(tab('new', 100));
		const other = runs.run([call('renewals', 40, changes)]);
		expect(other).toMatchObject({ changes: [], blocked: true, nextBaseline: null });
		expect(other.dataQuality).toMatchObject([
			{
				check: 'forecast_tab_changed',
				severity: 'critical',
				details: { previous: ['new'], current: ['renewals'] },
			},
		]);
		const [item] = other.dataQuality;
		for (const part of ['tab new', 'of renewals', 'run Reset Baseline', "'Baseline Name'"]) {
			expect(item?.message).toContain(part);
		}
		expect(other.summary.plainText).toContain('renewals');
		expect(brief(runs.run(tab('new', 150)))).toHaveLength(2);
	});

	test('is not compared with rows either', () => {
		const result = diff(tab('new', 100), tab('renewals', 40));
		expect(result).toMatchObject({ changes: [], blocked: true, nextBaseline: null });
		expect(checksOf(result)).toEqual(['forecast_tab_changed']);
	});

	test('is not compared with an older state', () => {
		const reference = diff([], tab('new', 100)).nextBaseline;
		if (reference === null) throw new Error('The first export is no baseline.');
		const result = compareForecasts(null, tab('renewals', 40), {
			detectedAt: DETECTED_AT,
			reference,
		});
		expect(checksOf(result)).toEqual(['forecast_tab_changed']);
	});

	test('on the second input is left behind by removing the stored baseline', () => {
		const [item] = diff(tab('new', 100), tab('renewals', 40)).dataQuality;
		expect(item?.message).toContain('remove the stored baseline');
	});
});

describe('nothing is said', () => {
	test.each([
		['where the baseline does not say its tab', undefined, 'new'],
		['where the export does not say its tab', 'new', undefined],
		['of the same tab', 'new', 'new'],
	])('%s', (_name, before, now) => {
		const runs = new Runs();
		runs.run(tab(before, 100));
		const result = runs.run(tab(now, 150));
		expect(checksOf(result)).toEqual([]);
		expect(result.changes).toHaveLength(2);
	});

	test('where a column of another table is only called like it', () => {
		const options = {
			columns: { ownerId: 'seller', value: 'amount', fieldId: '' },
			keyColumns: ['seller', 'timePeriod'],
		};
		const sale = (forecastId: string, amount: number) =>
			looseRow({ seller: 'ann', amount, forecastId });
		const result = diff([sale('v1', 1)], [sale('v2', 2)], options);
		expect(checksOf(result)).toEqual([]);
		expect(brief(result)).toEqual([['increased', 1, 2]]);
		expect(result.nextBaseline).not.toHaveProperty('tabs');
	});
});

describe('a tab that comes beside the known one', () => {
	const other = call('renewals', 40, { ownerId: 'third', ownerEmail: null });

	test('is a warning, once', () => {
		const runs = new Runs();
		runs.run(tab('new', 100));
		const both = [...tab('new', 150), other];
		const result = runs.run(both);
		expect(result.blocked).toBe(false);
		expect(result.dataQuality).toMatchObject([
			{
				check: 'forecast_tab_added',
				severity: 'warning',
				details: { previous: ['new'], current: ['new', 'renewals'] },
			},
		]);
		expect(result.dataQuality[0]?.message).toContain('add forecastId');
		expect(result.changes.filter(({ kind }) => kind === 'increased')).toHaveLength(2);
		expect(checksOf(runs.run(both))).toEqual([]);
		expect(checksOf(runs.run(tab('new', 150)))).toEqual([]);
		expect(checksOf(runs.run(both))).toEqual([]);
	});

	test('is no flood where the tab is in the key', () => {
		const runs = new Runs(WITH_TABS);
		runs.run(tab('new', 100));
		const result = runs.run([...tab('new', 150), ...tab('renewals', 40)]);
		expect(checksOf(result)).toEqual(['forecast_tab_added', 'fields_changed']);
		expect(brief(result)).toEqual([
			['increased', 100, 150],
			['increased', 100, 150],
		]);
		expect(brief(runs.run([...tab('new', 150), ...tab('renewals', 60)]))).toEqual([
			['increased', 40, 60],
			['increased', 40, 60],
		]);
	});
});

describe('two tabs in one export', () => {
	test('whose calls agree are one call, and that is said', () => {
		const both = [...tab('new', 100), ...tab('renewals', 100)];
		const result = diff(both, both);
		expect(result.dataQuality).toMatchObject([
			{ check: 'mixed_tabs', severity: 'warning', details: { tabs: ['new', 'renewals'], rows: 2 } },
		]);
		expect(result.dataQuality[0]?.message).toContain('2 rows');
		expect(checksOf(diff(both, both, WITH_TABS))).toEqual([]);
	});

	test('whose calls share no key are fine', () => {
		const both = [...tab('new', 100), call('renewals', 100, { fieldId: 'renewals_commit' })];
		expect(checksOf(diff(both, both))).toEqual([]);
	});
});

test('the tabs are in the token, and absent where there are none', () => {
	const first = (rows: ForecastRow[]) => {
		const { nextBaseline } = diff([], rows);
		if (nextBaseline === null) throw new Error('The first export is no baseline.');
		return stored(nextBaseline);
	};
	expect(first([...tab('new', 1), call('best', 2, { ownerId: 'x' })]).tabs).toEqual([
		'best',
		'new',
	]);
	expect(first(tab(undefined, 1))).not.toHaveProperty('tabs');
});
