import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import type { ClayService, FaultEffect } from '../../sandbox/vendors';
import { startClay } from '../../sandbox/vendors';
import { leads, runClay, webhookCredential } from './clay';
import type { EngineResult, EngineRun } from './engine';
import { jsonOf } from './engine';

let clay: ClayService;

beforeEach(async () => {
	// Fast, so that only what is about the pace waits for it.
	clay = await startClay({ settings: { rate: 10_000, burst: 10_000 } });
});
afterEach(async () => await clay.close());

const FAST = { rowsPerSecond: 5_000, burst: 5_000 };

/** Row: Create, as fast as it goes. */
async function create(
	input: IDataObject[],
	options: INodeParameters = {},
	run: Partial<EngineRun> = {},
	parameters: INodeParameters = {},
): Promise<EngineResult> {
	return await runClay(
		clay,
		{ ...parameters, options: { ...FAST, ...options } },
		{ input, ...run },
	);
}

function plan(fault: FaultEffect & { skip?: number; times?: number }): void {
	clay.faults.plan({ route: 'clayRow', ...fault });
}

const webhooks = (over: ICredentialDataDecryptedObject) => ({
	credentials: { clayTableWebhookApi: webhookCredential(clay, over) },
});

describe('the row', () => {
	test('is one POST for each item, with JSON types; the items keep their order', async () => {
		const input = leads(50);
		const result = await create(input);
		expect(result.error).toBeUndefined();
		expect(result.hints).toEqual([]);
		expect(jsonOf(result)).toMatchObject(
			input.map((row) => ({ created: true, webhook: 'primary', httpStatus: 200, row })),
		);
		expect((result.outputs[0] ?? []).map(({ pairedItem }) => pairedItem)).toEqual(
			input.map((_, item) => ({ item })),
		);
		const sent = [...clay.rows].sort((a, b) => Number(a.cells.number) - Number(b.cells.number));
		expect(sent.map(({ cells }) => cells)).toMatchObject(input);
		expect(JSON.stringify(result.outputs)).not.toContain('/v3/sources');
	});

	test('has a correlation ID that a retry in the same execution repeats', async () => {
		const ids = async (executionId: string) =>
			jsonOf(await create(leads(3), {}, { executionId })).map(({ correlationId }) => correlationId);
		const first = await ids('7');
		expect(new Set(first).size).toBe(3);
		expect(await ids('7')).toEqual(first);
		expect(await ids('8')).not.toEqual(first);
		expect(clay.rows.map(({ cells }) => cells.correlation_id)).toEqual(
			expect.arrayContaining(first),
		);
	});

	test('keeps the correlation ID that it has, or takes the one that is given', async () => {
		const own = { correlation_id: 'lead-1', email: 'jo@example.test' };
		expect(jsonOf(await create([own]))[0]?.correlationId).toBe('lead-1');
		const options = { correlationId: '={{ $json.email }}', correlationField: 'External ID' };
		expect(jsonOf(await create([own], options))[0]).toMatchObject({
			correlationId: 'jo@example.test',
			row: { 'External ID': 'jo@example.test', correlation_id: 'lead-1' },
		});
	});

	test('gets the callback URL in the field that is named', async () => {
		const callbackUrl = 'https://n8n.example.test/webhook/1';
		await create([{ a: 1 }], { callbackUrl, callbackField: 'reply_to' });
		expect(clay.rows[0]?.cells).toMatchObject({ a: 1, reply_to: callbackUrl });
	});

	test('has the chosen fields, by name or path', async () => {
		const parameters = { rowData: 'chosenFields', fields: 'email, company.name, missing' };
		await create(leads(1), {}, {}, parameters);
		expect(clay.rows[0]?.cells).toEqual({
			email: 'lead0@example.com',
			'company.name': 'Company 0',
			correlation_id: expect.any(String),
		});
		const none = await create(leads(1), {}, {}, { rowData: 'chosenFields', fields: 'missing' });
		expect(jsonOf(none)[0]).toMatchObject({
			created: false,
			reason: expect.stringContaining('none of the chosen fields'),
		});
	});

	test.each([
		['typed', '{ "a": 1, "b": [true, null] }'],
		['from an expression', '={{ { a: 1, b: [true, null] } }}'],
	])('can be JSON, %s', async (_how, rowJson) => {
		await create(leads(1), {}, {}, { rowData: 'json', rowJson });
		expect(clay.rows[0]?.cells).toMatchObject({ a: 1, b: [true, null] });
	});

	test.each([
		['a list', '[{ "a": 1 }]', 'Split Out'],
		['a number', '7', '{ "value": … }'],
		['no JSON', '{', 'double quotes'],
	])('is refused when it is %s', async (_what, rowJson, whatToDo) => {
		const result = await create(leads(1), {}, {}, { rowData: 'json', rowJson });
		expect(jsonOf(result)[0]).toMatchObject({
			created: false,
			status: null,
			whatToDo: expect.stringContaining(whatToDo),
		});
		expect(clay.rows).toEqual([]);
	});

	test('is flattened when asked for', async () => {
		await create(leads(1), { flatten: true });
		expect(clay.rows[0]?.cells).toMatchObject({
			company_name: 'Company 0',
			company_employees: 0,
			tags: ['a', 'b'],
		});
	});

	test('is refused over 100 KB, measured in bytes, before it is sent', async () => {
		// 'ä' is two bytes; the rest of the body is about 60.
		const result = await create([{ text: 'ä'.repeat(51_200) }, { text: 'a'.repeat(102_000) }]);
		expect(jsonOf(result)[0]).toMatchObject({
			created: false,
			reason: expect.stringMatching(/The row has 102,4\d\d bytes, .* at most 102,400/),
			whatToDo: expect.stringContaining("'text'"),
		});
		expect(jsonOf(result)[1]).toMatchObject({ created: true });
		expect(clay.journal.entries).toHaveLength(1);
	});

	test('does not change the input', async () => {
		const input = Object.freeze(leads(1)[0] ?? {});
		expect((await create([input], { flatten: true, callbackUrl: 'https://x.test' })).error).toBe(
			undefined,
		);
		expect(input).toEqual(leads(1)[0]);
	});
});

