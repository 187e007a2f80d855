import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { ClariCopilotWebhookTrigger } from '../../nodes/ClariCopilot/ClariCopilotWebhookTrigger.node';
import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { copilotCredentials } from './copilot';
import type { HookOptions } from './webhookHooks';
import { activate, deactivate, listenForTest } from './webhookHooks';

const SECRET = 'copilot-shared-secret-1f0c';
const ORIGIN = 'https://n8n.example.com';
const URL_START = `${ORIGIN}/webhook/hook-1/webhook?key=`;
const OUTAGE = { route: 'copilotWebhooks', kind: 'status', status: 503, times: 1_000 } as const;

let copilot: CopilotService;
const opened: CopilotService[] = [];

beforeEach(async () => {
	copilot = await open();
});
afterEach(async () => await Promise.all(opened.splice(0).map(async (one) => await one.close())));

async function open(webhookToken?: string): Promise<CopilotService> {
	const settings = { registration: 'asTheSeedSays', rate: 1_000 } as const;
	const service = await startCopilot({ settings, webhookToken });
	opened.push(service);
	return service;
}

function credential(
	of: CopilotService = copilot,
	more: ICredentialDataDecryptedObject = {},
): Record<string, ICredentialDataDecryptedObject> {
	const { clariCopilotWebhookApi = {} } = copilotCredentials(of);
	const data = { ...clariCopilotWebhookApi, sharedSecret: SECRET, ...more };
	return { clariCopilotWebhookApi: data };
}

function workflow(parameters: INodeParameters = {}): HookOptions {
	return {
		node: new ClariCopilotWebhookTrigger(),
		parameters: { events: ['call.analyzed'], authentication: 'urlKey', ...parameters },
		credentials: credential(),
		row: { id: 'workflow-1', nodeId: 'node-1', staticData: '{}' },
		origin: ORIGIN,
		log: [],
	};
}

const events = (...names: string[]) => ({ events: names, authentication: 'urlKey' });
const writes = () =>
	copilot.journal.entries.filter(({ method }) => method !== 'GET').map(({ method }) => method);

/** Something is registered that nobody else should touch. */
function addStranger(): void {
	const url = `${ORIGIN}/webhook/other/webhook`;
	copilot.webhooks.push({ id: 'stranger', url, events: ['call.analyzed'], created_at: '' });
}
function addCopy(): void {
	copilot.webhooks.push(...ours().map((one) => ({ ...one, id: 'copy' })));
}
const ours = (of = copilot) => of.webhooks.filter(({ id }) => id !== 'stranger');

