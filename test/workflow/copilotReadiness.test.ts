import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { weekOf } from '../../nodes/ClariCopilot/weeklyUse';
import { copilotCredentials, runCopilot } from './copilot';
import type { EngineRun } from './engine';
import { jsonOf } from './engine';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

async function report(
	parameters: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<Record<string, IDataObject>> {
	const { options = {}, ...rest } = parameters;
	const result = await runCopilot(
		sandbox.copilot,
		{
			resource: 'workspace',
			operation: 'checkReadiness',
			options: { attempts: 1, ...Object(options) },
			...rest,
		},
		run,
	);
	expect(result.error).toBeUndefined();
	const { apiKey, apiPassword, webhookToken } = sandbox.copilot;
	for (const secret of [apiKey, apiPassword, webhookToken]) {
		expect(JSON.stringify(result.outputs)).not.toContain(secret);
	}
	return Object.fromEntries(jsonOf(result).map((item) => [String(item.check), item]));
}

const statusesOf = (items: Record<string, IDataObject>) =>
	Object.fromEntries(Object.entries(items).map(([check, { status }]) => [check, status]));

/** A call that was analysed just now. */
function addCall(): void {
	const { id } = sandbox.copilot.addCall();
	sandbox.copilot.setStatus(id, 'POST_PROCESSING_DONE');
}

test('a workspace that is fit gives an item for each check, with two requests', async () => {
	addCall();
	const items = await report();
	expect(statusesOf(items)).toEqual({
		base_url: 'pass',
		credential_form: 'pass',
		api_reachable: 'pass',
		credential_accepted: 'pass',
		users: 'pass',
		calls: 'pass',
		weekly_use: 'pass',
		clock: 'pass',
		webhook_registration: 'skipped',
	});
	expect(items.users).toMatchObject({ service: 'Clari Copilot', ready: true, todo: null });
	expect(sandbox.copilot.journal.entries).toHaveLength(2);
});

test.each([
	[401, { api_reachable: 'pass', credential_accepted: 'fail' }],
	[403, { api_reachable: 'pass', credential_accepted: 'fail' }],
	[404, { api_reachable: 'fail', credential_accepted: 'skipped' }],
	[500, { api_reachable: 'fail', credential_accepted: 'skipped' }],
	[429, { api_reachable: 'warn', credential_accepted: 'skipped' }],
])('%d to the first request: nothing else is asked', async (status, statuses) => {
	sandbox.copilot.faults.plan({ route: '*', kind: 'status', status, retryAfter: '0', times: 9 });
	const items = await report();
	expect(statusesOf(items)).toMatchObject({
		...statuses,
		users: 'skipped',
		calls: 'skipped',
		clock: 'pass',
	});
	expect(items.users?.ready).toBe(status === 429);
	expect(sandbox.copilot.journal.entries).toHaveLength(1);
});

test('a wrong password, and a missing one', async () => {
	const credentials = copilotCredentials(sandbox.copilot, { apiPassword: 'another-password' });
	const refused = await report({}, { credentials });
	expect(refused.credential_accepted).toMatchObject({ status: 'fail', ready: false });
	const empty = copilotCredentials(sandbox.copilot, { apiPassword: ' ' });
	const items = await report({}, { credentials: empty });
	expect(items.credential_form?.detail).toBe("'API Password' is empty.");
});

test('an address that is none fails as a check, and a missing credential is an error', async () => {
	const credentials = copilotCredentials(sandbox.copilot, { baseUrl: 'copilot' });
	const items = await report({}, { credentials });
	expect(statusesOf(items)).toEqual({ base_url: 'fail' });
	const readiness = { resource: 'workspace', operation: 'checkReadiness' };
	const missing = await runCopilot(sandbox.copilot, readiness, { credentials: {} });
	expect(missing.error?.message).toMatch(/credentials/);
	// In every other operation it is one.
	const users = await runCopilot(
		sandbox.copilot,
		{ resource: 'user', operation: 'getMany' },
		{ credentials },
	);
	expect(users.error?.message).toMatch(/no web address/);
});

test("a gateway's page, a timeout and a wrong clock", async () => {
	sandbox.copilot.faults.plan({ route: '*', kind: 'truncatedJson' });
	expect(statusesOf(await report())).toMatchObject({ api_reachable: 'fail' });
	sandbox.copilot.faults.plan({ route: '*', kind: 'slow', delayMs: 5_000 });
	const late = await report({ options: { requestTimeout: 0.1 } });
	expect(statusesOf(late)).toMatchObject({ api_reachable: 'fail', clock: 'skipped' });
	sandbox.copilot.faults.plan({ route: '*', kind: 'skewedClock', offsetMs: -600_000, times: 2 });
	expect(statusesOf(await report())).toMatchObject({ clock: 'fail' });
});

test('nobody records, and no call was analysed lately: warnings', async () => {
	sandbox.copilot.faults.plan(
		{ route: 'copilotUsers', kind: 'wrongType', value: { users: [{ id: 'u1' }] } },
		{ route: 'copilotCalls', kind: 'wrongType', value: { calls: [] } },
	);
	const items = await report();
	expect(statusesOf(items)).toMatchObject({ users: 'warn', calls: 'warn' });
	expect(items.users?.detail).toBe('0 of 1 users record calls.');
	expect(items.users?.ready).toBe(true);
});

test('calls that cannot be read fail', async () => {
	sandbox.copilot.faults.plan({ route: 'copilotCalls', kind: 'status', status: 500 });
	const items = await report();
	expect(items.calls).toMatchObject({ status: 'fail', ready: false });
	expect(items.users?.status).toBe('pass');
});

test("the week's requests of the workflow are counted, and a high count is a warning", async () => {
	const staticData: IDataObject = {};
	await report({}, { staticData });
	const second = await report({}, { staticData });
	expect(second.weekly_use).toMatchObject({ status: 'pass' });
	expect(second.weekly_use?.detail).toContain('about 4 of the 100,000');

	const host = new URL(sandbox.copilot.origin).host;
	const used = JSON.stringify(staticData).replace(/"requests":\d+/, '"requests":79999');
	const high = await report({}, { staticData: JSON.parse(used) });
	expect(used).toContain(host);
	expect(used).toContain(weekOf(Date.now()));
	expect(high.weekly_use?.status).toBe('warn');
});

describe('the registration of webhooks that no Clari source confirms', () => {
	const asked = { includeRegistration: true };

	test('is not asked for unless wanted, and needs its credential only then', async () => {
		const { clariCopilotApi = {} } = copilotCredentials(sandbox.copilot);
		const credentials = { clariCopilotApi };
		const items = await report({}, { credentials });
		expect(items.webhook_registration?.todo).toMatch(/polling/);
		const missing = await report(asked, { credentials });
		expect(missing.webhook_registration?.status).toBe('fail');
		const { error } = await runCopilot(sandbox.copilot, { resource: 'webhook' }, { credentials });
		expect(error?.message).toMatch(/credentials/);
	});

	test('that it is not there is a warning with what to use, and it never gets the key of the API', async () => {
		const gone = await report(asked);
		expect(gone.webhook_registration).toMatchObject({ status: 'warn', ready: true });
		expect(gone.webhook_registration?.todo).toMatch(/Clari Copilot Trigger/);
		const { clariCopilotApi = {} } = copilotCredentials(sandbox.copilot);
		const clariCopilotWebhookApi = { baseUrl: 'http://127.0.0.1:1/v1', accessToken: 'x'.repeat(9) };
		const credentials = { clariCopilotApi, clariCopilotWebhookApi };
		const noHost = await report(asked, { credentials });
		expect(noHost.webhook_registration?.detail).toMatch(/the host does not answer/);
		expect(noHost.webhook_registration?.status).toBe('warn');
	});

	test('a gateway that offers it passes, one that refuses the token fails', async () => {
		sandbox.copilot.settings.registration = 'asTheSeedSays';
		expect((await report(asked)).webhook_registration?.status).toBe('pass');
		sandbox.copilot.settings.registrationList = 'data';
		expect((await report(asked)).webhook_registration?.status).toBe('pass');
		sandbox.copilot.settings.registrationList = 405;
		expect((await report(asked)).webhook_registration?.status).toBe('warn');
		sandbox.copilot.settings.registrationList = 'webhooks';
		const { clariCopilotApi = {}, clariCopilotWebhookApi } = copilotCredentials(sandbox.copilot);
		const wrong = { ...clariCopilotWebhookApi, accessToken: 'another-token' };
		const credentials = { clariCopilotApi, clariCopilotWebhookApi: wrong };
		const refused = await report(asked, { credentials });
		expect(refused.webhook_registration?.detail).toMatch(/access token is not accepted/);
		expect(refused.webhook_registration?.status).toBe('fail');
	});
});