describe('a credential with an expression', () => {
	test('gives each row the token of its own', async () => {
		const [source] = clay.sources;
		if (source) source.token = 'the-right-token';
		const result = await create(
			[{ token: 'the-right-token' }, { token: 'the-wrong-token' }, { token: 'the-right-token' }],
			{},
			webhooks({ authToken: '={{ $json.token }}' }),
		);
		expect(jsonOf(result)).toMatchObject([
			{ created: true },
			{ created: false, status: 401 },
			{ created: true },
		]);
	});

	test('sends no row to a webhook that is not its own', async () => {
		const other = clay.addSource().url;
		const result = await create(
			[{ hook: clay.webhookUrl }, { hook: other }, { hook: clay.webhookUrl }],
			{},
			webhooks({ webhookUrl: '={{ $json.hook }}' }),
		);
		expect(jsonOf(result)).toMatchObject([
			{ created: true },
			{
				created: false,
				reason: 'The credential leads to another webhook than for the first item [item 1]',
			},
			{ created: true },
		]);
		expect(clay.rows).toHaveLength(2);
	});
});

describe('the token', () => {
	const token = 'a-token-of-the-source';

	test('travels in its header', async () => {
		const [source] = clay.sources;
		if (source) source.token = token;
		expect(jsonOf(await create(leads(1)))[0]).toMatchObject({ created: true });
		expect(clay.journal.last()?.credentialsSeen).toBe('valid');
	});

	test('when it is wrong, says so and shows it nowhere', async () => {
		const [source] = clay.sources;
		if (source) source.token = token;
		const result = await create(leads(1), {}, webhooks({ authToken: 'another-token' }));
		expect(jsonOf(result)[0]).toMatchObject({
			created: false,
			status: 401,
			reason: 'Clay does not accept the token of the webhook',
			whatToDo: expect.stringContaining('a minute'),
		});
		expect(JSON.stringify(result.data)).not.toContain('another-token');
	});
});

describe('the URL', () => {
	test.each([
		['of another host', 'https://example.com/v3/sources/webhook/x', 'does not lead to Clay'],
		['of a host that ends alike', 'https://notclay.com/hook', 'does not lead to Clay'],
		['with a user name', 'https://clay.com@example.com/hook', 'has a user name'],
		['that is not encrypted', 'http://api.clay.com/v3/sources/webhook/x', 'is not encrypted'],
		['that is none', 'webhook', 'is no webhook URL'],
	])('%s is refused, and not shown', async (_what, webhookUrl, reason) => {
		const result = await create(leads(2), {}, webhooks({ webhookUrl, allowedHost: '' }));
		expect(result.error?.message).toBe(
			`'Webhook URL' in the Clay Table Webhook API credential ${reason}` +
				(reason === 'has a user name' ? ' in it' : ''),
		);
		expect(JSON.stringify(result.data)).not.toContain(`${webhookUrl}"`);
	});
});

