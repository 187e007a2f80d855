import axios, { type AxiosInstance } from 'axios';
import { startClari, type ClariService, type FlatRow } from '../../../sandbox/vendors';
import { NOW } from './support/clariClient';

describe('the v1 profile', () => {
	let clari: ClariService;
	let http: AxiosInstance;
	beforeEach(async () => {
		clari = await startClari({
			organisation: { now: () => NOW, reps: 60 },
			settings: { pollsUntilDone: 2, advanceOnExport: false },
		});
		http = axios.create({
			baseURL: clari.v1Url,
			headers: { authorization: `Bearer ${clari.token}` },
			validateStatus: () => true,
		});
	});
	afterEach(() => clari.close());

	const rows = async (body: object) => {
		const { data: queued } = await http.post('/export/forecast/company_forecast', body);
		await http.get(`/export/jobs/${queued.jobId}`);
		const { data: job } = await http.get(`/export/jobs/${queued.jobId}`);
		expect(job.status).toBe('COMPLETED');
		const { data } = await axios.get<{ entries: FlatRow[] }>(job.downloadUrl);
		return data.entries;
	};

	it('lists forecast types as id and name', async () => {
		const { data } = await http.get('/forecast/types');
		expect(data).toContainEqual({ id: 'company_forecast', name: 'Company Forecast' });
	});

	it('wants a bearer token', async () => {
		const answers = await Promise.all([
			http.get('/forecast/types', { headers: { authorization: 'Bearer wrong' } }),
			http.get('/forecast/types', { headers: { authorization: '', apikey: clari.token } }),
		]);
		expect(answers.map(({ status }) => status)).toEqual([401, 401]);
	});

	it('goes from PENDING to COMPLETED, with an address that needs no login', async () => {
		const { data: queued } = await http.post('/export/forecast/company_forecast', {
			timePeriod: '2026_Q1',
		});
		const { data: first } = await http.get(`/export/jobs/${queued.jobId}`);
		expect(first).toEqual({ jobId: queued.jobId, status: 'PENDING' });
		const { data: second } = await http.get(`/export/jobs/${queued.jobId}`);
		expect(second).toEqual({
			jobId: queued.jobId,
			status: 'COMPLETED',
			downloadUrl: expect.stringMatching(`^${clari.origin}/v1/.*${queued.jobId}$`),
		});
		const file = await axios.get(second.downloadUrl);
		expect((await http.get(`/export/jobs/${queued.jobId}/results`)).data).toEqual(file.data);
		expect(clari.journal.routes()).toEqual(['queue', 'job', 'job', 'results', 'results']);
	});

	it('has one row per rep, a person with two roles added up', async () => {
		const { organisation } = clari;
		const people = new Set(organisation.reps.map(({ email }) => email));
		const entries = await rows({ typesToExport: ['forecast', 'quota', 'crm_closed'] });
		expect(entries.map(({ ownerEmail }) => ownerEmail).sort()).toEqual([...people].sort());
		for (const row of entries) {
			expect(Object.keys(row).sort()).toEqual([
				'crmClosed',
				'currency',
				'forecastAmount',
				'ownerEmail',
				'ownerName',
				'quotaAmount',
				'timePeriod',
			]);
			const calls = organisation.reps
				.filter(({ email }) => email === row.ownerEmail)
				.map(({ userId }) => organisation.value(userId, 'Commit'))
				.filter((value) => typeof value === 'number');
			const sum = calls.length === 0 ? null : calls.reduce((total, value) => total + value, 0);
			expect(row.forecastAmount).toBe(sum);
		}
		expect(entries.some(({ forecastAmount }) => forecastAmount === null)).toBe(true);
	});

	it.each([
		[['adjustment'], 'adjustmentAmount'],
		[['crm_total'], 'crmTotal'],
		[['forecast_updated'], 'forecastUpdated'],
	])('carries only the amounts of %j', async (typesToExport, key) => {
		const [row = {}] = await rows({ typesToExport });
		expect(Object.keys(row).sort()).toEqual(
			[key, 'currency', 'ownerEmail', 'ownerName', 'timePeriod'].sort(),
		);
	});

	it('can be absent, as it is at the vendor', async () => {
		clari.settings.serveV1 = false;
		const { status, data } = await http.get('/forecast/types');
		expect([status, data.message]).toEqual([404, 'no Route matched with those values']);
	});
});
