import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, runClari } from './clari';
import { jsonOf, searchList } from './engine';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 10 } } });
});
afterEach(async () => await sandbox.close());

const queued = () => sandbox.clari.jobs.all;

describe('jobs, limits and types', () => {
	const job = (operation: string, jobId: string) => ({
		resource: 'exportJob',
		operation,
		jobId: { __rl: true, mode: 'id', value: jobId },
	});

	test('Get, Get Many, Cancel', async () => {
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		const jobId = String(started?.jobId);
		const got = jsonOf(await runClari(sandbox.clari, job('get', jobId)))[0];
		expect(got).toMatchObject({ jobId, status: 'SCHEDULED', state: 'running', truncated: false });
		expect(got?.startedAt).toMatch(/^\d{4}-.*Z$/);

		const raw = jsonOf(await runClari(sandbox.clari, { ...job('get', jobId), simplify: false }))[0];
		expect(raw).toMatchObject({ jobId, module: 'FORECAST' });

		const many = await runClari(sandbox.clari, {
			resource: 'exportJob',
			operation: 'getMany',
			returnAll: true,
		});
		expect(jsonOf(many)).toHaveLength(1);

		const before = sandbox.clari.jobs.limits().jobs.availableMonthlyQuota;
		expect(jsonOf(await runClari(sandbox.clari, job('cancel', jobId)))[0]).toMatchObject({
			jobId,
			cancelled: true,
		});
		expect(sandbox.clari.jobs.limits().jobs.availableMonthlyQuota).toBe(before + 1);
		const done = queued()[0];
		if (done) done.cancelledAs = undefined;
		if (done) done.pollsUntilDone = 0;
		await runClari(sandbox.clari, job('get', jobId));
		expect(jsonOf(await runClari(sandbox.clari, job('cancel', jobId)))[0]).toMatchObject({
			jobId,
			cancelled: false,
			status: 'DONE',
		});
	});

	test('Cancel tells what became of the job, also when the first answer was lost', async () => {
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		sandbox.clari.faults.plan({ route: 'cancel', kind: 'reset', when: 'after' });
		const result = await runClari(sandbox.clari, job('cancel', String(started?.jobId)));
		expect(jsonOf(result)[0]).toMatchObject({ cancelled: true, status: 'CANCELLED' });
	});

	test('Cancel fails when Clari says that it did not do it, and the job goes on', async () => {
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		const jobId = String(started?.jobId);
		const answer = { status: 'STARTED', successful: false };
		sandbox.clari.faults.plan({
			route: 'cancel',
			kind: 'status',
			status: 200,
			body: answer,
			times: 2,
		});
		const refused = await runClari(sandbox.clari, job('cancel', jobId));
		expect(jsonOf(refused)).toEqual([]);
		expect(refused.error?.message).toMatch(/Could not cancel export job .+: it is still \w+ED/);
		expect(refused.error?.description).toContain('keeps its slot and its unit of quota');

		const one = queued()[0];
		if (one) one.pollsUntilDone = 0;
		expect(jsonOf(await runClari(sandbox.clari, job('cancel', jobId)))[0]).toMatchObject({
			cancelled: false,
			status: 'DONE',
		});
	});

	test('Get Many respects the limit', async () => {
		sandbox.clari.settings.concurrentLimit = 5;
		const another = { operation: 'start', options: { ifRunning: 'queue' } };
		for (let i = 0; i < 3; i++) await runClari(sandbox.clari, another);
		const many = await runClari(sandbox.clari, {
			resource: 'exportJob',
			operation: 'getMany',
			returnAll: false,
			limit: 2,
		});
		expect(jsonOf(many)).toHaveLength(2);
	});

	test('limits', async () => {
		const limits = await runClari(sandbox.clari, { resource: 'account', operation: 'getLimits' });
		expect(jsonOf(limits)[0]).toMatchObject({ monthlyQuota: 400, availableConcurrentLimit: 2 });
	});

	test('forecast types exist on profile v1 only; on v4 the error says where ids come from', async () => {
		const types = { resource: 'forecastType', operation: 'getMany', returnAll: true };
		const v1 = await runClari(sandbox.clari, types, {
			credential: credentialFor(sandbox.clari, 'v1'),
		});
		expect(jsonOf(v1).length).toBeGreaterThan(1);
		const v4 = await runClari(sandbox.clari, types);
		expect(v4.error?.message).toContain('no list of forecast types');
		expect(v4.error?.description).toContain('address of the page');
		expect(sandbox.clari.journal.filter({ route: 'types' })).toHaveLength(1);
	});

	test('the list of jobs to choose from can be searched, and a refusal is shown', async () => {
		sandbox.clari.settings.concurrentLimit = 5;
		await runClari(sandbox.clari, { operation: 'start' });
		await runClari(sandbox.clari, {
			operation: 'start',
			forecastId: { __rl: true, mode: 'id', value: 'renewals' },
		});
		const credential = credentialFor(sandbox.clari);
		const all = await searchList('searchExportJobs', credential);
		expect(all.results.map(({ value }) => value).sort()).toEqual(
			queued()
				.map(({ jobId }) => jobId)
				.sort(),
		);
		const found = await searchList('searchExportJobs', credential, 'RENEW');
		expect(found.results.map(({ value }) => value)).toEqual([queued()[1]?.jobId]);
		expect(found.results[0]?.name).toContain('SCHEDULED');
		const refused = searchList('searchExportJobs', { ...credential, apiToken: 'wrong' });
		await expect(refused).rejects.toThrow(/does not accept the API token/);
	});
});

describe('a credential with an expression', () => {
	const tokens = (clari: Sandbox['clari']) => [{ token: clari.token }, { token: 'another-token' }];

	test('signs the requests of each item with the token of its own', async () => {
		const result = await runClari(
			sandbox.clari,
			{ resource: 'account', operation: 'getLimits' },
			{
				credential: { ...credentialFor(sandbox.clari), apiToken: '={{ $json.token }}' },
				input: [...tokens(sandbox.clari), ...tokens(sandbox.clari)],
				onError: 'continueRegularOutput',
			},
		);
		expect(sandbox.clari.journal.entries.map(({ credentialsSeen }) => credentialsSeen)).toEqual([
			'valid',
			'invalid',
			'valid',
			'invalid',
		]);
		expect(jsonOf(result)).toMatchObject([
			{ monthlyQuota: expect.any(Number) },
			{ error: expect.stringContaining('does not accept the API token [item 1]') },
			{ monthlyQuota: expect.any(Number) },
			{ error: expect.stringContaining('does not accept the API token [item 3]') },
		]);
	});

	test('downloads the files of each item with it too', async () => {
		const result = await runClari(
			sandbox.clari,
			{},
			{
				credential: { ...credentialFor(sandbox.clari), apiToken: '={{ $json.token }}' },
				input: tokens(sandbox.clari).reverse(),
				onError: 'continueRegularOutput',
			},
		);
		expect(jsonOf(result)[0]).toMatchObject({ error: expect.stringContaining('[item 0]') });
		expect(sandbox.clari.journal.last('results')?.credentialsSeen).toBe('valid');
	});
});