describe('the registration', () => {
	test('comes with the workflow, and goes with it', async () => {
		addStranger();
		const one = workflow({ events: ['call.completed', 'anyOther'] });
		await activate(one);
		expect(ours()).toMatchObject([
			{ url: expect.stringContaining(URL_START), events: ['call.completed'] },
		]);
		await deactivate(one);
		expect(copilot.webhooks.map(({ id }) => id)).toEqual(['stranger']);
		expect(one.row.staticData).not.toContain('webhook_1');
		expect(one.log).toEqual([]);
	});

	test('its URL has a key, and neither the secret nor the token', async () => {
		const one = workflow();
		await activate(one);
		expect(ours()[0]?.url).toMatch(/\?key=[\w-]{43}$/);
		expect(ours()[0]?.url).not.toContain(SECRET);
		expect(one.row.staticData).not.toContain(SECRET);
		expect(one.row.staticData).not.toContain(copilot.webhookToken);
	});

	test('stays the same when n8n starts anew', async () => {
		const one = workflow();
		await activate(one);
		await activate(one, 'init');
		expect(ours().map(({ id }) => id)).toEqual(['webhook_1']);
		expect(writes()).toEqual(['POST']);
	});

	test('is changed in place with the events and the secret', async () => {
		const one = workflow();
		await activate(one);
		one.parameters = events('call.completed', 'call.analyzed');
		await activate(one, 'update');
		one.credentials = credential(copilot, { sharedSecret: 'another-secret-0123456789' });
		const [before] = ours();
		const url = before?.url;
		await activate(one, 'update');
		expect(ours()).toMatchObject([
			{ id: 'webhook_1', events: ['call.completed', 'call.analyzed'] },
		]);
		expect(ours()[0]?.url).not.toBe(url);
		expect(writes()).toEqual(['POST', 'PATCH', 'PATCH']);
	});

	test('gets the key of a secret that has changed when n8n starts anew', async () => {
		const one = workflow();
		await activate(one);
		const [before] = ours().map(({ url }) => url);
		one.credentials = credential(copilot, { sharedSecret: 'another-secret-0123456789' });
		await activate(one, 'init');
		expect(ours()).toMatchObject([{ id: 'webhook_1', url: expect.stringContaining(URL_START) }]);
		expect(ours()[0]?.url).not.toBe(before);
	});

	test('is made anew where it cannot be changed', async () => {
		const one = workflow();
		await activate(one);
		one.parameters = events('call.completed');
		copilot.faults.plan({ route: 'copilotWebhooks', kind: 'status', status: 405, skip: 1 });
		await activate(one, 'update');
		expect(ours()).toMatchObject([{ id: 'webhook_2', events: ['call.completed'] }]);
		await deactivate(one);
		expect(ours()).toEqual([]);
	});

	test('is made again when somebody has removed it', async () => {
		const one = workflow();
		await activate(one);
		copilot.webhooks.length = 0;
		await activate(one, 'init');
		expect(ours()).toHaveLength(1);
		copilot.webhooks.length = 0;
		await deactivate(one);
		expect(one.log).toEqual([]);
		expect(one.row.staticData).not.toContain('webhook_2');
	});

	test('is found by its URL when its ID was lost', async () => {
		const one = workflow();
		await activate(one);
		one.row.staticData = '{}';
		await activate(one, 'init');
		expect(ours().map(({ id }) => id)).toEqual(['webhook_1']);
		one.row.staticData = '{}';
		await deactivate(one);
		expect(ours()).toEqual([]);
	});

	test('follows n8n to another address', async () => {
		addStranger();
		const one = workflow();
		await activate(one);
		one.origin = 'https://moved.example.com';
		await activate(one, 'init');
		expect(ours()).toMatchObject([
			{
				id: 'webhook_1',
				url: expect.stringContaining('https://moved.example.com/webhook/hook-1/'),
			},
		]);
		await deactivate(one);
		expect(copilot.webhooks.map(({ id }) => id)).toEqual(['stranger']);
	});

	test('follows n8n to another address where it cannot be changed', async () => {
		const one = workflow();
		await activate(one);
		one.origin = 'https://moved.example.com';
		copilot.faults.plan({ route: 'copilotWebhooks', kind: 'status', status: 405, skip: 1 });
		await activate(one, 'init');
		expect(ours()).toMatchObject([
			{
				id: 'webhook_2',
				url: expect.stringContaining('https://moved.example.com/webhook/hook-1/'),
			},
		]);
	});

	test('is one: a second one of the same URL is removed', async () => {
		addStranger();
		const one = workflow();
		await activate(one);
		addCopy();
		await activate(one, 'init');
		expect(ours().map(({ id }) => id)).toEqual(['webhook_1']);
		addCopy();
		await deactivate(one);
		expect(copilot.webhooks.map(({ id }) => id)).toEqual(['stranger']);
	});

	test('names a second one that cannot be removed', async () => {
		const one = workflow();
		await activate(one);
		addCopy();
		copilot.faults.plan({ route: 'copilotWebhooks', kind: 'status', status: 403, skip: 1 });
		await activate(one, 'init');
		expect(one.log).toEqual([expect.stringMatching(/registered twice.*Webhook copy .*Delete/)]);
	});

	test('of the test URL lasts as long as the editor listens', async () => {
		const one = workflow();
		await activate(one);
		const stop = await listenForTest(one);
		expect(ours().map(({ url }) => url.split('/')[3])).toEqual(['webhook', 'webhook-test']);
		await stop();
		expect(ours().map(({ id }) => id)).toEqual(['webhook_1']);
	});
});

