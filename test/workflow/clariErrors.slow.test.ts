import { fastify } from 'fastify';

import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, isQueuedHere, runClari } from './clari';
import { jsonOf } from './engine';

const TOKEN = 'words-that-must-never-show-up';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 10 }, token: TOKEN } });
});
afterEach(async () => await sandbox.close());

const fail = (status: number, body: unknown, route: 'queue' | 'job' | 'results' = 'queue') =>
	sandbox.clari.faults.plan({ route, kind: 'status', status, body, times: 10 });

describe('what Clari refuses, in words that help', () => {
	test.each([
		['no_such_forecast_config', 400, /no forecast tab with this ID/, /address of the page/],
		['type_not_supported', 400, /cannot export one of the chosen types/, /CRM Total/],
		['bad_request', 400, /parameters of the export/, /Currency/],
		['no_optin', 401, /not opted in/, /A new token does not help/],
		['something_new', 400, /does not accept the request/, /parameters/],
	])('%s', async (code, status, what, todo) => {
		fail(status, { code, namespace: 'fcw', errorId: 'e-4711', message: 'Because.', orgId: 12 });
		const { error } = await runClari(sandbox.clari);
		expect(error?.message).toMatch(what);
		expect(error?.message).toContain("forecast tab 'forecast'");
		expect(error?.description).toMatch(todo);
		expect(error?.description).toContain('e-4711');
		expect(error?.description).toContain('Because.');
		// A refusal is an answer: it is not asked again.
		expect(sandbox.clari.journal.count('queue')).toBe(1);
	});

	test('a wrong token is a matter of the credential', async () => {
		const { error } = await runClari(
			sandbox.clari,
			{},
			{ credential: { ...credentialFor(sandbox.clari), apiToken: 'wrong' } },
		);
		expect(error?.message).toMatch(/does not accept the API token/);
		expect(error?.description).toMatch(/Generate a new token/);
	});

	test('a tab without opt-in, as the vendor answers it', async () => {
		const { error } = await runClari(sandbox.clari, {
			forecastId: { __rl: true, mode: 'id', value: 'not_opted_in' },
		});
		expect(error?.message).toMatch(/token is valid, but its user is not opted in/);
	});

	test('a base URL without its version', async () => {
		const { error } = await runClari(
			sandbox.clari,
			{},
			{ credential: { ...credentialFor(sandbox.clari), baseUrl: sandbox.clari.origin } },
		);
		expect(error?.message).toMatch(/nothing answers at this address/);
		expect(error?.description).toMatch(/base URL/);
	});

	test('a host that is not there', async () => {
		const { error } = await runClari(
			sandbox.clari,
			{ options: { attempts: 1 } },
			{ credential: { ...credentialFor(sandbox.clari), baseUrl: 'http://127.0.0.1:1/v4' } },
		);
		expect(error?.message).toMatch(/refuses the connection/);
	});

	test('the quota of 30 days is used up: figures, no waiting, no job', async () => {
		sandbox.clari.settings.monthlyQuota = 0;
		const { error } = await runClari(sandbox.clari);
		expect(error?.message).toContain('quota of exports does not suffice');
		expect(error?.description).toContain('0 of 0 exports are left');
		expect(sandbox.clari.journal.count('queue')).toBe(0);
		expect(sandbox.clari.jobs.all).toHaveLength(0);
	});

	test('no slot becomes free in time: says so, and queues nothing', async () => {
		sandbox.clari.settings.concurrentLimit = 0;
		const { error } = await runClari(sandbox.clari, { polling: { timeout: 0.01, firstWait: 0 } });
		expect(error?.description).toMatch(/export slots are taken/);
		expect(sandbox.clari.jobs.all).toHaveLength(0);
	});

	test('the job of somebody else', async () => {
		const theirs = await runClari(
			sandbox.clari,
			{ operation: 'start' },
			{ credential: { ...credentialFor(sandbox.clari), apiToken: sandbox.clari.otherToken } },
		);
		const { error } = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(jsonOf(theirs)[0]?.jobId) },
		});
		expect(error?.description).toMatch(/visible only to the user who queued them/);
	});

	test('a tab ID that is missing', async () => {
		const { error } = await runClari(sandbox.clari, {
			forecastId: { __rl: true, mode: 'id', value: '={{ $json.notThere }}' },
		});
		expect(error?.message).toBe("Fill in 'Forecast Tab' [item 0]");
	});

	test('a host name in a word does not turn the text into a stock text of n8n', async () => {
		fail(400, { code: 'other', message: 'approvEPERMissions ENOENTITY' });
		const { error } = await runClari(sandbox.clari);
		expect(error?.message).toMatch(/^Could not queue the export of forecast tab 'forecast'/);
	});
});