describe('what Clay answers', () => {
	test.each([
		[400, 'Clay does not accept the row'],
		[401, 'Clay does not accept the token of the webhook'],
		[404, 'Clay knows no webhook at this URL'],
		[413, 'The row is too large for Clay'],
		[302, 'The webhook URL redirects to another address'],
		[500, 'Clay answered with status 500, and may have made the row'],
		[503, 'Clay answered with status 503, and may have made the row'],
		[418, 'Clay does not accept the row (status 418)'],
	])('%i is final, and stops no other row', async (status, reason) => {
		plan({ kind: 'status', status, times: 1 });
		const result = await create(leads(5), { inFlight: 1 });
		const [first, ...others] = jsonOf(result);
		expect(first).toMatchObject({
			created: false,
			status,
			reason,
			whatToDo: expect.stringMatching(/\w/),
			correlationId: expect.stringMatching(/^n8n-/),
			row: { number: 0 },
		});
		expect(others).toMatchObject(Array(4).fill({ created: true }));
		expect(clay.journal.entries).toHaveLength(5);
		expect(result.hints).toMatchObject([
			{ type: 'warning', message: expect.stringContaining('4 of 5 rows were created') },
		]);
	});

	test('a lost answer is not repeated, since the row may be there', async () => {
		plan({ kind: 'reset', when: 'after' });
		const result = await create(leads(1));
		expect(jsonOf(result)[0]).toMatchObject({
			created: false,
			status: null,
			whatToDo: expect.stringContaining('Repeat Uncertain Rows'),
		});
		expect(clay.rows).toHaveLength(1);
	});

	test('is repeated with the same correlation ID when the user accepts duplicates', async () => {
		plan({ kind: 'reset', when: 'after' });
		const result = await create(leads(1), { repeatUncertain: true });
		expect(jsonOf(result)[0]).toMatchObject({ created: true });
		expect(clay.rows).toHaveLength(2);
		expect(new Set(clay.rows.map(({ cells }) => cells.correlation_id)).size).toBe(1);
	});

	test('429 loses no row: all wait, and it is sent again', async () => {
		plan({ kind: 'status', status: 429, retryAfter: '0', times: 7 });
		const result = await create(leads(20));
		expect(jsonOf(result)).toMatchObject(Array(20).fill({ created: true }));
		expect(clay.rows).toHaveLength(20);
		expect(clay.journal.filter({ status: 429 })).toHaveLength(7);
	});

	test('is kept as it is, whether text or JSON', async () => {
		expect(jsonOf(await create(leads(1)))[0]?.answer).toEqual({ success: true });
		clay.settings.answer = 'text';
		expect(jsonOf(await create(leads(1)))[0]?.answer).toBe('OK');
	});

	test('stops asking a webhook that refuses everything', async () => {
		const [source] = clay.sources;
		if (source) source.token = 'secret-of-the-source';
		const result = await create(leads(40), { inFlight: 2 }, webhooks({ authToken: '' }));
		expect(jsonOf(result)).toMatchObject(Array(40).fill({ created: false, status: 401 }));
		expect(clay.journal.entries.length).toBeLessThan(6);
		expect(jsonOf(result)[39]?.reason).toMatch(/^Not sent: /);
	});

	test('nothing, when nobody is there', async () => {
		const webhookUrl = 'http://127.0.0.1:9/v3/sources/webhook/x';
		const result = await create(
			leads(1),
			{ requestTimeout: 0.5 },
			webhooks({ webhookUrl, allowedHost: '127.0.0.1:9' }),
		);
		expect(jsonOf(result)[0]).toMatchObject({
			created: false,
			reason: 'No connection to the webhook can be made',
		});
	}, 30_000);
});

