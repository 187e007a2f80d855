import { burnDown, burnDowns } from '../../../../nodes/Clari/health/quota';
import { DAY_MS, report } from './reports';

const DAY_0 = Date.parse('2026-03-01T00:00:00Z');

const quota = (day: number, quotaLeft?: number, quotaTotal = 1_000, account?: string) =>
	report(DAY_0 + day * DAY_MS, { quotaLeft, quotaTotal, account });
const at = (day: number) => DAY_0 + day * DAY_MS;
/** The line as it is at the time of the last measurement. */
const burn = (...reports: Array<ReturnType<typeof quota>>) =>
	burnDown(reports, reports.at(-1)?.finishedAt ?? 0);
const daysOf = (time: number | null | undefined) =>
	typeof time === 'number' ? Math.round(((time - DAY_0) / DAY_MS) * 10) / 10 : time;

/** Some exports a day with a quota, as Clari counts them: each comes back 30 days after it was made. */
function steady(perDay: number, total: number, days: number) {
	const left = (day: number) => total - perDay * Math.min(day + 1, 30);
	return Array.from({ length: days }, (_, day) => quota(day, left(day), total));
}

test('a new workflow does not run out when what it uses comes back in time', () => {
	// 10 a day of 400: level at 100 from the 30th day on. A line of what is left would end on the 40th.
	const ramp = burn(...steady(10, 400, 27));
	expect(ramp?.left).toBe(130);
	expect(ramp?.perDay).toBeCloseTo(10, 0);
	expect(ramp?.emptyAt).toBeNull();
	const lowest = Math.min(...(ramp?.ahead ?? []).map(({ left }) => left));
	// The exports of a day are taken to be spread over it.
	expect(lowest).toBeGreaterThanOrEqual(89);
	expect(lowest).toBeLessThanOrEqual(101);
});

test('and does run out when it uses more than comes back', () => {
	// 20 a day of 400 end on the 20th day.
	const ramp = burn(...steady(20, 400, 15));
	expect(ramp?.left).toBe(100);
	expect(daysOf(ramp?.emptyAt)).toBe(19);
});

test('what was used before the first report comes back as well, evenly', () => {
	// 300 before, of which 10 come back a day, and 5 are used.
	const burnt = burn(...Array.from({ length: 8 }, (_, day) => quota(day, 100 + 5 * day, 400)));
	expect(burnt?.perDay).toBeCloseTo(5);
	expect(burnt?.emptyAt).toBeNull();
});

test('the pace is that of the last week', () => {
	const days = [...Array.from({ length: 15 }, () => 0), ...Array.from({ length: 7 }, () => 40)];
	let left = 1_000;
	const reports = [quota(0, left), ...days.map((used, day) => quota(day + 1, (left -= used)))];
	const burnt = burn(...reports);
	expect(burnt?.perDay).toBeCloseTo(40);
	// 720 are left at 40 a day, and nothing comes back before.
	expect(daysOf(burnt?.emptyAt)).toBe(40);
});

test('knows no pace from less than a day', () => {
	expect(burn(quota(0, 900), quota(0.9, 100))).toMatchObject({
		perDay: null,
		emptyAt: null,
		ahead: [],
	});
});

test('what is used up is used up now', () => {
	expect(burn(quota(0, 10), quota(2, 0))?.emptyAt).toBe(at(2));
});

test('a larger quota is no units that came back', () => {
	// 50 a day, while the quota is doubled.
	const left = [900, 850, 1_800, 1_750];
	const raised = left.map((one, day) => quota(day, one, day < 2 ? 1_000 : 2_000));
	const burnt = burn(...raised);
	expect(burnt).toMatchObject({ left: 1_750, total: 2_000 });
	// The 100 that were used before may come back meanwhile.
	expect(burnt?.perDay).toBeGreaterThan(49);
	expect(burnt?.perDay).toBeLessThan(54);
});

test('exports that run side by side report in any order: the lowest of an hour counts', () => {
	const minute = 1 / 1_440;
	const burnt = burn(quota(0, 500), quota(1, 498), quota(1 + minute, 499), quota(2 + minute, 496));
	expect(burnt?.points.map(({ left }) => left)).toEqual([500, 498, 496]);
});

test('a measurement of some days ago says nothing about today', () => {
	const reports = [quota(0, 60), quota(1, 50), quota(2, 40)];
	expect(burnDown(reports, at(3))?.isStale).toBe(false);
	expect(burnDown([...reports, quota(22)], at(22))).toMatchObject({
		isStale: true,
		left: 40,
		emptyAt: null,
		ahead: [],
	});
	expect(burnDown([quota(0, 0)], at(10))).toMatchObject({ isStale: true, emptyAt: null });
});

test('leaves out reports that do not know it', () => {
	expect(burn(quota(0, 100), quota(2))).toMatchObject({ left: 100, measuredAt: DAY_0 });
	expect(burn(quota(0))).toBeNull();
});

test('two organizations have two quotas, the one that ends first in front', () => {
	const both = Array.from({ length: 10 }, (_, day) => [
		quota(day, 900, 1_000, 'Production'),
		quota(day + 0.01, 45 - day * 4, 50, 'Sandbox'),
	]).flat();
	const [first, second, ...more] = burnDowns(both, at(9.5));
	expect(more).toEqual([]);
	expect(first).toMatchObject({ account: 'Sandbox', left: 9, total: 50 });
	expect(daysOf(first?.emptyAt)).toBeGreaterThan(9);
	expect(second).toMatchObject({ account: 'Production', left: 900, emptyAt: null });
	// One alone needs no name.
	expect(burnDowns([quota(0, 5, 10, 'Production')], at(0))).toMatchObject([{ account: null }]);
});
