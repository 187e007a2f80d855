import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ClariCopilotApi } from '../../credentials/ClariCopilotApi.credentials';
import { ClariCopilotWebhookApi } from '../../credentials/ClariCopilotWebhookApi.credentials';
import type { CopilotOptions, CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { copilotCredentials, runCopilot } from './copilot';
import { pressTest } from './credentialTest';
import { jsonOf, searchListOf } from './engine';

let copilot: CopilotService;

async function start(options: CopilotOptions = {}): Promise<void> {
	copilot = await startCopilot({ ...options, settings: { rate: 10_000, ...options.settings } });
}
afterEach(async () => await copilot.close());

describe('User, Topic, Scorecard, Scorecard Template: Get Many', () => {
	const list = async (resource: string, more: INodeParameters = {}) =>
		await runCopilot(copilot, { resource, operation: 'getMany', returnAll: true, ...more });

	test('users, up to a limit or all', async () => {
		await start();
		expect(jsonOf(await list('user'))).toHaveLength(12);
		const [first] = jsonOf(await list('user', { returnAll: false, limit: 1 }));
		expect(first).toEqual({
			id: 'user-0001',
			email: expect.any(String),
			name: expect.any(String),
			role: 'MANAGER',
			isRecording: true,
			managerId: null,
		});
	});

	test('topics with their words, also by time of change', async () => {
		await start();
		const topics = jsonOf(await list('topic'));
		expect(topics).toHaveLength(5);
		expect(topics[0]).toMatchObject({ name: 'Pricing', keywords: ['pricing'] });
		const options = { modifiedAfter: '2025-07-15T00:00:00Z' };
		expect(jsonOf(await list('topic', { options }))).toHaveLength(3);
	});

	test('scorecards of many pages, each once, and by rep', async () => {
		await start({ calls: { count: 1_500, everyMinutes: 5 } });
		const cards = jsonOf(await list('scorecard'));
		expect(cards.length).toBeGreaterThan(200);
		expect(new Set(cards.map(({ id }) => id)).size).toBe(cards.length);
		const repId = String(cards[0]?.repId);
		const ofRep = jsonOf(await list('scorecard', { filters: { repId } }));
		expect(ofRep).toEqual(cards.filter((card) => card.repId === repId));
	});

	test('more scorecards than can be read are reported, not lost', async () => {
		await start({
			calls: { count: 13_000, everyMinutes: 1, from: '2025-01-01T00:00:00Z' },
			settings: { scorecardEvery: 1 },
		});
		const result = await list('scorecard');
		expect(result.error?.message).toContain('more scorecards than the 10,000');
	}, 60_000);

	test.each(['document', 'live'] as const)(
		'templates in the spelling of the %s',
		async (templateSpelling) => {
			await start({ settings: { templateSpelling } });
			expect(jsonOf(await list('scorecardTemplate'))).toMatchObject([
				{ id: 'template-1', questions: [{ skill: 'Discovery' }, {}, {}] },
			]);
		},
	);

	test('an answer of another shape is no empty list', async () => {
		await start();
		copilot.faults.plan({ route: 'copilotUsers', kind: 'wrongType', value: { people: [] } });
		expect((await list('user')).error?.message).toBe(
			'Could not list the users: Clari Copilot answered with something this node cannot read [item 0]',
		);
	});
});

describe.each([
	['account', { name: 'Aster', phones: '1, 2' }, { name: 'Aster', phones: ['1', '2'] }],
	['contact', { emails: 'a@x.example', isLead: true }, { emails: ['a@x.example'], is_lead: true }],
	[
		'deal',
		{
			amount: '5000',
			closeDate: '2026-03-31T00:00:00Z',
			stageChangeHistory: '[{"stage":"B","prev_stage":"A"}]',
		},
		{
			amount: '5000',
			close_date: '2026-03-31T00:00:00.000Z',
			stage_change_history: [{ stage: 'B', prev_stage: 'A' }],
		},
	],
] as const)('%s', (resource, typed, stored) => {
	const crmId = 'crm-1';
	const custom = (key: string, value: string) => ({ customFields: { field: [{ key, value }] } });

	const run = async (operation: string, more: IDataObject = {}, onlyOnce: IDataObject = {}) =>
		await runCopilot(
			copilot,
			JSON.parse(JSON.stringify({ resource, operation, crmId, ...more })),
			onlyOnce,
		);

	test('Create, Get, Delete', async () => {
		await start();
		const created = await run('create', { additionalFields: { ...typed, ...custom('a', '1') } });
		expect(created.error).toBeUndefined();
		const object = { crm_id: crmId, ...stored, custom_fields: [{ key: 'a', value: '1' }] };
		expect(jsonOf(created)).toMatchObject([{ id: `${resource}-1`, ...object }]);
		expect(jsonOf(await run('get'))).toMatchObject([object]);
		expect(jsonOf(await run('delete'))).toMatchObject([
			{ deleted: true, crmId, lastSnapshot: object },
		]);
		expect((await run('get')).error?.message).toBe(
			`Could not read ${resource} crm-1: Clari Copilot knows no ${resource} with this CRM ID [item 0]`,
		);
		expect((await run('delete')).error?.message).toContain('knows no');
	});

	test('Update keeps what is not changed, also at a vendor who replaces', async () => {
		await start();
		await run('create', { additionalFields: { ...typed, ...custom('a', '1') } });
		const changes = { ...custom('b', '2') };
		const updated = await run('update', { updateFields: changes });
		expect(updated.error).toBeUndefined();
		expect(copilot.crm[resource].get(crmId)).toMatchObject({
			...stored,
			custom_fields: [
				{ key: 'a', value: '1' },
				{ key: 'b', value: '2' },
			],
		});
		expect((await run('update', { crmId: 'none' })).error?.message).toContain('knows no');
	});

	test('Create or Update says which it was', async () => {
		await start();
		const first = jsonOf(await run('upsert', { additionalFields: typed }));
		expect(first).toMatchObject([{ wasCreated: true, crm_id: crmId }]);
		const second = jsonOf(await run('upsert', { additionalFields: custom('c', '3') }));
		expect(second).toMatchObject([{ wasCreated: false, ...stored }]);
		expect(copilot.crm[resource].size).toBe(1);
	});

	test('Create is not repeated when it may have been done', async () => {
		await start();
		copilot.faults.plan({ route: 'copilotCrm', kind: 'reset', when: 'after' });
		const result = await run('create');
		expect(result.error?.description).toContain('may have been created');
		expect(copilot.journal.count('copilotCrm')).toBe(1);
	});
});

describe('Webhook, which only guides know', () => {
	const url = 'https://n8n.example.com/webhook/1';
	const create = { resource: 'webhook', operation: 'create', url, events: ['call.analyzed'] };

	test('Create, Get Many and Delete do what the guides say', async () => {
		await start({ settings: { registration: 'asTheSeedSays' } });
		const [made] = jsonOf(await runCopilot(copilot, create));
		expect(copilot.webhooks).toMatchObject([{ url, events: ['call.analyzed'] }]);
		const list = { resource: 'webhook', operation: 'getMany' };
		expect(jsonOf(await runCopilot(copilot, list))).toEqual([made]);
		const remove = { resource: 'webhook', operation: 'delete', webhookId: String(made?.id) };
		expect(jsonOf(await runCopilot(copilot, remove))).toEqual([{ deleted: true, id: made?.id }]);
		expect(copilot.webhooks).toEqual([]);
		expect(
			copilot.journal.entries.every(({ credentialsSeen }) => credentialsSeen === 'valid'),
		).toBe(true);
	});

	test('where nothing is there, the message says what there is instead', async () => {
		await start();
		const result = await runCopilot(copilot, create);
		expect(result.error?.message).toBe('Could not register the webhook: nothing is there [item 0]');
		expect(result.error?.description).toContain("the node 'Clari Copilot Trigger'");
	});

	test('also where no host answers', async () => {
		await start();
		const credentials = {
			...copilotCredentials(copilot),
			clariCopilotWebhookApi: { baseUrl: 'http://127.0.0.1:9/v1', accessToken: 'x' },
		};
		const options = { attempts: 1 };
		const result = await runCopilot(copilot, { ...create, options }, { credentials });
		expect(result.error?.message).toBe(
			'Could not register the webhook: the host does not answer [item 0]',
		);
		expect(result.error?.description).toContain("'Clari Copilot Trigger'");
	});
});

describe('Pace, limits and credentials', () => {
	const users = { resource: 'user', operation: 'getMany' };

	test('the default pace stays below the limit: nothing is refused, details and repeats included', async () => {
		await start({ settings: { rate: 10 } });
		copilot.faults.plan({ route: 'copilotCall', kind: 'status', status: 429, retryAfter: '0' });
		const options = { requestsPerSecond: 8, pageSize: 3 };
		const result = await runCopilot(copilot, { limit: 12, includeDetails: true, options });
		expect(result.error).toBeUndefined();
		const refused = copilot.journal.filter({ status: 429 });
		expect(refused.filter(({ fault }) => fault === undefined)).toEqual([]);
		expect(copilot.journal.entries.length).toBe(4 + 12 + 1 + 1);
	}, 30_000);

	test('after a 429 all requests wait, not only the one that was refused', async () => {
		await start();
		copilot.faults.plan({ route: 'copilotCall', kind: 'status', status: 429, retryAfter: '1' });
		const options = { requestsPerSecond: 100 };
		const result = await runCopilot(copilot, { limit: 8, includeDetails: true, options });
		expect(result.error).toBeUndefined();
		const times = copilot.journal.filter({ route: 'copilotCall' }).map(({ at }) => Date.parse(at));
		expect(times).toHaveLength(9);
		// Those under way when the answer comes arrive; the others do not before the second is over.
		const refusedAt = times[0] ?? 0;
		expect(times.filter((time) => time - refusedAt < 900).length).toBeLessThanOrEqual(5);
	}, 20_000);

	test('a cancelled execution does not wait for its turn', async () => {
		await start();
		const options = { requestsPerSecond: 0.01 };
		const result = await runCopilot(
			copilot,
			{ limit: 5, includeDetails: true, options },
			{ cancelAfterMs: 200 },
		);
		expect(result.error?.message).toContain('the execution was canceled');
		expect(copilot.journal.entries.length).toBe(1);
	});

	test('requests of a week are counted by the workflow, and told', async () => {
		await start();
		const staticData: IDataObject = {};
		const many = { limit: 20, options: { pageSize: 1 } };
		await runCopilot(copilot, many, { staticData });
		const second = await runCopilot(copilot, many, { staticData });
		expect(second.hints).toMatchObject([
			{ type: 'info', message: expect.stringMatching(/made 20 requests.*about 40 of the 100,000/) },
		]);
		expect((await runCopilot(copilot, users, { staticData })).hints).toEqual([]);
		const memory = Object(staticData.global).clariCopilotRequests;
		expect(Object.values(memory)).toEqual([{ week: expect.any(String), requests: 41 }]);
	});

	test('near the limit every run warns; requests that failed count too', async () => {
		await start();
		const staticData: IDataObject = {};
		await runCopilot(copilot, users, { staticData });
		const memory = Object(staticData.global).clariCopilotRequests;
		Object.assign(Object(Object.values(memory)[0]), { requests: 79_999 });
		copilot.faults.plan({ route: 'copilotUsers', kind: 'status', status: 400 });
		const result = await runCopilot(copilot, users, { staticData });
		expect(result.error).toBeDefined();
		expect(Object.values(Object(staticData.global).clariCopilotRequests)).toMatchObject([
			{ requests: 80_000 },
		]);
		const next = await runCopilot(copilot, users, { staticData });
		expect(next.hints).toMatchObject([{ type: 'warning' }]);
	});

	test('a wrong password is said to be one, and is shown nowhere', async () => {
		await start();
		const credentials = copilotCredentials(copilot, { apiPassword: 'wrong-password-123' });
		const result = await runCopilot(copilot, users, { credentials });
		expect(result.error?.message).toBe(
			'Could not list the users: Clari Copilot does not accept the key and password [item 0]',
		);
		expect(JSON.stringify(result.data)).not.toContain('wrong-password-123');
	});

	test('a base URL that is none is refused', async () => {
		await start();
		const credentials = copilotCredentials(copilot, { baseUrl: 'copilot' });
		const result = await runCopilot(copilot, users, { credentials });
		expect(result.error?.message).toContain('is no web address');
	});

	test('items that fail become items when the node is set to continue', async () => {
		await start();
		const result = await runCopilot(
			copilot,
			{ resource: 'account', operation: 'get', crmId: '={{ $json.id }}' },
			{ input: [{ id: 'none' }, { id: 'none' }], onError: 'continueRegularOutput' },
		);
		expect(result.outputs[0]).toMatchObject([
			{ json: { error: expect.stringContaining('[item 0]') }, pairedItem: { item: 0 } },
			{ json: { error: expect.stringContaining('[item 1]') }, pairedItem: { item: 1 } },
		]);
	});
});

describe('the button Test', () => {
	test('of the API says what is wrong', async () => {
		await start();
		const type = new ClariCopilotApi();
		const { clariCopilotApi: good = {} } = copilotCredentials(copilot);
		expect(await pressTest(type, good)).toBe('OK');
		expect(copilot.journal.last()).toMatchObject({ path: '/users', credentialsSeen: 'valid' });
		expect(await pressTest(type, { ...good, baseUrl: `${copilot.origin}/` })).toBe('OK');
		expect(await pressTest(type, { ...good, apiKey: 'wrong' })).toMatch(/does not accept/);
		expect(await pressTest(type, { ...good, baseUrl: `${copilot.origin}/v9` })).toMatch(
			/Nothing answers/,
		);
	});

	test('of the registration says that there is none', async () => {
		await start();
		const type = new ClariCopilotWebhookApi();
		const { clariCopilotWebhookApi: good = {} } = copilotCredentials(copilot);
		expect(await pressTest(type, good)).toMatch(
			/no list of webhooks.*the node Clari Copilot Trigger/,
		);
		copilot.settings.registration = 'asTheSeedSays';
		expect(await pressTest(type, good)).toBe('OK');
		expect(await pressTest(type, { ...good, accessToken: 'wrong' })).toMatch(/not accepted/);
		copilot.settings.registrationList = 405;
		expect(await pressTest(type, good)).toMatch(/no list of webhooks.*Publish a workflow/);
	});

	test('keys and tokens are masked', () => {
		const masked = [new ClariCopilotApi(), new ClariCopilotWebhookApi()].flatMap(({ properties }) =>
			properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name),
		);
		expect(masked).toEqual([
			...['apiKey', 'apiPassword'],
			...['accessToken', 'sharedSecret', 'previousSecret'],
		]);
	});
});