describe('a webhook that is used up', () => {
	test('gives way to the next one, for this run and, remembered, for later ones', async () => {
		const overflow = clay.addSource();
		const [primary] = clay.sources;
		if (primary) primary.limit = 3;
		const staticData: IDataObject = {};
		const run = { ...webhooks({ overflowUrls: overflow.url }), staticData };
		const result = await create(leads(10), { inFlight: 1 }, run);
		expect(jsonOf(result).map(({ webhook }) => webhook)).toEqual([
			...Array<string>(3).fill('primary'),
			...Array<string>(7).fill('overflow 1'),
		]);
		expect(clay.journal.filter({ status: 403 })).toHaveLength(1);
		expect(result.hints).toMatchObject([{ message: expect.stringContaining("'primary'") }]);

		await create(leads(2), {}, run);
		expect(clay.journal.filter({ status: 403 })).toHaveLength(1);
		expect(overflow.submissions).toBe(9);
		expect(JSON.stringify(staticData)).not.toContain('webhook-');
	});

	test('is asked again when all are, since Clay can lift the limit', async () => {
		const [primary] = clay.sources;
		if (primary) primary.limit = 0;
		const staticData: IDataObject = {};
		const refused = await create(leads(2), {}, { staticData });
		expect(jsonOf(refused)).toMatchObject(
			Array(2).fill({
				created: false,
				status: 403,
				reason: 'The webhook has used up its 50,000 submissions',
				whatToDo: expect.stringContaining("'Overflow URLs'"),
			}),
		);
		if (primary) primary.limit = 10;
		expect(jsonOf(await create(leads(1), {}, { staticData }))[0]).toMatchObject({ created: true });
	});

	test('loses none of many rows that are under way when it ends', async () => {
		const overflow = clay.addSource();
		const [primary] = clay.sources;
		if (primary) primary.limit = 11;
		const result = await create(leads(60), {}, webhooks({ overflowUrls: overflow.url }));
		expect(jsonOf(result)).toMatchObject(Array(60).fill({ created: true }));
		expect(new Set(clay.rows.map(({ cells }) => cells.number)).size).toBe(60);
	});
});

describe('the count', () => {
	const KEY = 'clayTableWebhooks';

	function submissions(staticData: IDataObject): unknown[] {
		return Object.values(Object(Object(staticData.global)[KEY])).map((entry) =>
			Reflect.get(Object(entry), 'submissions'),
		);
	}

	test('adds up over production runs, and leaves test runs out', async () => {
		const polled: IDataObject = { global: { clariCopilotTrigger: { 'node:n1': { cursor: 1 } } } };
		const before = JSON.stringify(polled);
		await create(leads(3), {}, { staticData: polled });
		// It would put back the progress of the trigger.
		expect(JSON.stringify(polled)).toBe(before);

		const staticData: IDataObject = {};
		await create(leads(3), {}, { staticData });
		await create(leads(2), {}, { staticData });
		await create(leads(9), {}, { staticData, mode: 'manual' });
		expect(submissions(staticData)).toEqual([5]);
	});

	test('warns from 80 % on, as an estimate', async () => {
		const staticData: IDataObject = {};
		await create(leads(1), {}, { staticData });
		const entries = Object(Object(staticData.global)[KEY]);
		for (const key of Object.keys(entries)) entries[key] = { submissions: 39_998 };
		expect((await create(leads(1), {}, { staticData })).hints).toEqual([]);
		expect((await create(leads(1), {}, { staticData })).hints).toMatchObject([
			{ type: 'warning', message: expect.stringMatching(/about 40,000 of 50,000.*estimate/) },
		]);
	});
});

