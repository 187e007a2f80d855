import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, runClari } from './clari';
import { jsonOf } from './engine';

const NOW = new Date('2026-02-18T12:00:00Z');

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 10, now: () => NOW } } });
});
afterEach(async () => await sandbox.close());

const list = async (parameters = {}, more: Parameters<typeof runClari>[2] = {}) =>
	await runClari(
		sandbox.clari,
		{ resource: 'auditEvent', operation: 'getMany', returnAll: true, ...parameters },
		more,
	);
const exported = async (parameters = {}) => await list({ operation: 'export', ...parameters });
const pages = () => sandbox.clari.journal.filter({ route: 'auditEvents' });

describe('Audit Event: Get Many', () => {
	test('follows the links to the last page, each once, and loses no event', async () => {
		const whole = jsonOf(await list());
		expect(pages()).toHaveLength(1);
		expect(pages()[0]?.queryString).toBe('limit=1000');
		const paged = jsonOf(await list({ options: { pageSize: 50 } }));
		expect(paged).toEqual(whole);
		expect(whole.length).toBeGreaterThan(150);
		expect(pages()).toHaveLength(1 + Math.ceil(whole.length / 50));
		expect(pages()[2]?.queryString).toMatch(/^page=/);
		expect(pages().filter(({ credentialsSeen }) => credentialsSeen !== 'valid')).toEqual([]);
	});

	test('reads no page more than the limit needs', async () => {
		const items = jsonOf(await list({ returnAll: false, limit: 120, options: { pageSize: 50 } }));
		expect(items).toHaveLength(120);
		expect(pages()).toHaveLength(3);
		await list({ returnAll: false, limit: 7 });
		expect(pages().at(-1)?.queryString).toBe('limit=7');
	});

	test('joins the actor, and gives each event a key that is the same on every run', async () => {
		const [first, second] = [jsonOf(await list()), jsonOf(await list())];
		expect(second.map(({ eventKey }) => eventKey)).toEqual(first.map(({ eventKey }) => eventKey));
		expect(new Set(first.map(({ eventKey }) => eventKey)).size).toBe(first.length);
		for (const { actorId, actorName, actorEmail } of first) {
			const member = sandbox.clari.organisation.members.find(
				({ clariUserId }) => clariUserId === actorId,
			);
			expect([actorName, actorEmail]).toEqual([member?.name, member?.email]);
		}
		const behalf = first.find(({ impersonatingActorId }) => impersonatingActorId !== null);
		expect(behalf?.impersonatingActorName).toEqual(expect.any(String));
	});

	test('gives the event as Clari sent it, on request', async () => {
		const [raw] = jsonOf(await list({ simplify: false }));
		expect(raw).toMatchObject({
			eventKey: expect.stringMatching(/^[\da-f]{32}$/),
			correlationID: expect.any(String),
			actor: { actorType: 'USER', email: expect.any(String) },
		});
	});

	test('sends the filters as Clari takes them', async () => {
		const [event] = jsonOf(await list());
		const items = jsonOf(
			await list(
				{
					filters: {
						actorId: String(event?.actorId),
						sessionId: String(event?.sessionId),
						sessionType: String(event?.sessionType),
						event: String(event?.event),
						dateFrom: '2026-01-25T10:00:00',
						dateTo: '2026-02-18T23:00:00+01:00',
					},
				},
				{ settings: { timezone: 'Europe/Berlin' } },
			),
		);
		expect(items.map(({ eventKey }) => eventKey)).toEqual([event?.eventKey]);
		const query = new URLSearchParams(pages().at(-1)?.queryString);
		expect(Object.fromEntries(query)).toEqual({
			actorId: event?.actorId,
			sessionId: event?.sessionId,
			sessionType: event?.sessionType,
			event: event?.event,
			dateFrom: '2026-01-25T09:00:00.000Z',
			dateTo: '2026-02-18T22:00:00.000Z',
			limit: '1000',
		});
	});

	test.each([
		[{ actorId: 'rep@example.com' }, /^'Actor ID' is no Clari user ID/],
		[{ impersonatingActorId: '99999999999999999999' }, /^'Impersonating Actor ID' is no/],
		[{ sessionId: '1' }, /^'Session ID' is no UUID/],
		[{ dateFrom: 'yesterday' }, /^'From' is no date/],
	])('asks nothing with the filters %j', async (filters, message) => {
		expect((await list({ filters })).error?.message).toMatch(message);
		expect(sandbox.clari.journal.entries).toEqual([]);
	});

	test('gives no item when nothing matched', async () => {
		const result = await list({ filters: { event: 'nobody.did.this' } });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toEqual([]);
	});

	test('exists on profile v4 only', async () => {
		const { error } = await list({}, { credential: credentialFor(sandbox.clari, 'v1') });
		expect(error?.message).toBe('Audit events exist on the API profile V4 only [item 0]');
	});
});