describe('continue on fail', () => {
	test('a failed item says why and stays linked; the others go on', async () => {
		const result = await runClari(
			sandbox.clari,
			{ forecastId: { __rl: true, mode: 'id', value: '={{ $json.tab }}' } },
			{
				input: [{ tab: 'nowhere' }, { tab: 'forecast' }],
				onError: 'continueRegularOutput',
			},
		);
		const [first, second] = result.outputs[0] ?? [];
		expect(first?.json.error).toMatch(/no forecast tab with this ID/);
		expect(first?.pairedItem).toEqual({ item: 0 });
		expect(second?.pairedItem).toEqual({ item: 1 });
	});

	test('no success item has a key named error', async () => {
		const rows = jsonOf(await runClari(sandbox.clari));
		expect(rows.filter((row) => 'error' in row)).toEqual([]);
	});
});

describe('secrets', () => {
	test('never show up, even when the vendor quotes them', async () => {
		fail(400, { code: 'bad_request', message: `malformed: ${TOKEN}`, errorId: TOKEN });
		const result = await runClari(sandbox.clari);
		expect(JSON.stringify({ ...result, data: undefined })).not.toContain(TOKEN);
		expect(JSON.stringify(result.data.resultData)).not.toContain(TOKEN);
		expect(result.error?.description).toContain('***');
	});

	test('never show up after a broken connection, whose error carries the request', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'reset', when: 'before' });
		const result = await runClari(sandbox.clari);
		expect(result.error).toBeDefined();
		expect(JSON.stringify(result.data.resultData)).not.toContain(TOKEN);
	}, 20_000);

	test('are not sent on to where the vendor redirects', async () => {
		const other = await startSandbox({});
		const elsewhere = `${other.clari.v4Url}/export/jobs`;
		const redirecting = fastify();
		redirecting.all('*', async (_request, reply) => await reply.redirect(elsewhere, 302));
		const baseUrl = await redirecting.listen({ host: '127.0.0.1', port: 0 });
		const { error } = await runClari(
			sandbox.clari,
			{ resource: 'account', operation: 'getLimits' },
			{ credential: { ...credentialFor(sandbox.clari), baseUrl } },
		);
		expect(error?.message).toMatch(/redirects to another address/);
		expect(other.clari.journal.entries).toEqual([]);
		await redirecting.close();
		await other.close();
	});
});

test('a cancelled execution stops waiting', async () => {
	sandbox.clari.settings.pollsUntilDone = 1_000_000;
	const started = Date.now();
	const result = await runClari(
		sandbox.clari,
		{ polling: { firstWait: 30, ceiling: 30, timeout: 10 } },
		{ cancelWhen: () => isQueuedHere(sandbox.clari.jobs.all[0]?.jobId) },
	);
	// Not after the half minute of the first wait.
	expect(Date.now() - started).toBeLessThan(25_000);
	expect(result.error?.message).toMatch(
		/^Stopped waiting for export job \w+: the execution was canceled/,
	);
	expect(result.error?.message).toContain(sandbox.clari.jobs.all[0]?.jobId);
});