describe('rows that are not created', () => {
	test('stop the workflow when the user wants it; the error says how many rows there are', async () => {
		plan({ kind: 'status', status: 400, skip: 2 });
		const result = await create(leads(10), { inFlight: 1, failedRows: 'stop' });
		expect(result.error?.message).toBe(
			'Could not create the row: Clay does not accept the row [item 2]',
		);
		expect(result.error?.description).toContain('2 of 10 rows had been created');
		expect(clay.journal.entries).toHaveLength(3);
	});

	test('are the only ones that Retry On Fail sends again', async () => {
		plan({ kind: 'status', status: 400, skip: 3 });
		const options = { inFlight: 1, failedRows: 'stop' };
		const result = await create(leads(6), options, { retryOnFail: true });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toMatchObject(leads(6).map((row) => ({ created: true, row })));
		expect(clay.rows.map(({ cells }) => cells.number)).toEqual([0, 1, 2, 3, 4, 5]);
		// Another execution begins anew.
		await create(leads(1), options, { retryOnFail: true, executionId: '2' });
		expect(clay.rows).toHaveLength(7);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'are the only ones that Retry On Fail sends again with %s, when the first of them is one',
		async (onError) => {
			plan({ kind: 'status', status: 400 });
			const result = await create(leads(4), { inFlight: 1 }, { onError, retryOnFail: true });
			expect(jsonOf(result)).toMatchObject(leads(4).map((row) => ({ created: true, row })));
			expect(clay.rows.map(({ cells }) => cells.number)).toEqual([1, 2, 3, 0]);
		},
	);

	test.each([
		['a 5xx', { kind: 'status', status: 500, skip: 2 } as const],
		['a lost answer', { kind: 'reset', when: 'after', skip: 2 } as const],
	])(
		'are not sent again by Retry On Fail after %s, since they may be there',
		async (_what, fault) => {
			plan(fault);
			const options = { inFlight: 1, failedRows: 'stop' };
			const result = await create(leads(4), options, { retryOnFail: true });
			expect(result.error?.message).toMatch(/may have made the row \[item 2\]$/);
			expect(result.error?.description).toContain('2 of 4 rows had been created');
			expect(clay.journal.entries).toHaveLength(3);
		},
	);

	test('leave the others as they were sent, whatever an expression gives at the retry', async () => {
		plan({ kind: 'status', status: 400, skip: 1 });
		const parameters = { rowData: 'json', rowJson: '={{ { drawn: Math.random() } }}' };
		const options = { inFlight: 1, failedRows: 'stop' };
		const result = await create(leads(2), options, { retryOnFail: true }, parameters);
		expect(clay.rows).toHaveLength(2);
		expect(jsonOf(result).map(({ row }) => row)).toEqual(clay.rows.map(({ cells }) => cells));
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'are all of them with %s, when the credential does not work',
		async (onError) => {
			const result = await create(leads(5), {}, { onError, ...webhooks({ webhookUrl: 'none' }) });
			expect(result.error).toBeUndefined();
			expect(result.outputs.flat()).toMatchObject(
				Array.from({ length: 5 }, (_, item) => ({
					json: { error: expect.stringContaining('is no webhook URL') },
					pairedItem: { item },
				})),
			);
		},
	);

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'become items as n8n makes them with %s',
		async (onError) => {
			plan({ kind: 'status', status: 400, skip: 1 });
			const options = { inFlight: 1, failedRows: 'stop' };
			const result = await create(leads(3), options, { onError });
			const items = result.outputs.flat();
			expect(result.error).toBeUndefined();
			expect(items).toHaveLength(3);
			const failed = items.filter(({ json }) => json.created !== true);
			expect(failed).toMatchObject([
				{ json: { error: expect.stringContaining('[item 1]') }, pairedItem: { item: 1 } },
			]);
		},
	);
});

test('a cancelled execution starts no further rows', async () => {
	clay.faults.plan({ route: 'clayRow', kind: 'slow', delayMs: 50, times: 1_000 });
	const result = await create(leads(200), { inFlight: 1 }, { cancelAfterMs: 120 });
	expect(result.status).toBe('canceled');
	const before = clay.journal.entries.length;
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(clay.journal.entries.length).toBeLessThanOrEqual(before + 1);
	expect(before).toBeLessThan(20);
});

test('at the pace of Clay itself nothing is refused, and nothing is lost', async () => {
	await clay.close();
	clay = await startClay({});
	const result = await runClay(clay, {}, { input: leads(40) });
	expect(jsonOf(result)).toMatchObject(Array(40).fill({ created: true }));
	expect(clay.journal.filter({ status: 429 })).toEqual([]);
	expect(new Set(clay.rows.map(({ cells }) => cells.number)).size).toBe(40);
}, 30_000);

test('two runs in one process share the pace', async () => {
	await clay.close();
	clay = await startClay({});
	const results = await Promise.all(
		['1', '2'].map((executionId) => runClay(clay, {}, { input: leads(20), executionId })),
	);
	for (const result of results) {
		expect(jsonOf(result)).toMatchObject(Array(20).fill({ created: true }));
	}
	expect(clay.journal.filter({ status: 429 })).toEqual([]);
}, 30_000);

test("a web page with status 200 is no answer of Clay's, and its row is not counted as created", async () => {
	const body = '<!DOCTYPE html><html><body>Log in</body></html>';
	plan({ kind: 'status', status: 200, body, times: 1 });
	const [first, second] = jsonOf(await create(leads(2), { inFlight: 1 }));
	expect(first).toMatchObject({
		created: false,
		reason: expect.stringContaining('A web page came back'),
		whatToDo: expect.stringContaining('Look for the correlation ID'),
	});
	expect(second).toMatchObject({ created: true });
	expect(clay.rows).toHaveLength(1);
});
