import type { AxiosInstance, AxiosResponse } from 'axios';

import { startClari, type ClariService } from '../../../sandbox/vendors';
import { clientOf, NOW, queue } from './support/clariClient';

/** What the stand-in refuses: the same as the vendor's specification, and names that it does not know. */
describe('the contract of the Clari stand-in', () => {
	let clari: ClariService;
	let http: AxiosInstance;
	beforeAll(async () => {
		const settings = { concurrentLimit: 1_000, monthlyQuota: 1_000 };
		clari = await startClari({ organisation: { reps: 10, now: () => NOW }, settings });
		http = clientOf(clari);
	});
	afterAll(() => clari.close());

	const statusOf = ({ status }: AxiosResponse) => status;
	const UUID = 'fe795746-54b0-11ed-bdc3-0242ac120002';
	const many = (count: number) => Array.from({ length: count }, () => 'oppId=x').join('&');

	it.each([
		['/audit/events', ''],
		['/audit/events', 'limit=1'],
		['/audit/events', 'limit=1000'],
		['/audit/events', 'actorId=4101&impersonatingActorId=4102'],
		['/audit/events', `sessionId=${UUID}&sessionType=IOS&event=api.accessed`],
		['/audit/events', 'dateFrom=2026-02-01T00:00:00Z&dateTo=2026-02-02T00:00:00%2B05:30'],
		['/opportunity', 'oppId=x'],
		['/opportunity', 'oppId=x&oppId=y&mode=z'],
		['/opportunity', many(100)],
	])('GET %s takes the query %s', async (path, query) => {
		expect(statusOf(await http.get(`${path}?${query}`))).toBe(200);
	});

	it.each([
		...['limit=0', 'limit=1001', 'limit=-1', 'limit=1.5', 'limit=ten', 'limit=', 'limit=1&limit=2'],
		...['actorId=x', 'actorId=', 'actorId=1.5', 'impersonatingActorId=somebody'],
		...['sessionId=1', `sessionId=urn:uuid:${UUID}`, `sessionId=${UUID}0`],
		...['sessionType=web', 'sessionType=DESKTOP', 'sessionType='],
		...['dateFrom=yesterday', 'dateFrom=2026-02-01', 'dateFrom=2026-02-01T00:00:00'],
		...['dateTo=2026-13-01T00:00:00Z', 'dateTo=1'],
		...['offset=1', 'Limit=1', 'page=made-up'],
	])('GET /audit/events refuses the query %s', async (query) => {
		const { status, data } = await http.get(`/audit/events?${query}`);
		expect(status).toBe(400);
		expect(data).toEqual({
			errors: [expect.objectContaining({ status: '400', message: expect.any(String) })],
		});
	});

	it.each(['', 'mode=x', many(101), 'oppId=x&mode=a&mode=b', 'oppId=x&limit=1', 'oppid=x'])(
		'GET /opportunity refuses the query %s',
		async (query) => {
			const { status, data } = await http.get(`/opportunity?${query}`);
			expect(status).toBe(400);
			expect(data).toEqual([
				expect.objectContaining({ statusCode: 400, reaspnPhrase: 'Bad Request' }),
			]);
		},
	);

	const START = '2026-02-01T00:00:00Z';

	it.each([
		['/export/activity', {}, 202],
		[
			'/export/activity',
			{
				activityTypes: [
					...['MEETING', 'EMAIL_SENT', 'EMAIL_RECEIVED'],
					...['ATTACHMENT_SENT', 'ATTACHMENT_RECEIVED'],
				],
				startDate: START,
				endDate: '2026-02-02T00:00:00-08:00',
				exportFormat: 'JSON',
			},
			202,
		],
		['/export/audit/events', undefined, 202],
		[
			'/export/audit/events',
			{
				actorId: 1,
				impersonatingActorId: 2,
				sessionId: UUID,
				sessionType: 'ANDROID',
				dateFrom: START,
				dateTo: START,
				event: 'api.accessed',
			},
			202,
		],
	])('POST %s takes %j', async (path, body, status) => {
		const jobs = clari.jobs.all.length;
		expect(statusOf(await http.post(path, body))).toBe(status);
		expect(clari.jobs.all).toHaveLength(jobs + 1);
	});

	it.each([
		['/export/activity', undefined],
		['/export/activity', 'no JSON'],
		['/export/activity', []],
		['/export/activity', { activityTypes: 'MEETING' }],
		['/export/activity', { activityTypes: ['CALL'] }],
		['/export/activity', { activityTypes: ['meeting'] }],
		['/export/activity', { activityTypes: null }],
		['/export/activity', { startDate: '2026-02-01' }],
		['/export/activity', { startDate: '2026-02-01T00:00:00' }],
		['/export/activity', { startDate: 1_769_904_000_000 }],
		['/export/activity', { endDate: 'today' }],
		['/export/activity', { endDate: null }],
		['/export/activity', { exportFormat: 'CSV' }],
		['/export/activity', { types: ['MEETING'] }],
		['/export/audit/events', 'no JSON'],
		['/export/audit/events', []],
		['/export/audit/events', { actorId: '1' }],
		['/export/audit/events', { actorId: 1.5 }],
		['/export/audit/events', { impersonatingActorId: null }],
		['/export/audit/events', { sessionId: '1' }],
		['/export/audit/events', { sessionType: 'web' }],
		['/export/audit/events', { dateFrom: '2026-02-01' }],
		['/export/audit/events', { dateTo: 0 }],
		['/export/audit/events', { event: ['api.accessed'] }],
		['/export/audit/events', { limit: 10 }],
	])('POST %s refuses %j and queues nothing', async (path, body) => {
		const jobs = clari.jobs.all.length;
		const { status, data } = await http.post(path, body, {
			headers: { 'content-type': 'application/json' },
			transformRequest: (value: unknown) =>
				value === undefined || typeof value === 'string' ? value : JSON.stringify(value),
		});
		expect(status).toBe(400);
		expect(data).toEqual(
			path === '/export/activity'
				? expect.objectContaining({ code: 'Bad request', namespace: 'activity' })
				: { errors: [expect.objectContaining({ status: '400' })] },
		);
		expect(clari.jobs.all).toHaveLength(jobs);
	});

	it.each([
		['POST', '/export/forecast/forecast?timeperiod=2026_Q1'],
		['POST', '/export/forecast/forecast?schedule=ONCE'],
		['POST', '/export/forecast/forecast?includeHistorical=yes'],
		['POST', '/export/forecast/forecast?typesToExport=pipeline'],
		['POST', '/export/activity?exportFormat=JSON'],
		['POST', '/export/audit/events?event=api.accessed'],
		['GET', '/export/jobs?limit=5'],
		['GET', '/admin/limits?verbose=true'],
	])('%s %s is refused for its query', async (method, url) => {
		expect(statusOf(await http.request({ method, url, data: {} }))).toBe(400);
	});

	it('refuses a query at a job too', async () => {
		const jobId = await queue(http);
		const job = `/export/jobs/${jobId}`;
		expect(statusOf(await http.get(`${job}?wait=1`))).toBe(400);
		expect(statusOf(await http.get(`${job}/results?format=CSV`))).toBe(400);
		expect(statusOf(await http.patch(`${job}?type=CANCEL`, { type: 'CANCEL' }))).toBe(400);
		expect(statusOf(await http.patch(job, {}))).toBe(400);
		expect(statusOf(await http.patch(job, { type: 'CANCEL' }))).toBe(200);
	});

	it.each([
		['POST', '/export/activity'],
		['POST', '/export/audit/events'],
		['GET', '/audit/events'],
		['GET', '/opportunity?oppId=x'],
	])('lets nobody %s %s without the right token', async (method, url) => {
		const answer = await clientOf(clari, 'wrong').request({ method, url });
		expect([answer.status, answer.data]).toEqual([
			401,
			{ message: 'Invalid authentication credentials' },
		]);
	});
});

