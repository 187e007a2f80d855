import type { INodeParameters } from 'n8n-workflow';

import { OPERATIONS } from '../../nodes/Clari/actions/router';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, runClari } from './clari';
import { jsonOf } from './engine';

/** Parameters that make an operation send everything that it can. */
type Case = INodeParameters & { resource: string; operation: string };

const SESSION = 'fe795746-54b0-11ed-bdc3-0242ac120002';
const FORECAST = { forecastId: { __rl: true, mode: 'id', value: 'forecast' } };
const FILTERS = {
	actorId: '4101',
	event: 'api.accessed',
	dateFrom: '2026-02-01T00:00:00',
	dateTo: '2026-02-20T00:00:00+01:00',
	impersonatingActorId: '4102',
	sessionId: SESSION,
	sessionType: 'ANDROID',
};
const EVERY_FORECAST_PARAMETER = {
	...FORECAST,
	timePeriodMode: 'list',
	timePeriods: '2026_Q1,2025_Q4',
	typesToExport: [
		...['forecast', 'quota', 'forecast_updated'],
		...['adjustment', 'crm_total', 'crm_closed'],
	],
	exportFormat: 'CSV',
};
const EVERY_ACTIVITY_PARAMETER = {
	activityTypes: [
		...['MEETING', 'EMAIL_SENT', 'EMAIL_RECEIVED'],
		...['ATTACHMENT_SENT', 'ATTACHMENT_RECEIVED'],
	],
	dateMode: 'range',
	startDate: '2026-02-01',
	endDate: '2026-02-10',
	options: { timeZone: 'Asia/Kolkata' },
};

let sandbox: Sandbox;
let scopeId: string;

beforeEach(async () => {
	const settings = { concurrentLimit: 100 };
	sandbox = await startSandbox({
		clari: { organisation: { reps: 10, now: () => new Date('2026-02-18T12:00:00Z') }, settings },
	});
	scopeId = `${sandbox.clari.organisation.members[0]?.clariUserId ?? ''}::MGR`;
});
afterEach(async () => await sandbox.close());

/** Operations that ask Clari for nothing by themselves. */
const WITHOUT_REQUESTS = new Set(['report/createDashboard', 'report/reconcile']);

/** Each operation, as bare and as full as it can be. */
async function cases(): Promise<Case[]> {
	const start = { ...FORECAST, resource: 'forecastExport', operation: 'start' };
	const queued = async (parameters: INodeParameters) => {
		const [item] = jsonOf(await runClari(sandbox.clari, parameters));
		return { jobId: { __rl: true, mode: 'id', value: String(item?.jobId) } };
	};
	const forecastJob = await queued(start);
	const otherJob = await queued({ ...start, options: { ifRunning: 'queue' } });
	const activityJob = await queued({ resource: 'activityExport', operation: 'start' });
	const auditJob = await queued({ resource: 'auditEvent', operation: 'export' });
	const schedule = { schedule: 'MAX', includeHistorical: true, currency: 'eur', scopeId };
	return [
		{ resource: 'account', operation: 'getLimits' },
		{ resource: 'account', operation: 'checkReadiness', ...FORECAST },
		{ resource: 'forecastExport', operation: 'run', ...FORECAST },
		{
			resource: 'forecastExport',
			operation: 'run',
			...EVERY_FORECAST_PARAMETER,
			options: schedule,
		},
		{ ...start, ...EVERY_FORECAST_PARAMETER, options: schedule },
		{ resource: 'forecastExport', operation: 'getResult', ...forecastJob },
		{ resource: 'exportJob', operation: 'get', ...forecastJob },
		{ resource: 'exportJob', operation: 'getMany', returnAll: true },
		{ resource: 'exportJob', operation: 'cancel', ...otherJob },
		{ resource: 'activityExport', operation: 'run' },
		{ resource: 'activityExport', operation: 'run', ...EVERY_ACTIVITY_PARAMETER },
		{ resource: 'activityExport', operation: 'start', ...EVERY_ACTIVITY_PARAMETER },
		{ resource: 'activityExport', operation: 'getResult', ...activityJob },
		{ resource: 'auditEvent', operation: 'getMany', returnAll: true, options: { pageSize: 60 } },
		{ resource: 'auditEvent', operation: 'getMany', returnAll: true, filters: FILTERS },
		{ resource: 'auditEvent', operation: 'export', filters: FILTERS },
		{ resource: 'auditEvent', operation: 'getResult', ...auditJob },
		{
			resource: 'opportunity',
			operation: 'getMany',
			opportunityIds: Array.from({ length: 101 }, (_, index) => `id ${index}&+é`).join(','),
			options: { mode: 'a b' },
		},
	];
}

test('no request of any operation is one that Clari refuses', async () => {
	const all = await cases();
	for (const parameters of all) {
		sandbox.clari.journal.clear();
		const name = `${parameters.resource}/${parameters.operation}`;
		const { error } = await runClari(sandbox.clari, parameters);
		expect([name, error?.message]).toEqual([name, undefined]);
		const { entries } = sandbox.clari.journal;
		expect(entries.length).toBeGreaterThan(0);
		expect(
			entries
				.filter(({ status }) => status === null || status >= 400)
				.map(({ method, path, queryString, requestBody }) => [
					name,
					method,
					path,
					queryString,
					requestBody,
				]),
		).toEqual([]);
	}
	const covered = all.map(({ resource, operation }) => `${resource}/${operation}`);
	const wanted = Object.entries(OPERATIONS).flatMap(([resource, operations]) =>
		Object.keys(operations).map((operation) => `${resource}/${operation}`),
	);
	// Forecast types are of profile v1, which has no specification.
	const others = [...WITHOUT_REQUESTS, 'forecastType/getMany'];
	expect([...new Set([...covered, ...others])].sort()).toEqual(wanted.sort());
}, 60_000);

test('on profile v1, what only v4 has is not even asked for', async () => {
	for (const [resource, operation] of [
		['activityExport', 'run'],
		['activityExport', 'start'],
		['activityExport', 'getResult'],
		['auditEvent', 'getMany'],
		['auditEvent', 'export'],
		['auditEvent', 'getResult'],
		['opportunity', 'getMany'],
	]) {
		const jobId = { __rl: true, mode: 'id', value: '1' };
		const { error } = await runClari(
			sandbox.clari,
			{ resource, operation, jobId, opportunityIds: '1' },
			{ credential: credentialFor(sandbox.clari, 'v1') },
		);
		expect(error?.message).toMatch(/exist on the API profile V4 only/);
	}
	expect(sandbox.clari.journal.entries).toEqual([]);
}, 30_000);