describe('a link to the next page', () => {
	test('is not followed to another host: the token does not go there, and the list is not cut short', async () => {
		const other = await startSandbox({});
		sandbox.clari.settings.auditNextLinkOrigin = other.clari.origin;
		const { error, outputs } = await list({ options: { pageSize: 50 } });
		expect(error?.message).toMatch(/on another host than the base URL/);
		expect(error?.description).toContain("'Audit Event: Export'");
		expect(outputs.flat()).toEqual([]);
		expect(other.clari.journal.entries).toEqual([]);
		await other.close();
	});

	test('is not followed when the limit is reached before', async () => {
		sandbox.clari.settings.auditNextLinkOrigin = 'http://attacker.test';
		const result = await list({ returnAll: false, limit: 50, options: { pageSize: 50 } });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toHaveLength(50);
	});

	test.each(['//attacker.test/v4/audit/events', 'https://127.0.0.1/v4/audit/events', 'http://['])(
		'that reads %s leads nowhere',
		async (nextLink) => {
			const page = { items: [], actors: [], nextLink };
			sandbox.clari.faults.plan({ route: 'auditEvents', kind: 'wrongType', value: page });
			expect((await list()).error?.message).toMatch(/on another host/);
			expect(pages()).toHaveLength(1);
		},
	);

	test('may be relative, and to an empty page; one that was read already ends with an error', async () => {
		const page = { items: [], actors: [], nextLink: '/v4/audit/events?limit=1000' };
		sandbox.clari.faults.plan({ route: 'auditEvents', kind: 'wrongType', value: page });
		expect((await list()).error?.message).toMatch(/does not end/);
		sandbox.clari.faults.plan({
			route: 'auditEvents',
			kind: 'wrongType',
			value: { ...page, nextLink: 'events?limit=9' },
		});
		expect(jsonOf(await list()).length).toBeGreaterThan(9);
	});
});

describe('what goes wrong with audit events', () => {
	const options = { attempts: 2, pageSize: 100 };

	test.each([
		['429', { kind: 'status', status: 429, retryAfter: '0' }],
		['500', { kind: 'status', status: 500 }],
		['502', { kind: 'status', status: 502, body: '<html></html>' }],
		['a connection cut', { kind: 'reset' }],
		['an answer cut off', { kind: 'truncatedJson', contentLength: 'tooLarge' }],
		['JSON cut off', { kind: 'truncatedJson', contentLength: 'matching' }],
	] as const)(
		'passes when it comes once: %s',
		async (_name, fault) => {
			sandbox.clari.faults.plan({ route: 'auditEvents', skip: 1, ...fault });
			const result = await list({ options });
			expect(result.error).toBeUndefined();
			expect(jsonOf(result).length).toBeGreaterThan(150);
		},
		30_000,
	);

	test('ends with the page that could not be read, and without items, when it stays', async () => {
		const answer = { errors: [{ status: '500', code: 'broken', message: 'No', details: 'index' }] };
		sandbox.clari.faults.plan({
			route: 'auditEvents',
			kind: 'status',
			status: 500,
			body: answer,
			skip: 1,
			times: 9,
		});
		const { error, outputs } = await list({ options });
		expect(error?.message).toMatch(/^Could not read page 2 of the audit events/);
		expect(error?.description).toContain('Clari says: No: index');
		expect(error?.description).toContain('code broken');
		expect(outputs.flat()).toEqual([]);
	}, 30_000);

	test('says who may read the log when the token may not', async () => {
		sandbox.clari.faults.plan({ route: 'auditEvents', kind: 'status', status: 403, body: {} });
		const { error } = await list();
		expect(error?.description).toContain('who may see the audit log');
	});

	test('an answer of another type is no empty list', async () => {
		sandbox.clari.faults.plan({ route: 'auditEvents', kind: 'wrongType', times: 5 });
		expect((await list({ options })).error?.message).toMatch(/cannot read/);
	});
});

describe('Audit Event: Export and Get Result', () => {
	test('give the same items as the list, from one job', async () => {
		const listed = jsonOf(await list());
		const items = jsonOf(await exported());
		const jobId = sandbox.clari.jobs.all[0]?.jobId;
		expect(items).toEqual(listed.map((item) => ({ ...item, jobId })));
		const again = jsonOf(
			await exported({
				operation: 'getResult',
				jobId: { __rl: true, mode: 'id', value: String(jobId) },
			}),
		);
		expect(again).toEqual(items);
		expect(sandbox.clari.journal.count('queueAudit')).toBe(1);
	});

	test('send no filter that is not set, and numbers as numbers', async () => {
		await exported();
		expect(sandbox.clari.journal.last('queueAudit')?.requestBody).toEqual({});
		await exported({ filters: { actorId: '4101', sessionType: 'IOS' } });
		expect(sandbox.clari.journal.last('queueAudit')?.requestBody).toEqual({
			actorId: 4101,
			sessionType: 'IOS',
		});
	});

	test('a job that takes too long can be fetched later, by the operation that the error names', async () => {
		sandbox.clari.settings.pollsUntilDone = 1_000_000;
		const { error } = await exported({ polling: { firstWait: 0, timeout: 0.01 } });
		expect(error?.message).toContain(sandbox.clari.jobs.all[0]?.jobId);
		expect(error?.description).toContain("'Audit Event: Get Result'");
	});

	test('nothing matched: one item says so', async () => {
		expect(jsonOf(await exported({ filters: { event: 'nobody.did.this' } }))).toEqual([
			expect.objectContaining({ notice: 'empty_export' }),
		]);
	});
});
