import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import { checksOf, DETECTED_AT, diff, row } from './rows';

const inPeriod = (timePeriod: string, value = 100) => row({ timePeriod, value });

function periodsOf(result: ReturnType<typeof diff>): string[] {
	return [...(result.nextBaseline?.entries.values() ?? [])]
		.map(({ timePeriod }) => timePeriod)
		.sort();
}

describe('periods', () => {
	test('roll over without a flood', () => {
		const result = diff([inPeriod('2026_Q1')], [inPeriod('2026_Q2', 5)]);
		expect(result.summary).toMatchObject({
			changes: 0,
			compared: 0,
			newPeriods: ['2026_Q2'],
			gonePeriods: ['2026_Q1'],
		});
		expect(checksOf(result)).toEqual(['new_periods', 'gone_periods']);
		expect(result.dataQuality.every(({ severity }) => severity === 'info')).toBe(true);
		expect(periodsOf(result)).toEqual(['2026_Q1', '2026_Q2']);
	});

	test('a period that comes back is compared with what is remembered of it', () => {
		const away = diff([inPeriod('2026_Q1')], [inPeriod('2026_Q2')]);
		const back = compareForecasts(away.nextBaseline, [inPeriod('2026_Q1', 150)], {
			detectedAt: DETECTED_AT,
		});
		expect(back.changes).toMatchObject([{ kind: 'increased', previous: 100, current: 150 }]);
	});

	test('the newest eight are kept', () => {
		const old = ['2023_Q4', '2024_Q1', '2024_Q2', '2024_Q3', '2024_Q4', '2025_Q1', '2025_Q2'];
		const result = diff(
			[...old, '2025_Q3'].map((period) => inPeriod(period)),
			[inPeriod('2025_Q4')],
		);
		expect(result.changes).toEqual([]);
		expect(periodsOf(result)).toEqual([...old.slice(1), '2025_Q3', '2025_Q4']);
	});

	test('those of the current export are never dropped', () => {
		const names = Array.from({ length: 12 }, (_, month) => `FY26 ${String(month + 1)}`);
		const result = diff(
			[inPeriod('FY27 1')],
			names.map((name) => inPeriod(name)),
		);
		expect(periodsOf(result)).toHaveLength(13);
		expect(
			periodsOf(
				diff(
					[inPeriod('FY25')],
					names.map((name) => inPeriod(name)),
				),
			),
		).toEqual([...names].sort());
	});

	test('a call that leaves a period that stays is removed', () => {
		const other = row({ ownerId: 'other', timePeriod: '2026_Q1' });
		const { changes } = diff([inPeriod('2026_Q1'), inPeriod('2026_Q2'), other], [other]);
		expect(changes).toMatchObject([{ kind: 'removed', timePeriod: '2026_Q1' }]);
	});

	test('are part of the key, whatever columns are chosen', () => {
		const { summary } = diff(
			[inPeriod('2026_Q1', 1), inPeriod('2026_Q2', 2)],
			[inPeriod('2026_Q2', 2), inPeriod('2026_Q1', 1)],
			{ keyColumns: ['ownerId', 'fieldId'] },
		);
		expect(summary).toMatchObject({ compared: 2, unchanged: 2 });
	});
});