describe('a credential with an expression', () => {
	test('signs the requests of each item with the password of its own', async () => {
		await start();
		const password = { right: copilot.apiPassword, wrong: 'another-password' };
		const result = await runCopilot(
			copilot,
			{ resource: 'topic', operation: 'getMany', returnAll: true },
			{
				credentials: copilotCredentials(copilot, { apiPassword: '={{ $json.password }}' }),
				input: [{ password: password.right }, { password: password.wrong }],
				onError: 'continueRegularOutput',
			},
		);
		expect(copilot.journal.entries.map(({ credentialsSeen }) => credentialsSeen)).toEqual([
			'valid',
			'invalid',
		]);
		expect(jsonOf(result).at(-1)).toMatchObject({
			error: expect.stringContaining('does not accept the key and password [item 1]'),
		});
	});
});

describe('the list of calls in the editor', () => {
	const search = async () =>
		await searchListOf(
			{ type: 'clariCopilot', parameters: {}, credentials: copilotCredentials(copilot) },
			'searchCalls',
		);

	test.each([
		[{ kind: 'status', status: 401 }, 'does not accept the key and password', 'Copy both again'],
		[{ kind: 'status', status: 429 }, 'asks for fewer requests', 'It allows 10 requests a second'],
		[{ kind: 'status', status: 503 }, 'could not process the request', 'This passes in most cases'],
		[{ kind: 'reset' }, 'the connection to Clari Copilot broke off', 'later'],
		[{ kind: 'wrongType', value: {} }, 'something this node cannot read', 'base URL'],
	] as const)('says what happened and what helps after %j', async (fault, what, todo) => {
		await start();
		jest.spyOn(Math, 'random').mockReturnValue(0);
		copilot.faults.plan({ route: 'copilotCalls', times: 2, ...fault });
		await expect(search()).rejects.toMatchObject({
			message: expect.stringMatching(new RegExp(`^Could not list the calls: .*${what}`)),
			description: expect.stringMatching(
				new RegExp(`${todo}.* Or choose 'ID' instead of the list`),
			),
		});
		jest.restoreAllMocks();
	});
});
