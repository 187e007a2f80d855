import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { Clay } from '../../nodes/Clay/Clay.node';
import type { ClayService } from '../../sandbox/vendors';
import { startClay } from '../../sandbox/vendors';
import { webhookCredential } from './clay';
import type { EngineResult, EngineRun } from './engine';
import { jsonOf, resumeByTime, runNode } from './engine';
import type { WaitingServer } from './waiting';
import { serveWaiting } from './waiting';

const TOKEN = 'token-of-this-execution';
const LEAD = { email: 'jo@example.test', domain: 'example.test', employees: 12 };

let clay: ClayService;
let n8n: WaitingServer;

beforeEach(async () => {
	clay = await startClay({});
	n8n = await serveWaiting(new Clay());
});
afterEach(async () => {
	await clay.close();
	await n8n.close();
});

function runOf(
	parameters: INodeParameters = {},
	more: Partial<EngineRun> = {},
	callback?: ICredentialDataDecryptedObject,
): EngineRun {
	return {
		type: 'clay',
		credentials: {
			clayTableWebhookApi: webhookCredential(clay),
			...(callback && { clayCallbackApi: callback }),
		},
		parameters: { resource: 'row', operation: 'createAndWait', options: {}, ...parameters },
		input: [LEAD],
		waitingUrl: n8n.url,
		resumeToken: TOKEN,
		...more,
	};
}

/** Runs the node until it waits. */
async function wait(
	...args: Parameters<typeof runOf>
): Promise<{ run: EngineRun; waiting: EngineResult }> {
	const run = runOf(...args);
	const waiting = await runNode(run);
	expect(waiting.error).toBeUndefined();
	n8n.park(run, waiting);
	return { run, waiting };
}

async function call(body: string, headers: Record<string, string> = {}, row = 0) {
	const url = String(clay.rows[row]?.cells.callback_url);
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
	const answer: unknown = await response.json();
	return { status: response.status, answer };
}

test('sends one row with the URL that resumes it, and waits', async () => {
	const { waiting } = await wait({ waitLimit: 2, waitUnit: 'days' });
	expect(waiting.status).toBe('waiting');
	const cells = clay.rows[0]?.cells;
	expect(cells).toMatchObject(LEAD);
	const url = String(cells?.callback_url).replace(/[0-9a-f]{20}$/, 'key');
	expect(url).toBe(`${n8n.url}/1?signature=${TOKEN}&row=key`);
	const until = new Date(String(waiting.data.waitTill)).getTime();
	// Two days from some moment of this test.
	expect(Math.round((until - Date.now()) / 3_600_000)).toBe(48);
	expect(JSON.stringify(waiting.outputs)).not.toContain(TOKEN);
});

test('goes on with what the HTTP API column sends back', async () => {
	const { waiting } = await wait();
	clay.setColumn({ delayMs: 0 });
	const row = clay.rows[0];
	clay.rerun(String(row?.id));
	await clay.waitForCallbacks(1, 5_000);
	const [sent] = jsonOf(waiting);
	expect(clay.callbacks[0]).toMatchObject({
		status: 200,
		body: { received: true, correlationId: sent?.correlationId },
	});
	expect(n8n.resumedWith).toMatchObject([
		{
			json: {
				timedOut: false,
				event: 'enrichment.completed',
				correlationId: sent?.correlationId,
				waitedSeconds: expect.any(Number),
				data: { icp_score: expect.any(Number) },
				raw: { correlation_id: sent?.correlationId },
			},
			pairedItem: { item: 0 },
		},
	]);
});

test('a second callback is told that the execution has gone on', async () => {
	await wait();
	expect((await call('{"icp_score": 90}')).status).toBe(200);
	expect((await call('{"icp_score": 91}')).status).toBe(409);
	expect(n8n.resumedWith?.[0]?.json.data).toEqual({ icp_score: 90 });
});

