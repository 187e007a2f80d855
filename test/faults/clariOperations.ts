import type { ClariService } from '../../sandbox/vendors';
import type { OperationOfTable, Step } from './operation';

const SURVEY: readonly Step[] = [
	['GET', 'limits', 'optional'],
	['GET', 'jobs', 'optional'],
];
const FETCH: readonly Step[] = [
	['GET', 'job', 'poll'],
	['GET', 'results', 'file'],
];

/** Lets a job be queued, and says which. */
const queued = (path: string, body: object) => async (clari: ClariService) => {
	const response = await fetch(`${clari.v4Url}${path}`, {
		method: 'POST',
		headers: { apikey: clari.token, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`The sandbox answered ${response.status}`);
	return { jobId: { __rl: true, mode: 'id', value: clari.jobs.all.at(-1)?.jobId ?? '' } };
};
const forecastJob = queued('/export/forecast/forecast', { exportFormat: 'JSON' });
const activityJob = queued('/export/activity', {});
const auditJob = queued('/export/audit/events', {});

const RANGE = { dateMode: 'range', startDate: '2026-02-09', endDate: '2026-02-10' };

export const CLARI_OPERATIONS: ReadonlyArray<OperationOfTable<'clari'>> = [
	{
		node: 'clari',
		resource: 'account',
		operation: 'getLimits',
		steps: [['GET', 'limits', 'read']],
	},
	{
		node: 'clari',
		resource: 'account',
		operation: 'checkReadiness',
		parameters: { forecastId: { __rl: true, mode: 'id', value: '' } },
		steps: [
			['GET', 'limits', 'check'],
			['GET', 'jobs', 'check'],
		],
	},
	{
		node: 'clari',
		resource: 'activityExport',
		operation: 'run',
		parameters: RANGE,
		steps: [...SURVEY, ['POST', 'queueActivity', 'queueUnseen'], ...FETCH],
	},
	{
		node: 'clari',
		resource: 'activityExport',
		operation: 'start',
		parameters: RANGE,
		steps: [...SURVEY, ['POST', 'queueActivity', 'queueUnseen']],
	},
	{
		node: 'clari',
		resource: 'activityExport',
		operation: 'getResult',
		prepare: activityJob,
		steps: FETCH,
	},
	{
		node: 'clari',
		resource: 'auditEvent',
		operation: 'export',
		steps: [...SURVEY, ['POST', 'queueAudit', 'queueUnseen'], ...FETCH],
	},
	{
		node: 'clari',
		resource: 'auditEvent',
		operation: 'getMany',
		inFull: true,
		parameters: { returnAll: true, options: { pageSize: 100 } },
		steps: [
			['GET', 'auditEvents', 'read'],
			['GET', 'auditEvents', 'read'],
		],
	},
	{
		node: 'clari',
		resource: 'auditEvent',
		operation: 'getResult',
		prepare: auditJob,
		steps: FETCH,
	},
	{
		node: 'clari',
		resource: 'exportJob',
		operation: 'get',
		prepare: forecastJob,
		steps: [['GET', 'job', 'read']],
	},
	{
		node: 'clari',
		resource: 'exportJob',
		operation: 'getMany',
		parameters: { returnAll: true },
		prepare: async (clari) => {
			await forecastJob(clari);
			return {};
		},
		steps: [['GET', 'jobs', 'read']],
	},
	{
		node: 'clari',
		resource: 'exportJob',
		operation: 'cancel',
		prepare: forecastJob,
		steps: [['PATCH', 'cancel', 'write']],
	},
	{
		node: 'clari',
		resource: 'forecastExport',
		operation: 'run',
		inFull: true,
		steps: [...SURVEY, ['POST', 'queue', 'queueUnseen'], ...FETCH],
	},
	{
		node: 'clari',
		resource: 'forecastExport',
		operation: 'run',
		variant: 'that has run before',
		ranBefore: true,
		parameters: { timePeriodMode: 'list', timePeriods: '2026_Q1' },
		steps: [...SURVEY, ['POST', 'queue', 'queue'], ...FETCH],
	},
	{
		node: 'clari',
		resource: 'forecastExport',
		operation: 'run',
		variant: 'as CSV',
		parameters: { exportFormat: 'CSV' },
		steps: [
			...SURVEY,
			['POST', 'queue', 'queueUnseen'],
			['GET', 'job', 'poll'],
			['GET', 'results', 'csv'],
		],
	},
	{
		node: 'clari',
		resource: 'forecastExport',
		operation: 'run',
		variant: 'on profile V1',
		profile: 'v1',
		steps: [['GET', 'jobs', 'optional'], ['POST', 'queue', 'queueUnseen'], ...FETCH],
	},
	{
		node: 'clari',
		resource: 'forecastExport',
		operation: 'start',
		steps: [...SURVEY, ['POST', 'queue', 'queueUnseen']],
	},
	{
		node: 'clari',
		resource: 'forecastExport',
		operation: 'getResult',
		prepare: forecastJob,
		steps: FETCH,
	},
	{
		node: 'clari',
		resource: 'forecastType',
		operation: 'getMany',
		profile: 'v1',
		parameters: { returnAll: true },
		steps: [['GET', 'types', 'read']],
	},
	{
		node: 'clari',
		resource: 'opportunity',
		operation: 'getMany',
		parameters: { opportunityIds: 'nobody, no-one' },
		steps: [['GET', 'opportunity', 'read']],
	},
	{ node: 'clari', resource: 'report', operation: 'createDashboard', steps: [] },
	{ node: 'clari', resource: 'report', operation: 'reconcile', steps: [] },
];