describe('the vendor is away', () => {
	test('when the workflow is published: an error, and the node to use instead', async () => {
		const one = workflow();
		copilot.faults.plan(OUTAGE);
		await expect(activate(one)).rejects.toThrow(
			/Could not look for the webhook: 127\.0\.0\.1:\d+ answered with HTTP 503\. .*'Clari Copilot Trigger'/,
		);
		copilot.faults.clear();
		expect(ours()).toEqual([]);
		await activate(one);
		expect(ours()).toHaveLength(1);
	});

	test('when there is no such path or host', async () => {
		const one = workflow();
		copilot.settings.registration = 'gone';
		await expect(activate(one)).rejects.toThrow(/nothing is there\..*'Clari Copilot Trigger'/);
		one.credentials = credential(copilot, { baseUrl: 'http://127.0.0.1:9/v1' });
		await expect(activate(one)).rejects.toThrow(
			/the host 127\.0\.0\.1:9 does not answer\..*'Clari Copilot Trigger'/,
		);
		expect(one.row.staticData).not.toContain('webhook_');
	});

	test('when the answer to the registration is lost: it is found, not made twice', async () => {
		const one = workflow();
		copilot.faults.plan({ route: 'copilotWebhooks', kind: 'reset', when: 'after', skip: 1 });
		await activate(one);
		expect(ours()).toHaveLength(1);
		await deactivate(one);
		expect(ours()).toEqual([]);
	});

	test('also when it cannot be looked for: the error says so, and it is removed when it can be', async () => {
		const one = workflow();
		copilot.faults.plan(
			{ route: 'copilotWebhooks', kind: 'reset', when: 'after', skip: 1 },
			// The look after it and its repeat; then n8n's own removal after the failure.
			{ ...OUTAGE, skip: 2, times: 4 },
		);
		await expect(activate(one)).rejects.toThrow(/may be registered all the same.*Get Many/);
		expect(one.log.join()).toMatch(/Could not remove webhook/);
		expect(ours()).toHaveLength(1);
		await deactivate(one);
		expect(ours()).toEqual([]);
	});

	test('when n8n starts: what is remembered counts, with a warning', async () => {
		const one = workflow();
		await activate(one);
		copilot.faults.plan(OUTAGE);
		await activate(one, 'init');
		copilot.faults.clear();
		expect(ours().map(({ id }) => id)).toEqual(['webhook_1']);
		expect(one.log).toEqual([expect.stringContaining('whether webhook webhook_1 is still')]);
	});

	test.each([
		['has another address', 'https://moved.example.com', SECRET],
		['has another secret', ORIGIN, `${SECRET}-2`],
	])('when n8n starts and %s: an error, so that n8n tries again', async (_what, origin, secret) => {
		const one = workflow();
		await activate(one);
		const url = ours()[0]?.url;
		one.origin = origin;
		one.credentials = credential(copilot, { sharedSecret: secret });
		copilot.faults.plan(OUTAGE);
		await expect(activate(one, 'init')).rejects.toThrow('Could not look for the webhook');
		copilot.faults.clear();
		await activate(one, 'init');
		expect(ours().map(({ id }) => id)).toEqual(['webhook_1']);
		expect(ours()[0]?.url).not.toBe(url);
		one.log.length = 0;
		copilot.faults.plan(OUTAGE);
		await activate(one, 'init');
		expect(one.log).toEqual([expect.stringContaining('whether webhook webhook_1 is still')]);
	});

	test('when the events change', async () => {
		const one = workflow();
		await activate(one);
		one.parameters = events('call.completed');
		copilot.faults.plan({ ...OUTAGE, skip: 1 });
		await expect(activate(one, 'update')).rejects.toThrow(/Could not change webhook webhook_1/);
		expect(one.log).toEqual([expect.stringMatching(/Webhook webhook_1 may still be registered/)]);
		copilot.faults.clear();
		await activate(one, 'update');
		expect(ours()).toMatchObject([{ id: 'webhook_1', events: ['call.completed'] }]);
	});

	test.each([
		['before the list', 0],
		['before the removal', 1],
	])('when the workflow is unpublished, %s: the user learns its ID', async (_when, skip) => {
		const one = workflow();
		await activate(one);
		copilot.faults.plan({ ...OUTAGE, skip });
		await deactivate(one);
		expect(one.log).toEqual([
			expect.stringMatching(
				/Could not remove the webhook: .* Webhook webhook_1 may still be registered at http.*'Webhook: Delete'/,
			),
		]);
		copilot.faults.clear();
		await activate(one);
		expect(ours().map(({ id }) => id)).toEqual(['webhook_1']);
		await deactivate(one);
		expect(ours()).toEqual([]);
	});

	test('when the whole path is gone as it is unpublished: that says nothing about the webhook', async () => {
		const one = workflow();
		await activate(one);
		copilot.settings.registration = 'gone';
		await deactivate(one);
		expect(one.log).toEqual([
			expect.stringMatching(/nothing is there\. Webhook webhook_1 may still be registered at http/),
		]);
		copilot.settings.registration = 'asTheSeedSays';
		one.log.length = 0;
		await deactivate(one);
		expect(ours()).toEqual([]);
	});

	test('and what was found instead of made can neither be changed: an error, not a workflow without a webhook', async () => {
		const one = workflow();
		copilot.faults.plan(
			{ route: 'copilotWebhooks', kind: 'reset', when: 'after', skip: 1 },
			{ route: 'copilotWebhooks', kind: 'status', status: 405, skip: 2 },
		);
		// It lists other names than it takes.
		copilot.beforeRequest = () => {
			for (const webhook of copilot.webhooks) webhook.events = ['CALL_ANALYZED'];
		};
		await expect(activate(one)).rejects.toThrow('Could not register the webhook');
		expect(ours()).toEqual([]);
	});

	test('when it is unpublished and the ID was lost', async () => {
		const one = workflow();
		await activate(one);
		one.row.staticData = '{}';
		copilot.faults.plan(OUTAGE);
		await deactivate(one);
		expect(one.log).toEqual([expect.stringContaining('Could not look for webhooks')]);
	});
});

