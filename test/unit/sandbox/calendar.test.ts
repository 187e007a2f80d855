import { FiscalCalendar } from '../../../sandbox/vendors/clari/calendar';

const quarterOn = (date: string, calendar = new FiscalCalendar()) =>
	calendar.quarterOf(new Date(`${date}T12:00:00Z`));

describe('the fiscal calendar', () => {
	it.each([
		['2026-01-01', 1, '2026_Q1', '2026-01-01', '2026-03-31'],
		['2026-12-31', 1, '2026_Q4', '2026-10-01', '2026-12-31'],
		['2026-01-31', 2, '2026_Q4', '2025-11-01', '2026-01-31'],
		['2026-02-01', 2, '2027_Q1', '2026-02-01', '2026-04-30'],
		['2026-09-15', 7, '2027_Q1', '2026-07-01', '2026-09-30'],
	])('puts %s of a year that starts in month %i into %s', (date, month, id, start, end) => {
		const quarter = quarterOn(date, new FiscalCalendar({ fiscalYearStartMonth: month }));
		expect(quarter.timePeriodId).toBe(id);
		expect([quarter.startDate, quarter.endDate]).toEqual([start, end]);
	});

	it('finds the same quarter by name', () => {
		const calendar = new FiscalCalendar({ fiscalYearStartMonth: 2 });
		expect(calendar.parse('2027_Q1')).toBe(quarterOn('2026-02-01', calendar));
	});

	it.each(['2026_Q5', '2026Q1', 'Q1_2026', ''])('knows no quarter named %j', (name) => {
		expect(new FiscalCalendar().parse(name)).toBeUndefined();
	});

	it('cuts a quarter into weeks of seven days, the first of which starts before it', () => {
		const { weeks } = quarterOn('2026-02-11');
		expect(weeks[0]).toEqual({
			timeFrameId: 'TF:2025-12-26',
			startDate: '2025-12-26',
			endDate: '2026-01-01',
			index: 0,
		});
		for (const { startDate, endDate } of weeks) {
			expect(Date.parse(endDate) - Date.parse(startDate)).toBe(6 * 86_400_000);
			expect(new Date(startDate).getUTCDay()).toBe(5);
		}
		expect(weeks).toHaveLength(14);
		expect(weeks.at(-1)?.endDate).toBe('2026-04-02');
	});

	it('shares the week between two quarters', () => {
		const last = quarterOn('2026-03-31').weeks.at(-1);
		const first = quarterOn('2026-04-01').weeks[0];
		expect(first?.timeFrameId).toBe(last?.timeFrameId);
	});

	it('shows this week, the last week of a past quarter, the first of a coming one', () => {
		const calendar = new FiscalCalendar();
		const now = new Date('2026-02-11T12:00:00Z');
		const weekIn = (name: string) => {
			const quarter = calendar.parse(name);
			return quarter && calendar.currentWeek(quarter, now).startDate;
		};
		expect(weekIn('2026_Q1')).toBe('2026-02-06');
		expect(weekIn('2025_Q4')).toBe('2025-12-26');
		expect(weekIn('2026_Q2')).toBe('2026-03-27');
	});
});
