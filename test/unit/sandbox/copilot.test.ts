import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';

import type { CopilotOptions, CopilotService } from '../../../sandbox/vendors';
import { startCopilot } from '../../../sandbox/vendors';

let copilot: CopilotService;

async function start(options: CopilotOptions = {}): Promise<void> {
	copilot = await startCopilot({ ...options, settings: { rate: 1_000, ...options.settings } });
}
afterEach(async () => await copilot.close());

interface Answer {
	status: number;
	json: Record<string, unknown>;
	text: string;
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
	const headers = {
		'X-Api-Key': copilot.apiKey,
		'X-Api-Password': copilot.apiPassword,
		...(init.body !== undefined && { 'Content-Type': 'application/json' }),
	};
	const response = await fetch(`${copilot.origin}${path}`, { headers, ...init });
	const text = await response.text();
	const isJson = text.startsWith('{');
	return { status: response.status, json: isJson ? JSON.parse(text) : {}, text };
}

const send = async (method: string, path: string, body: unknown) =>
	await ask(path, { method, body: JSON.stringify(body) });

const idsOf = ({ json }: Answer) => (json.calls as Array<{ id: string }>).map(({ id }) => id);

describe('login and limits', () => {
	test('both headers are needed, on every path', async () => {
		await start();
		for (const path of ['/users', '/nothing']) {
			const { status, json } = await ask(path, { headers: { 'X-Api-Key': copilot.apiKey } });
			expect({ status, json }).toMatchObject({
				status: 401,
				json: { errorMessage: expect.stringContaining('Credentials not provided') },
			});
		}
		expect((await ask('/nothing')).status).toBe(404);
	});

	test('the eleventh request of a second is refused', async () => {
		// A clock that stands still, so that no machine is too slow for it.
		await start({ now: () => Date.UTC(2026, 0, 5), settings: { rate: 10 } });
		const answers = await Promise.all(Array.from({ length: 12 }, async () => await ask('/users')));
		expect(answers.filter(({ status }) => status === 429).length).toBe(2);
	});

	test('so is one over the weekly limit, until Sunday 00:00 UTC', async () => {
		let now = Date.parse('2026-03-07T23:59:00Z');
		await start({ settings: { weeklyRequests: 2 }, now: () => now });
		await ask('/users');
		await ask('/users');
		expect((await ask('/users')).status).toBe(429);
		now = Date.parse('2026-03-08T00:00:00Z');
		expect((await ask('/users')).status).toBe(200);
	});
});

describe('calls', () => {
	test('are the same for the same seed', async () => {
		await start({ seed: 7 });
		const first = (await ask('/calls')).text;
		await copilot.close();
		await start({ seed: 7 });
		expect((await ask('/calls')).text).toBe(first);
	});

	test('the last page names no next one', async () => {
		await start({ calls: { count: 60 } });
		const query = 'includePrivate=true&limit=25';
		expect((await ask(`/calls?${query}`)).json.pagination).toEqual({
			matched: 60,
			hasMore: true,
			nextPageSkip: 25,
		});
		const last = await ask(`/calls?${query}&skip=50`);
		expect(idsOf(last)).toHaveLength(10);
		expect(last.json.pagination).toEqual({ matched: 60, hasMore: false });
		expect((await ask('/calls?includePagination=false')).json).not.toHaveProperty('pagination');
	});

	test('private ones come only on request', async () => {
		await start();
		const [secret = ''] = copilot.callIds({ isPrivate: true });
		expect(idsOf(await ask('/calls?limit=100'))).not.toContain(secret);
		expect(idsOf(await ask('/calls?limit=100&includePrivate=true'))).toContain(secret);
	});

	test('move on with time, and appear in time', async () => {
		let now = Date.parse('2026-01-05T10:00:00Z');
		await start({ now: () => now });
		const plan = copilot.addCall({
			time: now,
			bookedAt: now,
			durationSeconds: 600,
			fate: 'POST_PROCESSING_DONE',
		});
		const status = async () => {
			const { json } = await ask(`/call-details?id=${plan.id}`);
			return (json.call as { status: string }).status;
		};
		const seen = [await status()];
		for (const minutes of [11, 25, 60]) {
			now = plan.time + minutes * 60_000;
			seen.push(await status());
		}
		expect(seen).toEqual(['INPROGRESS', 'PROCESSING', 'PROCESSED', 'POST_PROCESSING_DONE']);
		const later = copilot.addCall({ time: now, bookedAt: now + 1 });
		expect((await ask(`/call-details?id=${later.id}`)).status).toBe(404);
	});

	test('too much of them is a 502', async () => {
		await start({ settings: { callPadding: 100_000 } });
		expect((await ask('/calls?limit=100')).status).toBe(502);
		expect((await ask('/calls?limit=25')).status).toBe(200);
	});

	test.each([
		'skip=10001',
		'limit=101',
		'limit=x',
		'filterTimeGt=yesterday',
		'filterStatus=DONE',
		'filterDurationGt=7201',
		'includePrivate=maybe',
		'sortTime=up',
		'pageSize=3',
	])('refuses %s', async (query) => {
		await start();
		expect((await ask(`/calls?${query}`)).status).toBe(400);
	});
});