describe('what the Clari stand-in answers', () => {
	let clari: ClariService;
	let http: AxiosInstance;
	beforeEach(async () => {
		const settings = { pollsUntilDone: 0, concurrentLimit: 2, monthlyQuota: 3 };
		clari = await startClari({ organisation: { reps: 10, now: () => NOW }, settings });
		http = clientOf(clari);
	});
	afterEach(() => clari.close());

	const activitiesOf = async (body: object) => {
		const { data } = await http.post<{ jobId: string }>('/export/activity', body);
		const file = await http.get(`/export/jobs/${data.jobId}/results`);
		return file.data.activities;
	};

	it('has the activities of the days asked for, in the zone asked for, and of the types', async () => {
		const all = await activitiesOf({
			activityTypes: ['MEETING'],
			startDate: '2026-02-02T18:00:00+05:30',
			endDate: '2026-02-04T00:00:00+05:30',
		});
		expect(all.length).toBeGreaterThan(0);
		for (const { date, activityType } of all) {
			expect(activityType).toBe('MEETING');
			expect(date).toBeGreaterThanOrEqual(Date.parse('2026-02-02T00:00:00+05:30'));
			expect(date).toBeLessThan(Date.parse('2026-02-05T00:00:00+05:30'));
		}
		const range = { startDate: '2026-02-02T00:00:00Z', endDate: '2026-02-04T00:00:00Z' };
		expect(await activitiesOf(range)).toEqual(await activitiesOf(range));
	});

	it('counts the jobs of all exports in one quota, and lists them', async () => {
		await activitiesOf({});
		await http.post('/export/audit/events');
		await queue(http);
		const refused = await http.post('/export/activity', {});
		expect([refused.status, refused.data.code]).toEqual([400, 'export_monthly_quota_reached']);
		const { data } = await http.get<Array<{ module: string; currency?: string }>>('/export/jobs');
		expect(data.map(({ module, currency }) => [module, currency])).toEqual([
			['FORECAST', 'USD'],
			['AUDIT', undefined],
			['ACTIVITY', undefined],
		]);
	});

	it('gives each page of the audit log by its link alone, and forgets no event', async () => {
		const whole = await http.get('/audit/events?limit=1000');
		expect(whole.data.nextLink).toBeUndefined();
		const items: unknown[] = [];
		let url: string | undefined = '/audit/events?limit=70';
		while (url !== undefined) {
			const { data }: AxiosResponse<{ items: unknown[]; nextLink?: string }> = await http.get(url);
			items.push(...data.items);
			url = data.nextLink;
		}
		expect(items).toEqual(whole.data.items);
	});
});
