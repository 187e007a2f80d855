import { profileOf } from '../../../nodes/Clari/results/fileProfile';
import type { ForecastResult } from '../../../nodes/Clari/results/readResult';
import { differenceTo } from '../../../nodes/Clari/results/sameRequest';
import type { ForecastExportBody } from '../../../nodes/Clari/transport';
import type { ExportJob } from '../../../nodes/Clari/jobs';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';

const NOW = Date.parse('2026-02-18T12:00:00Z');
const FIRST_QUARTER = { startDate: '2026-01-01', endDate: '2026-03-31' };

const JOB: ExportJob = {
	jobId: 'j',
	status: 'DONE',
	state: 'done',
	truncated: false,
	currency: 'USD',
	raw: {},
};
const row = (over: Partial<ForecastRow> = {}): ForecastRow => ({
	rowKey: 'k',
	ownerId: 'o',
	fieldId: 'f',
	type: 'forecast',
	value: 1,
	isUpdated: true,
	timePeriod: '2026_Q1',
	weekStart: '2026-02-13',
	...over,
});
const file = (rows: ForecastRow[], over: Partial<ForecastResult> = {}): ForecastResult => ({
	rows,
	periods: [FIRST_QUARTER],
	top: 'the whole company',
	periodVerified: false,
	warnings: [],
	...over,
});
const BEFORE = profileOf(JOB, file([row()]));

interface Found {
	body?: ForecastExportBody;
	job?: Partial<ExportJob>;
	result?: ForecastResult;
	before?: typeof BEFORE;
	now?: number;
}

const difference = ({ body = {}, job = {}, result = file([row()]), now = NOW, ...rest }: Found) =>
	differenceTo(body, { ...JOB, ...job }, result, 'before' in rest ? rest.before : BEFORE, now);

describe('differenceTo', () => {
	test('a file that is as asked for, and like that of the last run, has none', () => {
		expect(difference({})).toBeUndefined();
	});

	test.each<[string, Found, RegExp]>([
		['without rows', { result: file([]) }, /no rows/],
		['cut off by Clari', { job: { truncated: true } }, /cut it off/],
		['without a hierarchy', { result: file([row()], { top: undefined }) }, /hierarchy/],
		['of another scope', { result: file([row()], { top: 'one manager' }) }, /another scope/],
		['when no earlier run is known', { before: undefined }, /no earlier run/],
		[
			'in another currency than asked for',
			{ body: { currency: 'USD' }, job: { currency: 'EUR' } },
			/^it is in EUR$/,
		],
		[
			'in another currency than the last run, when none was asked for',
			{ job: { currency: 'EUR' } },
			/in EUR, and the last run was in USD/,
		],
		[
			'with another currency in its rows',
			{ result: file([row({ currency: 'EUR' })]) },
			/in EUR, USD/,
		],
		['with a type more', { result: file([row(), row({ type: 'quota' })]) }, /it has quota/],
		['with a type less', { result: file([row({ type: 'quota' })]) }, /no forecast/],
		['without flags', { result: file([row({ isUpdated: undefined })]) }, /updated/],
		['with more weeks', { result: file([row(), row({ weekStart: '2026-02-06' })]) }, /weeks/],
		['with one week', { body: { includeHistorical: true } }, /weeks/],
		['not known to be of the period', { body: { timePeriod: '2026_Q1' } }, /not of 2026_Q1/],
		[
			'of another period',
			{
				body: { timePeriod: '2026_Q1' },
				result: file([row()], { otherPeriod: '2026_Q2' }),
			},
			/not of 2026_Q1/,
		],
	])('a file %s', (_, found, reason) => {
		expect(difference(found)).toMatch(reason);
	});

	test('a file that cannot be read', () => {
		expect(differenceTo({}, JOB, undefined, BEFORE, NOW)).toMatch(/cannot be read/);
	});

	test.each([
		['2025-12-29', true],
		['2025-12-31', false],
		['2026-04-01', false],
		['2026-04-04', true],
	])('without a period it must be the quarter of %s', (today, differs) => {
		const now = Date.parse(`${today}T12:00:00Z`);
		expect(difference({ now }) !== undefined).toBe(differs);
		const named = { timePeriod: '2026_Q1' };
		const verified = file([row()], { periodVerified: true });
		expect(difference({ body: named, result: verified, now })).toBeUndefined();
	});

	test('without a period a file without days proves nothing', () => {
		expect(difference({ result: file([row()], { periods: [] }) })).toMatch(/current quarter/);
	});
});