test('a scorecard template is spelled in two ways', async () => {
	await start();
	expect((await ask('/scorecard-template')).json).toHaveProperty('scorecardTemplates');
	copilot.settings.templateSpelling = 'document';
	expect((await ask('/scorecard-template')).json).toHaveProperty('scoreCardTemplates');
});

test('uploads are taken with a recording user, once for a source ID', async () => {
	await start();
	const upload = {
		source_id: 's-1',
		call_time: '2026-02-01T00:00:00Z',
		type: 'RECORDING',
		audio_url: 'https://files.example/1.mp3',
		user_emails: [copilot.users[2]?.email],
	};
	const first = await send('POST', '/create-call', upload);
	expect(first.json).toEqual({ call_id: expect.any(String) });
	expect((await send('POST', '/create-call', upload)).json).toHaveProperty('error');
	expect((await send('POST', '/create-call', { ...upload, user_emails: [] })).json).toEqual({
		error: 'no recording user',
	});
	const uneven = { ...upload, other_name: ['A'], other_email: [] };
	expect((await send('POST', '/create-call', uneven)).status).toBe(400);
	expect((await send('POST', '/create-call', { ...upload, type: 'ZOOM' })).status).toBe(400);
});

test.each(['account', 'contact', 'deal'])('%s: create, get, update, delete', async (kind) => {
	await start();
	const created = await send('POST', `/create-${kind}`, { crm_id: 'c1' });
	expect(created.json).toEqual({ id: `${kind}-1`, crm_id: 'c1' });
	expect((await send('POST', `/create-${kind}`, { crm_id: 'c1' })).status).toBe(400);
	expect((await send('POST', `/create-${kind}`, { crm_id: 'c2', colour: 'red' })).status).toBe(400);
	expect((await send('PUT', `/update-${kind}`, { crm_id: 'c1' })).status).toBe(400);
	expect((await send('PUT', `/update-${kind}`, created.json)).status).toBe(200);
	expect((await ask(`/get-${kind}?id=c1`)).json).toEqual(created.json);
	expect((await send('DELETE', `/delete-${kind}`, { id: 'c1' })).json).toEqual(created.json);
	expect((await ask(`/get-${kind}?id=c1`)).status).toBe(404);
});

describe('the registration that only guides know', () => {
	const bearer = () => ({ authorization: `Bearer ${copilot.webhookToken}` });
	const headers = () => ({ ...bearer(), 'content-type': 'application/json' });

	test('is gone, unless told otherwise', async () => {
		await start();
		expect((await ask('/v1/webhooks', { headers: bearer() })).status).toBe(404);
	});

	test('delivers the events that were registered', async () => {
		await start({ settings: { registration: 'asTheSeedSays' } });
		const bodies: string[] = [];
		const server = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				bodies.push(body);
				response.end('{}');
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const url = `http://127.0.0.1:${port}/hook`;
		const body = JSON.stringify({ url, events: ['call.completed'] });
		const made = await ask('/v1/webhooks', { method: 'POST', headers: headers(), body });
		expect(made.status).toBe(201);
		const wrong = JSON.stringify({ url, events: ['call.deleted'] });
		const refused = await ask('/v1/webhooks', { method: 'POST', headers: headers(), body: wrong });
		expect(refused.status).toBe(400);
		const [callId = ''] = copilot.callIds();
		expect(await copilot.deliver('call.analyzed', callId)).toEqual([]);
		const id = String(made.json.id);
		const events = JSON.stringify({ events: ['call.analyzed'] });
		await ask(`/v1/webhooks/${id}`, { method: 'PATCH', headers: headers(), body: events });
		expect(await copilot.deliver('call.analyzed', callId)).toMatchObject([{ status: 200 }]);
		expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
			event: 'call.analyzed',
			data: { call: { id: callId } },
		});
		await ask(`/v1/webhooks/${id}`, { method: 'DELETE', headers: bearer() });
		expect(copilot.webhooks).toEqual([]);
		server.close();
	});
});
