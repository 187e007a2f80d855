import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { IDataObject, INode } from 'n8n-workflow';

import { importCallback, productionUrl } from '../../sandbox/localClay';
import type { StoredCredential } from '../../sandbox/localTemplate';
import { nodeOutput, type WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import { claySignature } from '../../sandbox/vendors';
import { finishedExecutions } from './clay';
import { createHost } from './harness';

/*
 * What reaches the production URL of a Clay Trigger in the real n8n without being allowed in, byte for byte. Nothing of it
 * starts an execution, and no secret shows up anywhere that n8n writes to.
 */

const OLD = 'old-callback-secret-4f1d0c7e';
const NEW = 'new-callback-secret-a93b52d8';
const SIGNED_OLD = 'whsec_old4f1d0c7e9b2a';
const SIGNED_NEW = 'whsec_newa93b52d81c6f';
const BODY = '{"correlation_id": "n8n-1", "data": {"email": "jo@example.com"}}';
const RUN =
	'{"webhookId": "wh_1", "createdAt": "2026-09-01T10:00:00Z", "data": {"routine_run_id": "run_1"}}';

/** The triggers that are knocked at, each the only node of a workflow. */
type Door = 'header' | 'signed' | 'timed' | 'withoutSecret' | 'lostCredential';

let host: N8nHost;
const urls = new Map<Door, string>();
const idOf = (door: Door) => `e2eClayDoor${door}`;

beforeAll(async () => {
	host = await createHost('claySecurity');
	await host.start();
	const credential = async (door: Door, data: IDataObject) =>
		await importCallback(host, `Clay callback ${door}`, data);
	const apiWebhook = { triggerOn: 'apiWebhook', authentication: 'hmac' };
	await publish(
		'header',
		{ triggerOn: 'httpApiColumn', authentication: 'header' },
		await credential('header', { method: 'header', secret: NEW, secondSecret: OLD }),
	);
	const hmac = { method: 'hmac', prefix: 'sha256=', secret: SIGNED_NEW, secondSecret: SIGNED_OLD };
	await publish('signed', apiWebhook, await credential('signed', hmac));
	await publish(
		'timed',
		{ triggerOn: 'events', authentication: 'hmac', events: ['anyOther'] },
		await credential('timed', { ...hmac, timestampHeader: 'x-sent-at', toleranceSeconds: 300 }),
	);
	await publish(
		'withoutSecret',
		{ triggerOn: 'httpApiColumn', authentication: 'header' },
		await credential('withoutSecret', { method: 'header', secret: '' }),
	);
	const lost = await credential('lostCredential', { method: 'header', secret: NEW });
	await publish('lostCredential', { triggerOn: 'httpApiColumn', authentication: 'header' }, lost);
	await host.api.deleteCredential(lost.id);
});
afterAll(async () => await host?.stop());

async function publish(
	door: Door,
	parameters: INode['parameters'],
	credential?: StoredCredential,
): Promise<void> {
	const workflow: WorkflowFile = {
		id: idOf(door),
		name: door,
		nodes: [
			{
				id: 'trigger',
				name: 'Clay Trigger',
				type: 'n8n-nodes-revops.clayTrigger',
				typeVersion: 1,
				webhookId: `door-${door}`,
				position: [0, 0],
				parameters,
				...(credential && { credentials: { clayCallbackApi: credential } }),
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	await host.api.importWorkflow(workflow);
	await host.api.activate(idOf(door));
	urls.set(door, productionUrl(host, workflow));
}

/** Everything that was answered, to be searched for secrets. */
const answers: string[] = [];

interface Knock {
	/** Names and values, one after the other: a name may come twice. */
	headers?: string[];
	body?: string | Buffer;
	/** Default `application/json`; `null` for none. */
	contentType?: string | null;
	/** Without a length that is known before. */
	isChunked?: boolean;
}

async function knock(door: Door, { headers = [], body = BODY, ...how }: Knock) {
	const { contentType = 'application/json', isChunked = false } = how;
	const url = new URL(urls.get(door) ?? '');
	const all = ['host', url.host, ...headers];
	if (contentType !== null) all.push('content-type', contentType);
	if (isChunked) all.push('transfer-encoding', 'chunked');
	else all.push('content-length', String(Buffer.byteLength(body)));
	return await new Promise<{ status: number; answer: unknown }>((resolve, reject) => {
		const sent = request(url, { method: 'POST', headers: all, agent: false });
		let isAnswered = false;
		sent.on('response', (response) => {
			isAnswered = true;
			text(response).then((answer) => {
				answers.push(answer);
				resolve({ status: response.statusCode ?? 0, answer: JSON.parse(answer) });
			}, reject);
		});
		// A body that is not read to its end may end the connection, after the answer.
		sent.on('error', (error) => {
			if (!isAnswered) reject(error);
		});
		sent.end(body);
	});
}

const secret = (...values: string[]) => values.flatMap((value) => ['x-webhook-secret', value]);
const signature = (value: string) => ['x-clay-signature', value];
const signed = (body: string, key = SIGNED_NEW) => signature(claySignature(body, key));
const timed = (body: string, at: number) => {
	const time = String(Math.floor(at / 1_000));
	const digest = createHmac('sha256', SIGNED_NEW).update(`${time}.${body}`).digest('hex');
	return ['x-sent-at', time, ...signature(`sha256=${digest}`)];
};
const large = () => `{"filler": "${'x'.repeat(17 * 1024 * 1024)}"}`;

const UNAUTHORIZED = { received: false, reason: 'unauthorized' };

describe('a shared header', () => {
	test.each<[string, Knock]>([
		['that is missing', {}],
		['that is empty', { headers: secret('') }],
		['with a wrong secret of the same length', { headers: secret(NEW.replace('n', 'm')) }],
		['that lacks the last character', { headers: secret(NEW.slice(0, -1)) }],
		['with one character more', { headers: secret(`${NEW}x`) }],
		['of one character', { headers: secret('n') }],
		['of 10,000 characters', { headers: secret(NEW.repeat(350)) }],
		['that comes twice, right both times', { headers: secret(NEW, NEW) }],
		['that comes twice, wrong and right', { headers: secret('wrong', NEW) }],
		['with a list of both secrets', { headers: secret(`${NEW}, ${OLD}`) }],
		['with a prefix that nobody asked for', { headers: secret(`Bearer ${NEW}`) }],
		['under another name', { headers: ['x-clay-signature', NEW] }],
		['in the body instead', { body: JSON.stringify({ 'x-webhook-secret': NEW }) }],
	])('%s: 401', async (_title, sent) => {
		expect(await knock('header', sent)).toEqual({ status: 401, answer: UNAUTHORIZED });
	});

	test('when the credential has no secret: 401 for everybody', async () => {
		for (const headers of [[], secret(''), secret('undefined'), secret(NEW)]) {
			const answered = await knock('withoutSecret', { headers });
			expect(answered).toEqual({ status: 401, answer: UNAUTHORIZED });
		}
	});

	test('when the credential is gone: 503 for everybody', async () => {
		for (const headers of [[], secret(NEW)]) {
			expect(await knock('lostCredential', { headers })).toEqual({
				status: 503,
				answer: { received: false, reason: 'unavailable' },
			});
		}
	});
});

describe('a signature', () => {
	const right = claySignature(RUN, SIGNED_NEW);
	test.each<[string, Knock]>([
		['that is missing', {}],
		['of a tampered body', { headers: signature(right), body: RUN.replace('run_1', 'run_2') }],
		[
			'of a body that was written anew',
			{ headers: signature(right), body: JSON.stringify(JSON.parse(RUN)) },
		],
		['of the body and a line feed', { headers: signature(right), body: `${RUN}\n` }],
		['with another secret', { headers: signed(RUN, 'whsec_other') }],
		['with the secret without its prefix', { headers: signed(RUN, SIGNED_NEW.slice(6)) }],
		['that lacks the last digit', { headers: signature(right.slice(0, -1)) }],
		['without sha256=', { headers: signature(right.replace('sha256=', '')) }],
		['that is no hexadecimal text', { headers: signature(`sha256=${'z'.repeat(64)}`) }],
		['that comes twice', { headers: [...signature(right), ...signature(right)] }],
		['that is the secret itself', { headers: signature(SIGNED_NEW) }],
	])('%s: 401', async (_title, sent) => {
		const answered = await knock('signed', { body: RUN, ...sent });
		expect(answered).toEqual({ status: 401, answer: UNAUTHORIZED });
	});

	test('of a time that is over, or to come, or not the one that was signed: 401', async () => {
		const now = Date.now();
		const other = [...timed(BODY, now).slice(2), 'x-sent-at', String(Math.floor(now / 1_000) + 1)];
		for (const headers of [timed(BODY, now - 400_000), timed(BODY, now + 400_000), other]) {
			expect(await knock('timed', { headers })).toEqual({ status: 401, answer: UNAUTHORIZED });
		}
	});
});

describe('somebody who has the secret, and sends', () => {
	test.each<[string, number, string, Knock]>([
		['no JSON', 400, 'not_json', { body: '{"email": jo@example.com}' }],
		['nothing', 400, 'not_json', { body: '' }],
		['a list', 400, 'not_an_object', { body: `[${BODY}]` }],
		['a form', 400, 'content_type', { contentType: 'application/x-www-form-urlencoded' }],
		['plain text', 400, 'content_type', { contentType: 'text/plain' }],
		['no content type', 400, 'content_type', { contentType: null }],
		['17 MB', 413, 'too_large', { body: large() }],
		['17 MB in chunks', 413, 'too_large', { body: large(), isChunked: true }],
	])('%s: %i', async (_title, status, reason, sent) => {
		const answered = await knock('header', { headers: secret(NEW), ...sent });
		expect(answered).toEqual({
			status,
			answer: expect.objectContaining({ received: false, reason }),
		});
	});
});

test('a stranger who sends 17 MB is not listened to', async () => {
	// The connection ends while the body is still on its way, now and then before the answer to it has been read.
	const answerTo = async (how: Knock) => {
		for (let tries = 1; tries < 10; tries++) {
			const answered = await knock('header', how).catch((error: NodeJS.ErrnoException) => {
				expect(['EPIPE', 'ECONNRESET']).toContain(error.code);
			});
			if (answered) return answered;
		}
		return await knock('header', how);
	};
	expect(await answerTo({ body: large(), isChunked: true })).toMatchObject({ status: 401 });
	expect(await answerTo({ body: large() })).toMatchObject({ status: 413 });
});

test('nothing of this has started an execution, and the log says why', async () => {
	for (const door of urls.keys()) expect(await host.api.executions(idOf(door))).toEqual([]);
	const log = host.log();
	expect(log).toContain(
		'Clay Trigger: a request was refused with 401. The header x-webhook-secret',
	);
	expect(log).toContain("The credential 'Clay Callback API' has no secret");
	expect(log).toContain("The credential 'Clay Callback API' could not be read");
	expect(log).toContain('a request was refused with 413');
	expect(log).not.toContain('jo@example.com');
});

test('the new and the old secret are let in, and a replay is a duplicate', async () => {
	const other = BODY.replace('n8n-1', 'n8n-2');
	const fresh = { received: true, duplicate: false };
	expect(await knock('header', { headers: secret(NEW) })).toMatchObject({
		status: 200,
		answer: fresh,
	});
	expect(await knock('header', { headers: secret(OLD), body: other })).toMatchObject({
		status: 200,
		answer: { ...fresh, correlationId: 'n8n-2' },
	});
	const signedRun = { headers: signed(RUN), body: RUN };
	expect(await knock('signed', signedRun)).toMatchObject({ status: 200, answer: fresh });
	const replay = { received: true, duplicate: true };
	expect(await knock('signed', signedRun)).toMatchObject({ status: 200, answer: replay });
	const next = RUN.replace('run_1', 'run_2');
	expect(await knock('signed', { headers: signed(next, SIGNED_OLD), body: next })).toMatchObject({
		status: 200,
		answer: fresh,
	});
	expect(await knock('timed', { headers: timed(BODY, Date.now()) })).toMatchObject({
		status: 200,
		answer: fresh,
	});

	const runs = await finishedExecutions(host, idOf('signed'), 2);
	expect(runs.map((run) => nodeOutput(run, 'Clay Trigger')[0]?.data)).toEqual([
		{ routine_run_id: 'run_1' },
		{ routine_run_id: 'run_2' },
	]);
	const columns = await finishedExecutions(host, idOf('header'), 2);
	expect(columns).toHaveLength(2);
	expect(await finishedExecutions(host, idOf('timed'), 1)).toHaveLength(1);
});

test('no secret is in an answer, the log, the database, or anything else that n8n has written', async () => {
	await host.stop();
	const folder = path.join(host.userFolder, '.n8n');
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name))
		.filter((file) => !file.startsWith(path.join(folder, 'nodes')));
	const contents = [host.logFile, ...files].map((file) => readFileSync(file));
	const holds = (what: string) => contents.some((content) => content.includes(what));
	// The search finds what is there.
	expect(holds('jo@example.com')).toBe(true);
	for (const one of [OLD, NEW, SIGNED_OLD, SIGNED_NEW]) {
		expect(holds(one)).toBe(false);
		expect(answers.join('\n')).not.toContain(one);
	}
});