describe('another credential', () => {
	const elsewhere = async (token?: string) => {
		const one = workflow();
		await activate(one);
		const other = await open(token);
		one.credentials = credential(other);
		return { one, other };
	};

	test('with the same token: the old registration is removed at the old address', async () => {
		const { one, other } = await elsewhere();
		await activate(one, 'update');
		expect(ours()).toEqual([]);
		expect(ours(other)).toHaveLength(1);
		expect(one.log).toEqual([]);
	});

	test('the old address is away: a warning now, another try later', async () => {
		const { one, other } = await elsewhere();
		copilot.faults.plan(OUTAGE);
		await activate(one, 'update');
		expect(ours(other)).toHaveLength(1);
		expect(one.log).toEqual([expect.stringContaining(`registered at ${copilot.webhookUrl}`)]);
		copilot.faults.clear();
		await activate(one, 'init');
		expect(ours()).toEqual([]);
		expect(ours(other)).toHaveLength(1);
	});

	test('with another token: the old address does not get it, and the user learns the ID', async () => {
		const { one, other } = await elsewhere('another-token');
		copilot.journal.clear();
		await activate(one, 'update');
		expect(copilot.journal.entries).toEqual([]);
		expect(ours(other)).toHaveLength(1);
		expect(one.log).toEqual([expect.stringMatching(/Webhook webhook_1 .*another token now/)]);
	});

	test('a token of another account, whose list has the same ID for another URL: the user learns it', async () => {
		const one = workflow();
		await activate(one);
		const other = await open('another-token');
		const url = `${ORIGIN}/webhook/other/webhook`;
		other.webhooks.push({ id: 'webhook_1', url, events: ['call.analyzed'], created_at: '' });
		one.row.staticData = one.row.staticData.replace(copilot.webhookUrl, other.webhookUrl);
		one.credentials = credential(other);
		await activate(one, 'update');
		expect(other.webhooks).toMatchObject([{ id: 'webhook_1', url }, { id: expect.any(String) }]);
		expect(one.log).toEqual([expect.stringMatching(/Webhook webhook_1 .*another token now/)]);
	});

	test('a new token of the same account finds the registration in the list', async () => {
		const one = workflow();
		await activate(one);
		const { url = '' } = ours()[0] ?? {};
		const renewed = await open('renewed-token');
		renewed.webhooks.push({ id: 'webhook_1', url, events: ['call.analyzed'], created_at: '' });
		one.row.staticData = one.row.staticData.replace(copilot.webhookUrl, renewed.webhookUrl);
		one.credentials = credential(renewed);
		await activate(one, 'init');
		expect(ours(renewed).map(({ id }) => id)).toEqual(['webhook_1']);
		expect(one.log).toEqual([]);
	});

	test('before it is unpublished: nothing is left there either', async () => {
		const { one, other } = await elsewhere();
		await deactivate(one);
		expect([...ours(), ...ours(other)]).toEqual([]);
	});

	test('that is not accepted any more: the user learns the ID', async () => {
		const one = workflow();
		await activate(one);
		const staticData = one.row.staticData;
		one.credentials = credential(copilot, { accessToken: 'revoked' });
		await deactivate(one);
		expect(one.log.join()).toMatch(/Webhook webhook_1 may still be registered/);
		expect(staticData).toContain('webhook_1');
	});
});

