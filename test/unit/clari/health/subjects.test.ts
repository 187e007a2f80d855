import type { JobReport } from '../../../../nodes/Clari/health/jobReport';
import { nameSubjects } from '../../../../nodes/Clari/health/subjects';
import { report } from './reports';

const names = (...reports: Array<Partial<JobReport>>) =>
	nameSubjects(reports.map((over, index) => report(index, over))).map(({ subject }) => subject);

const PRODUCTION = { account: 'Clari (production)' };

test('where all exports of a tab are alike, its name is enough', () => {
	expect(
		names(
			{ ...PRODUCTION, request: 'forecast; all weeks' },
			{ ...PRODUCTION, request: 'forecast; all weeks' },
			{ ...PRODUCTION, request: 'quota', forecastId: 'renewals' },
			{ ...PRODUCTION, exportKind: 'auditEvents', forecastId: undefined },
		),
	).toEqual(['forecast', 'forecast', 'renewals', 'audit events']);
});

test('scopes, currencies and types of one tab are told apart by what sets them apart', () => {
	expect(
		names(
			{ ...PRODUCTION, request: 'forecast, quota; all weeks' },
			{ ...PRODUCTION, request: 'forecast, quota; scope 4102::MGR; all weeks' },
			{ ...PRODUCTION, request: 'forecast, quota; scope 4102::MGR; EUR; all weeks' },
		),
	).toEqual(['forecast', 'forecast (scope 4102::MGR)', 'forecast (scope 4102::MGR, EUR)']);
});

test('and so are organizations', () => {
	expect(
		names({ ...PRODUCTION, request: 'forecast' }, { account: 'Clari (test)', request: 'forecast' }),
	).toEqual(['forecast (Clari (production))', 'forecast (Clari (test))']);
});

test('a job that is fetched is of the export that queued it', () => {
	const wide = { ...PRODUCTION, request: 'forecast' };
	const narrow = { ...PRODUCTION, request: 'forecast; EUR' };
	expect(
		names(
			{ ...wide, jobId: 'a' },
			{ ...narrow, jobId: 'b', completed: false },
			{ jobId: 'b', operation: 'getResult' },
			{ ...PRODUCTION, jobId: 'unknown' },
		),
	).toEqual(['forecast', 'forecast (EUR)', 'forecast (EUR)', 'forecast']);
});

test('what does not say is of the only export of its tab', () => {
	expect(names({ ...PRODUCTION, request: 'forecast' }, { completed: false }, {})).toEqual([
		'forecast',
		'forecast',
		'forecast',
	]);
});
