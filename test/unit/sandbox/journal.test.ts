import { startSandbox, type Sandbox } from '../../../sandbox/vendors';
import { clientOf, finish, queue } from './support/clariClient';

describe('the journal', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(() => sandbox.close());

	it('tells a run from the first request to the last', async () => {
		const { clari } = sandbox;
		const http = clientOf(clari);
		const jobId = await queue(http, { timePeriod: '2026_Q1' });
		await finish(http, jobId);
		await http.get(`/export/jobs/${jobId}/results?a=b`);
		await http.get('/nowhere');

		const { journal } = clari;
		expect(journal.routes()).toEqual(['queue', 'job', 'job', 'job', 'results', 'unknown']);
		expect(journal.entries[0]).toEqual({
			at: expect.stringMatching(/^\d{4}-.*Z$/),
			method: 'POST',
			path: '/v4/export/forecast/forecast',
			route: 'queue',
			status: 200,
			requestBody: { timePeriod: '2026_Q1' },
			queryString: '',
			credentialsSeen: 'valid',
			jobId,
		});
		expect(journal.filter({ jobId })).toHaveLength(5);
		expect(journal.filter({ method: 'GET', status: 404 })).toHaveLength(1);
		expect(journal.last('results')?.queryString).toBe('a=b');
		expect(journal.count('job')).toBe(3);
		journal.clear();
		expect(journal.entries).toEqual([]);
	});
});

describe('the sandbox', () => {
	it('refuses a port that is taken and leaves nothing behind', async () => {
		const first = await startSandbox();
		const port = Number(new URL(first.slack.origin).port);
		await expect(startSandbox({ ports: { slack: port } })).rejects.toThrow('EADDRINUSE');
		await first.close();
		const again = await startSandbox({ ports: { slack: port } });
		expect(again.slack.origin).toBe(first.slack.origin);
		await again.close();
	});

	it('does not share settings between two of its kind', async () => {
		const [one, two] = await Promise.all([startSandbox(), startSandbox()]);
		one.clari.settings.forecasts.length = 0;
		expect(two.clari.settings.forecasts.length).toBeGreaterThan(0);
		await Promise.all([one.close(), two.close()]);
	});
});