test('takes a flat body, keeps the correlation ID of the row, and says what looks typed', async () => {
	const { waiting } = await wait();
	await call('{"correlation_id": "/Correlation ID", "Work Email": "{{Work Email}}"}');
	const json = n8n.resumedWith?.[0]?.json;
	expect(json?.correlationId).toBe(jsonOf(waiting)[0]?.correlationId);
	expect(json?.warnings).toHaveLength(2);
});

describe('in a loop, where the execution has one token for all rows', () => {
	const another = { status: 409, answer: { received: false, reason: 'another_row' } };

	test('refuses what comes late for the row before, and goes on waiting', async () => {
		await wait({}, { input: [{ ...LEAD, correlation_id: 'lead-1' }] });
		const { waiting } = await wait({}, { input: [{ ...LEAD, correlation_id: 'lead-2' }] });
		expect(await call('{"correlation_id": "lead-1", "icp_score": 90}')).toMatchObject(another);
		expect(n8n.resumedWith).toBeUndefined();
		expect((await call('{"icp_score": 12}', {}, 1)).status).toBe(200);
		expect(n8n.resumedWith).toMatchObject([
			{ json: { correlationId: jsonOf(waiting)[0]?.correlationId, data: { icp_score: 12 } } },
		]);
	});

	test('refuses what comes late for another node, also with the same correlation ID', async () => {
		const input = [{ ...LEAD, correlation_id: 'lead-1' }];
		await wait({}, { input, nodeId: 'firstTable' });
		await wait({}, { input, nodeId: 'secondTable' });
		expect(await call('{"icp_score": 90}')).toMatchObject(another);
		expect((await call('{"icp_score": 12}', {}, 1)).status).toBe(200);
	});
});

test.each([
	['a list', '[1]', {}],
	['a text', '"x"', {}],
	['nothing', '{}', {}],
	['another content type', '{"a": 1}', { 'content-type': 'text/plain' }],
])('answers %s with 400 and goes on waiting', async (_what, body, headers) => {
	await wait();
	expect(await call(body, headers)).toMatchObject({ status: 400, answer: { received: false } });
	expect(n8n.resumedWith).toBeUndefined();
	expect((await call('{"icp_score": 1}')).status).toBe(200);
});

describe('with a shared header', () => {
	const credential = { method: 'header', headerName: 'x-secret', secret: 'open-sesame' };
	const parameters = { callbackAuthentication: 'header' };

	test('lets in what has the secret', async () => {
		await wait(parameters, {}, credential);
		expect((await call('{"a": 1}', { 'x-secret': 'open-sesame' })).status).toBe(200);
	});

	const refused = { status: 401, answer: { received: false, reason: 'unauthorized' } };

	test.each([
		['without the header', {}],
		['with another secret', { 'x-secret': 'open-sesam' }],
	])('refuses what comes %s', async (_what, headers) => {
		await wait(parameters, {}, credential);
		expect(await call('{"a": 1}', headers)).toEqual(refused);
		expect(n8n.resumedWith).toBeUndefined();
	});

	test.each([
		['without a secret', { ...credential, secret: '' }],
		['for signatures', { ...credential, method: 'hmac' }],
		['that is missing', undefined],
	])('refuses callbacks with a credential %s, and sends no row with it', async (_what, bad) => {
		const { run } = await wait(parameters, {}, credential);
		run.credentials = runOf({}, {}, bad).credentials;
		expect(await call('{"a": 1}', { 'x-secret': '' })).toEqual(refused);
		expect(n8n.resumedWith).toBeUndefined();

		const next = await runNode(runOf(parameters, {}, bad));
		expect(next.error?.message).toMatch(/No callback could be let in|credential/);
		expect(clay.rows).toHaveLength(1);
	});

	test('goes on waiting while the credential cannot be read', async () => {
		const { run } = await wait(parameters, {}, credential);
		const before = run.credentials;
		const down = (_resolve: unknown, reject: (reason: Error) => void) =>
			reject(new Error('The store is down'));
		run.credentials = { ...before, clayCallbackApi: { then: down } as never };
		const headers = { 'x-secret': 'open-sesame' };
		expect(await call('{"a": 1}', headers)).toEqual({
			status: 503,
			answer: { received: false, reason: 'unavailable' },
		});
		run.credentials = before;
		expect((await call('{"a": 1}', headers)).status).toBe(200);
	});

	test('answers 503 and goes on waiting when something is thrown', async () => {
		const { run } = await wait(parameters, {}, credential);
		const unreadable = {
			...credential,
			get secret(): string {
				throw new Error('Cannot be read');
			},
		};
		run.credentials = { ...run.credentials, clayCallbackApi: unreadable };
		expect((await call('{"a": 1}', { 'x-secret': 'open-sesame' })).status).toBe(503);
		expect(n8n.resumedWith).toBeUndefined();
	});
});

