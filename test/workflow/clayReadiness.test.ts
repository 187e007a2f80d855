import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { apiCredential, runClay, webhookCredential } from './clay';
import type { EngineRun } from './engine';
import { jsonOf } from './engine';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clay: { source: { token: 'token-of-the-webhook-source' } } });
});
afterEach(async () => await sandbox.close());

async function report(
	parameters: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<IDataObject[]> {
	const result = await runClay(
		sandbox.clay,
		{
			resource: 'account',
			operation: 'checkReadiness',
			options: { attempts: 1 },
			...parameters,
		},
		run,
	);
	expect(result.error).toBeUndefined();
	const { apiKey, token = '', webhookUrl } = sandbox.clay;
	for (const secret of [apiKey, token, new URL(webhookUrl).pathname]) {
		expect(JSON.stringify(result.outputs)).not.toContain(secret);
	}
	// Nothing that was asked made a row.
	expect(sandbox.clay.rows).toHaveLength(0);
	return jsonOf(result);
}

const statusesOf = (items: IDataObject[]) =>
	Object.fromEntries(items.map(({ check, status }) => [check, status]));
const find = (items: IDataObject[], name: string) => items.find(({ check }) => check === name);

const withWebhook = (over: Record<string, string> = {}): Partial<EngineRun> => ({
	credentials: {
		clayApi: apiCredential(sandbox.clay),
		clayTableWebhookApi: webhookCredential(sandbox.clay, over),
	},
});
const WEBHOOK = { includeTableWebhook: true };

test('a workspace that is fit gives an item for each check', async () => {
	const items = await report({ ...WEBHOOK, readinessTableId: sandbox.clay.tableId });
	expect(statusesOf(items)).toEqual({
		base_url: 'pass',
		credential_form: 'pass',
		api_reachable: 'pass',
		credential_accepted: 'pass',
		credits: 'skipped',
		search: 'pass',
		table_query: 'pass',
		clock: 'pass',
		table_webhook: 'pass',
	});
	expect(items[0]).toMatchObject({ service: 'Clay', ready: true });
	expect(find(items, 'credential_accepted')?.detail).toContain('ws_sandbox');
	expect(find(items, 'table_webhook')?.title).toBe('Table webhook (primary)');
	expect(sandbox.clay.sources[0]?.submissions).toBe(0);
});

test('needs no table webhook credential unless it is to be checked', async () => {
	const credentials = { clayApi: apiCredential(sandbox.clay) };
	const items = await report({}, { credentials });
	expect(find(items, 'table_webhook')).toBeUndefined();
	expect(find(items, 'table_query')?.status).toBe('skipped');
	const missing = await report(WEBHOOK, { credentials });
	expect(find(missing, 'table_webhook')?.status).toBe('fail');
});

test('sending rows needs the credential as before', async () => {
	const { error } = await runClay(sandbox.clay, {}, { credentials: {} });
	expect(error?.message).toMatch(/credentials/);
	const sent = await runClay(sandbox.clay, {}, withWebhook());
	expect(sent.error).toBeUndefined();
	expect(sandbox.clay.rows).toHaveLength(1);
});

test.each([
	[401, { api_reachable: 'pass', credential_accepted: 'fail' }],
	[403, { api_reachable: 'pass', credential_accepted: 'fail' }],
	[402, { api_reachable: 'pass', credential_accepted: 'fail' }],
	[404, { api_reachable: 'fail', credential_accepted: 'skipped' }],
	[500, { api_reachable: 'fail', credential_accepted: 'skipped' }],
	[429, { api_reachable: 'warn', credential_accepted: 'skipped' }],
])('%d to the first request: nothing else is asked', async (status, statuses) => {
	sandbox.clay.faults.plan({ route: 'clayMe', kind: 'status', status, times: 9 });
	const items = await report();
	expect(statusesOf(items)).toMatchObject({ ...statuses, search: 'skipped', clock: 'pass' });
	expect(sandbox.clay.journal.entries).toHaveLength(1);
});

test('a plan without search and table query is a warning', async () => {
	sandbox.clay.faults.plan({ route: 'claySearch', kind: 'status', status: 403 });
	sandbox.clay.settings.tableQuery = false;
	const items = await report({ readinessTableId: sandbox.clay.tableId });
	expect(statusesOf(items)).toMatchObject({ search: 'warn', table_query: 'warn' });
	expect(find(items, 'table_query')?.todo).toMatch(/Enterprise/);
	expect(items[0]?.ready).toBe(true);
});

test('a wrong clock, a timeout, and an address that is none', async () => {
	sandbox.clay.faults.plan({ route: '*', kind: 'skewedClock', offsetMs: 600_000, times: 2 });
	expect(statusesOf(await report())).toMatchObject({ clock: 'fail' });
	sandbox.clay.faults.plan({ route: '*', kind: 'slow', delayMs: 5_000, times: 2 });
	const late = await report({ options: { attempts: 1, requestTimeout: 0.1 } });
	expect(statusesOf(late)).toMatchObject({ api_reachable: 'fail', clock: 'skipped' });
	const clayApi = { ...apiCredential(sandbox.clay), baseUrl: 'clay' };
	expect(statusesOf(await report({}, { credentials: { clayApi } }))).toEqual({ base_url: 'fail' });
});

describe('the table webhook', () => {
	const webhooks = async (run: Partial<EngineRun>) =>
		(await report(WEBHOOK, run)).filter(({ check }) => check === 'table_webhook');

	test.each([
		['a wrong token', { authToken: 'wrong' }, 'fail', /does not accept the auth token.*HTTP 401/],
		['a host that is not Clay', { allowedHost: '' }, 'fail', /does not lead to Clay/],
	])('%s', async (_, over, status, what) => {
		const [item] = await webhooks(withWebhook(over));
		expect(item).toMatchObject({ status, ready: false });
		expect(item?.detail).toMatch(what);
	});

	test('a source that is not there', async () => {
		const webhookUrl = `${sandbox.clay.origin}/v3/sources/webhook/gone`;
		const [item] = await webhooks(withWebhook({ webhookUrl }));
		expect(item?.detail).toMatch(/knows no webhook at this URL/);
		expect(JSON.stringify(item)).not.toContain('/gone');
	});

	test('one that is used up fails alone, and is a warning when another takes rows', async () => {
		const [first] = sandbox.clay.sources;
		if (first) first.limit = 0;
		sandbox.clay.faults.plan({ route: 'clayRow', kind: 'status', status: 403 });
		expect((await webhooks(withWebhook()))[0]?.status).toBe('fail');
		const { url } = sandbox.clay.addSource({ token: sandbox.clay.token });
		sandbox.clay.faults.plan({ route: 'clayRow', kind: 'status', status: 403 });
		const items = await webhooks(withWebhook({ overflowUrls: url }));
		expect(items.map(({ title }) => title)).toEqual([
			'Table webhook (primary)',
			'Table webhook (overflow 1)',
		]);
		expect(items.map(({ status }) => status).sort()).toEqual(['pass', 'warn']);
	});

	test.each([
		[429, 'warn'],
		[500, 'fail'],
		[301, 'fail'],
	])('%d: %s', async (status, expected) => {
		sandbox.clay.faults.plan({ route: 'clayRow', kind: 'status', status });
		expect((await webhooks(withWebhook()))[0]?.status).toBe(expected);
	});

	test('one that cannot be reached', async () => {
		const over = { webhookUrl: 'http://127.0.0.1:1/v3/x', allowedHost: '127.0.0.1:1' };
		const [item] = await webhooks(withWebhook(over));
		expect(item?.detail).toMatch(/could not be reached/);
	});

	test('something that takes any text proves nothing', async () => {
		const { crm } = sandbox;
		const over = { webhookUrl: crm.url, allowedHost: new URL(crm.url).host };
		expect((await webhooks(withWebhook(over)))[0]?.status).toBe('warn');
	});
});
