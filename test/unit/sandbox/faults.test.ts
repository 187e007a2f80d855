import axios, { type AxiosInstance } from 'axios';
import { startClari, type ClariService, type Fault } from '../../../sandbox/vendors';
import { FaultPlan } from '../../../sandbox/vendors/faults';
import { clientOf, NOW, queue } from './support/clariClient';

describe('a fault plan', () => {
	const kinds = (plan: FaultPlan, route: string, count: number) =>
		Array.from({ length: count }, () => plan.takeAnswerFault(route)?.kind ?? '-');

	it('spares the first and hits as often as planned', () => {
		const plan = new FaultPlan();
		plan.plan({ route: 'job', kind: 'status', status: 429, skip: 1, times: 2 });
		expect(kinds(plan, 'queue', 2)).toEqual(['-', '-']);
		expect(kinds(plan, 'job', 5)).toEqual(['-', 'status', 'status', '-', '-']);
		expect(plan.pending).toEqual([]);
	});

	it('plays one fault after the other', () => {
		const plan = new FaultPlan();
		plan.plan(
			{ route: 'job', kind: 'status', status: 429 },
			{ route: '*', kind: 'reset' },
			{ route: 'job', kind: 'slow', delayMs: 1, skip: 3 },
		);
		expect(kinds(plan, 'job', 5)).toEqual(['status', 'reset', '-', 'slow', '-']);
	});

	it('keeps the fate of jobs apart from answers', () => {
		const plan = new FaultPlan();
		plan.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED', skip: 1 });
		expect(kinds(plan, 'queue', 3)).toEqual(['-', '-', '-']);
		expect([1, 2, 3].map(() => plan.takeJobOutcome())).toEqual(['DONE', 'FAILED', 'DONE']);
	});
});

describe('a planned fault', () => {
	let clari: ClariService;
	let http: AxiosInstance;
	beforeEach(async () => {
		clari = await startClari({ organisation: { now: () => NOW }, settings: { pollsUntilDone: 0 } });
		http = clientOf(clari);
	});
	afterEach(() => clari.close());

	const planned = (fault: Fault) => clari.faults.plan(fault);
	const codeOf = async (request: Promise<unknown>) => {
		const error: unknown = await request.then(
			() => undefined,
			(reason: unknown) => reason,
		);
		return axios.isAxiosError(error) ? error.code : 'none';
	};

	it.each([['1'], ['Wed, 11 Feb 2026 12:00:05 GMT'], [undefined]])(
		'answers 429 with Retry-After %s, then goes on as if nothing had been',
		async (retryAfter) => {
			planned({ route: 'limits', kind: 'status', status: 429, retryAfter });
			const { status, headers } = await http.get('/admin/limits');
			expect([status, headers['retry-after']]).toEqual([429, retryAfter]);
			expect((await http.get('/admin/limits')).status).toBe(200);
			expect(clari.journal.entries).toMatchObject([
				{ route: 'limits', status: 429, fault: 'status' },
				{ route: 'limits', status: 200 },
			]);
			expect(clari.journal.last()).not.toHaveProperty('fault');
		},
	);

	it('answers 502 with a page, and does no work', async () => {
		planned({ route: 'queue', kind: 'status', status: 502, body: '<html>Bad Gateway</html>' });
		const { status, headers, data } = await http.post('/export/forecast/forecast', {
			timePeriod: 'x',
		});
		expect([status, data]).toEqual([502, '<html>Bad Gateway</html>']);
		expect(headers['content-type']).toMatch(/^text\/html/);
		expect(clari.jobs.all).toEqual([]);
		expect(clari.journal.last()).toMatchObject({ requestBody: { timePeriod: 'x' } });
	});

	it('cuts the connection before the work is done', async () => {
		planned({ route: 'queue', kind: 'reset' });
		expect(await codeOf(http.post('/export/forecast/forecast', {}))).toBe('ECONNRESET');
		expect(clari.jobs.all).toEqual([]);
		expect(clari.journal.last('queue')).toMatchObject({ status: null, fault: 'reset' });
	});

	it('cuts the connection after the work is done: the job is there, the answer is lost', async () => {
		planned({ route: 'queue', kind: 'reset', when: 'after' });
		expect(await codeOf(http.post('/export/forecast/forecast', {}))).toBe('ECONNRESET');
		const [job] = clari.jobs.all;
		expect((await http.get('/export/jobs')).data).toMatchObject([{ jobId: job?.jobId }]);
		expect(clari.journal.last('queue')).toMatchObject({ status: null, jobId: job?.jobId });
	});

	it.each(['before', 'after'] as const)('is slow %s the work', async (when) => {
		planned({ route: 'queue', kind: 'slow', delayMs: 600, when });
		const start = Date.now();
		const request = queue(http);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(clari.jobs.all).toHaveLength(when === 'before' ? 0 : 1);
		await request;
		expect(Date.now() - start).toBeGreaterThanOrEqual(599);
	});

	it('sends half of the JSON as if it were all', async () => {
		const jobId = await queue(http);
		planned({ route: 'results', kind: 'truncatedJson' });
		const { data, headers } = await http.get(`/export/jobs/${jobId}/results`, {
			transformResponse: (text: string) => text,
		});
		const whole = clari.jobs.get(jobId)?.file.content ?? '';
		expect(whole.startsWith(data)).toBe(true);
		expect(Number(headers['content-length'])).toBe(Buffer.byteLength(data));
		expect(data.length).toBeLessThan(whole.length);
		expect(() => JSON.parse(data)).toThrow();
	});

	it('announces all of the JSON and ends in the middle', async () => {
		const jobId = await queue(http);
		planned({ route: 'results', kind: 'truncatedJson', contentLength: 'tooLarge' });
		expect(await codeOf(http.get(`/export/jobs/${jobId}/results`))).toMatch(
			/ECONNRESET|ERR_BAD_RESPONSE/,
		);
		expect((await http.get(`/export/jobs/${jobId}/results`)).status).toBe(200);
	});

	it('sends JSON of another type', async () => {
		const jobId = await queue(http);
		planned({ route: 'results', kind: 'wrongType' });
		planned({ route: 'jobs', kind: 'wrongType' });
		planned({ route: 'limits', kind: 'wrongType', value: 'soon' });
		expect((await http.get(`/export/jobs/${jobId}/results`)).data).toEqual([]);
		expect((await http.get('/export/jobs')).data).toEqual({});
		expect((await http.get('/admin/limits')).data).toBe('soon');
	});

	it('can be planned over HTTP, by this machine, in words that make sense', async () => {
		const own = axios.create({ baseURL: clari.origin, validateStatus: () => true });
		const fault = { route: 'limits', kind: 'status', status: 503, times: 2 };
		expect((await own.post('/__sandbox/faults', fault)).status).toBe(200);
		expect((await http.get('/admin/limits')).status).toBe(503);
		expect((await own.get('/__sandbox/journal')).data).toMatchObject([
			{ method: 'GET', path: '/v4/admin/limits', route: 'limits', status: 503, fault: 'status' },
		]);
		expect((await own.delete('/__sandbox/faults')).status).toBe(204);
		expect((await http.get('/admin/limits')).status).toBe(200);
		for (const wrong of [{}, { ...fault, route: 'none' }, { ...fault, kind: 'x' }, 'text']) {
			expect((await own.post('/__sandbox/faults', wrong)).status).toBe(400);
		}
	});
});