test.each(['={{ "none" }}', '={{ $json.timedOut ? "none" : "header" }}', 'hmac', ''])(
	"refuses callbacks when 'Callback Authentication' is '%s', and sends no row with it",
	async (callbackAuthentication) => {
		const { run } = await wait();
		run.parameters = { ...run.parameters, callbackAuthentication };
		expect((await call('{"a": 1}')).status).toBe(401);
		expect(n8n.resumedWith).toBeUndefined();

		const next = await runNode(runOf({ callbackAuthentication }));
		expect(next.error?.message).toContain('No callback could be let in');
		expect(clay.rows).toHaveLength(1);
	},
);

describe('when Clay may have made the row', () => {
	beforeEach(() => {
		clay.faults.plan({ route: 'clayRow', kind: 'reset', when: 'after' });
	});

	test('waits, and takes the callback for the proof', async () => {
		const { waiting } = await wait();
		expect(waiting.status).toBe('waiting');
		expect(clay.rows).toHaveLength(1);
		expect((await call('{"icp_score": 90}')).status).toBe(200);
		expect(n8n.resumedWith).toMatchObject([{ json: { timedOut: false } }]);
	});

	test('says so when none has come', async () => {
		const { run, waiting } = await wait();
		const [item] = jsonOf(await resumeByTime(run, waiting));
		expect(item).toMatchObject({
			timedOut: true,
			uncertain: expect.stringContaining('Clay may have made the row'),
		});
	});
});

test('when the time is over, the item says so and holds the row without the URL', async () => {
	const { run, waiting } = await wait();
	const over = await resumeByTime(run, waiting);
	expect(over.error).toBeUndefined();
	const [item] = jsonOf(over);
	expect(item).toMatchObject({
		timedOut: true,
		correlationId: clay.rows[0]?.cells.correlation_id,
		row: { ...LEAD, correlation_id: clay.rows[0]?.cells.correlation_id },
	});
	expect(JSON.stringify(item)).not.toContain(TOKEN);
	expect(clay.rows).toHaveLength(1);
});

test('refuses more than one item before anything is sent', async () => {
	const result = await runNode(runOf({}, { input: [LEAD, LEAD] }));
	expect(result.error?.message).toContain('takes one item, and there are 2');
	expect(clay.journal.entries).toEqual([]);
});

test('sends nothing when it cannot be known how long to wait', async () => {
	const waitLimit = '={{ $("A node that is not there").item.json.hours }}';
	const result = await runNode(runOf({ waitLimit }, { retryOnFail: true }));
	expect(result.error).toBeDefined();
	expect(clay.journal.entries).toEqual([]);
});

test('sends a row once, however often Retry On Fail runs the node', async () => {
	clay.faults.plan({ route: 'clayRow', kind: 'reset', when: 'after' });
	await runNode(runOf({}, { retryOnFail: true }));
	expect(clay.rows).toHaveLength(1);
});

test('does not wait for a row that was not created', async () => {
	clay.faults.plan({ route: 'clayRow', kind: 'status', status: 404 });
	const result = await runNode(runOf());
	expect(result.error?.message).toContain('Clay knows no webhook at this URL');
	expect(result.data.waitTill).toBeUndefined();
});
