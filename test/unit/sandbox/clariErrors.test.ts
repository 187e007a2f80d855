import axios from 'axios';
import { startClari, type ClariService } from '../../../sandbox/vendors';
import { clientOf, finish, NOW, queue } from './support/clariClient';

describe('refusals of the Clari stand-in', () => {
	let clari: ClariService;
	beforeEach(async () => {
		clari = await startClari({ organisation: { now: () => NOW } });
	});
	afterEach(() => clari.close());

	const refusal = (code: string, namespace: 'fcw' | 'exports') => ({
		code,
		namespace,
		errorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		message: expect.any(String),
		orgId: expect.any(Number),
	});

	it.each([['/export/forecasts'], ['/forecast/types'], ['/export/jobs/1/nothing']])(
		'knows no route %s, login or not',
		async (path) => {
			const { status, data } = await clientOf(clari, 'wrong').get(path);
			expect(status).toBe(404);
			expect(data).toEqual({
				message: 'no Route matched with those values',
				request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
			});
		},
	);

	it.each([
		['POST', '/export/forecast/forecast'],
		['GET', '/export/jobs'],
		['GET', '/export/jobs/1'],
		['PATCH', '/export/jobs/1'],
		['GET', '/export/jobs/1/results'],
		['GET', '/admin/limits'],
	])('lets nobody %s %s without the right token', async (method, url) => {
		const { status, data } = await clientOf(clari, 'wrong').request({ method, url });
		expect([status, data]).toEqual([401, { message: 'Invalid authentication credentials' }]);
		const bare = await axios.request({
			method,
			url: `${clari.v4Url}${url}`,
			headers: { authorization: `Bearer ${clari.token}` },
			validateStatus: () => true,
		});
		expect(bare.status).toBe(401);
		expect(clari.journal.entries.map(({ credentialsSeen }) => credentialsSeen)).toEqual([
			'invalid',
			'none',
		]);
		expect(JSON.stringify(clari.journal.entries)).not.toContain(clari.token);
	});

	it.each([
		['an unknown key', { timeperiod: '2026_Q1' }],
		['a number for a text', { timePeriod: 2026 }],
		['a null for a text', { currency: null }],
		['a text for a list', { typesToExport: 'forecast' }],
		['an unknown type', { typesToExport: ['forecast_value'] }],
		['an unknown format', { exportFormat: 'XLSX' }],
		['an unknown schedule', { schedule: 'once' }],
		['a text for a boolean', { includeHistorical: 'true' }],
		['a list for an object', []],
		['an unknown currency', { currency: 'DOLLARS' }],
		['no JSON', '{"timePeriod":'],
	])('answers bad_request to %s and queues nothing', async (_what, body) => {
		const { status, data } = await clientOf(clari).post('/export/forecast/forecast', body, {
			headers: { 'content-type': 'application/json' },
		});
		expect([status, data]).toEqual([400, refusal('bad_request', 'fcw')]);
		expect(clari.jobs.all).toHaveLength(0);
	});

	it('names the types that it does not know', async () => {
		const { data } = await clientOf(clari).post('/export/forecast/forecast', {
			typesToExport: ['forecast', 'pipeline'],
		});
		expect(data.message).toContain('["pipeline"]');
	});

	it('takes every parameter of the specification, and no body at all', async () => {
		const http = clientOf(clari);
		await queue(http, {
			timePeriod: '2026_Q1',
			typesToExport: ['forecast', 'quota', 'forecast_updated', 'adjustment', 'crm_total'],
			scopeId: `${clari.organisation.members[0]?.clariUserId}::MGR`,
			currency: 'EUR',
			schedule: 'MAX',
			includeHistorical: true,
			exportFormat: 'CSV',
		});
		const { status } = await http.post('/export/forecast/forecast');
		expect(status).toBe(200);
	});

	it('takes the parameters from the query too', async () => {
		const { status } = await clientOf(clari).post(
			'/export/forecast/forecast?timePeriod=2025_Q4&includeHistorical=true&typesToExport=quota',
		);
		expect(status).toBe(200);
		expect(clari.jobs.all[0]?.timePeriod).toBe('2025_Q4');
	});

	it('knows no such forecast', async () => {
		const { status, data } = await clientOf(clari).post('/export/forecast/nope', {});
		expect([status, data]).toEqual([400, refusal('no_such_forecast_config', 'fcw')]);
	});

	it.each([
		['a forecast', 'not_opted_in', {}],
		['a scope', 'forecast', { scopeId: '1::MGR' }],
	])('says no_optin for %s, with the status of a login failure', async (_what, id, body) => {
		const { status, data } = await clientOf(clari).post(`/export/forecast/${id}`, body);
		expect([status, data]).toEqual([401, refusal('no_optin', 'fcw')]);
	});

	it('says type_not_supported when the CRM types are off', async () => {
		const ask = () =>
			clientOf(clari).post('/export/forecast/forecast', {
				typesToExport: ['forecast', 'crm_closed'],
			});
		expect((await ask()).status).toBe(200);
		clari.settings.crmTypesSupported = false;
		const { status, data } = await ask();
		expect([status, data]).toEqual([400, refusal('type_not_supported', 'fcw')]);
	});

	it.each([
		['concurrency', { concurrentLimit: 1 }],
		['quota', { monthlyQuota: 1 }],
	])('uses one code when the %s is used up', async (_which, limit) => {
		Object.assign(clari.settings, limit);
		const http = clientOf(clari);
		await queue(http);
		const { status, data } = await http.post('/export/forecast/forecast', {});
		expect([status, data]).toEqual([400, refusal('export_monthly_quota_reached', 'exports')]);
	});

	it('hands out nothing before the end, after the expiry, or of an unknown job', async () => {
		const http = clientOf(clari);
		const results = async (jobId: string) => {
			const { status, data } = await http.get(`/export/jobs/${jobId}/results`);
			return [status, data];
		};
		const refused = [400, refusal('invalid_jobId', 'exports')];
		const jobId = await queue(http);
		expect(await results(jobId)).toEqual(refused);
		expect(await results('000000000000000000000000')).toEqual(refused);
		await finish(http, jobId);
		expect((await results(jobId))[0]).toBe(200);
		clari.organisation.now = () => new Date(+NOW + 30 * 86_400_000);
		expect(await results(jobId)).toEqual(refused);

		clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'EXPIRED' });
		const stale = await queue(http);
		expect((await finish(http, stale)).status).toBe('DONE');
		expect(await results(stale)).toEqual(refused);
	});

	it('shows the jobs of another user to nobody', async () => {
		const jobId = await queue(clientOf(clari, clari.otherToken));
		const http = clientOf(clari);
		for (const path of [`/export/jobs/${jobId}`, `/export/jobs/${jobId}/results`]) {
			expect((await http.get(path)).status).toBe(403);
		}
		expect((await http.get('/export/jobs')).data).toEqual([]);
	});

	it('does not cancel what is finished, nor on a wrong word', async () => {
		const http = clientOf(clari);
		const jobId = await queue(http);
		const wrong = await http.patch(`/export/jobs/${jobId}`, { type: 'STOP' });
		expect([wrong.status, wrong.data.code]).toEqual([400, 'bad_request']);
		await finish(http, jobId);
		const { status, data } = await http.patch(`/export/jobs/${jobId}`, { type: 'CANCEL' });
		expect([status, data]).toEqual([400, refusal('export_failed_to_cancel', 'exports')]);
	});

	it('exports the current quarter when the period is none, without a word', async () => {
		await queue(clientOf(clari), { timePeriod: 'FY26-Q3' });
		expect(clari.jobs.all[0]?.timePeriod).toBe('2026_Q1');
	});
});