describe('nothing is registered', () => {
	test.each([
		['http://n8n.example.com', 'it has no https'],
		['https://localhost:5678', 'localhost is an address of this network'],
		['https://n8n.local', 'n8n.local is an address of this network'],
		['https://10.1.2.3', '10.1.2.3 is an address of this network'],
		['https://[::1]:5678', '[::1] is an address of this network'],
		['https://n8n', 'n8n is an address of this network'],
	])('for %s', async (origin, reason) => {
		const one = { ...workflow(), origin };
		one.credentials = credential(copilot, { baseUrl: 'https://gateway.invalid.example/v1' });
		await expect(activate(one)).rejects.toThrow(
			`The webhook URL cannot be reached from outside: ${reason}. Set WEBHOOK_URL`,
		);
		expect(copilot.journal.entries).toEqual([]);
	});

	test('unless the gateway is local as well, or the user says so', async () => {
		const local = { ...workflow(), origin: 'http://127.0.0.1:5678' };
		await activate(local);
		expect(ours()).toHaveLength(1);
		const allowed = workflow({ triggerOptions: { allowUnreachable: true } });
		allowed.origin = 'http://n8n.local';
		allowed.credentials = credential(copilot, { baseUrl: 'https://gateway.invalid/v1' });
		await expect(activate(allowed)).rejects.toThrow('the host gateway.invalid does not answer');
	});

	test.each([
		[{ sharedSecret: '' }, {}],
		[{ sharedSecret: ' ' }, {}],
		[{ sharedSecret: 'short' }, {}],
		[{ sharedSecret: '', previousSecret: SECRET }, {}],
		[{}, { authentication: '' }],
	])('without a secret %j %j, unless None is chosen', async (data, parameters) => {
		const one = workflow(parameters);
		one.credentials = credential(copilot, data);
		await expect(activate(one)).rejects.toThrow(/'Shared Secret' of at least 16 characters/);
		expect(ours()).toEqual([]);
		one.parameters = { ...one.parameters, authentication: 'none' };
		await activate(one);
		expect(ours()).toMatchObject([{ url: `${ORIGIN}/webhook/hook-1/webhook` }]);
	});

	test('without an event that has a name', async () => {
		await expect(activate(workflow(events('anyOther')))).rejects.toThrow(
			/There is no event to register/,
		);
	});

	test('and what the vendor says about it shows neither key nor token', async () => {
		const one = workflow();
		copilot.faults.plan({
			route: 'copilotWebhooks',
			kind: 'status',
			status: 400,
			skip: 1,
			body: { errorMessage: `bad ${URL_START}abc-123 for ${copilot.webhookToken}` },
		});
		const error: unknown = await activate(one).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({
			message: expect.stringMatching(/Could not register the webhook: .* HTTP 400/),
			description: expect.stringContaining('?key=*** for ***'),
		});
	});
});
