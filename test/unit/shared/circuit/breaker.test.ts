import type { IDataObject } from 'n8n-workflow';

import type { HttpFailure } from '../../../../nodes/shared/http/outcome';
import { CIRCUITS } from '../../../../nodes/shared/http/circuit/circuit';
import { verdictOf } from '../../../../nodes/shared/http/circuit/throughBreaker';
import { breakerIn, openCircuit, POLICY, request, restart } from './process';

const START = 1_750_000_000_000;

beforeEach(() => {
	jest.useFakeTimers({ now: START, doNotFake: ['setImmediate'] });
	restart();
});
afterEach(() => jest.useRealTimers());

const pass = (ms: number) => jest.setSystemTime(Date.now() + ms);

/** Starts a request that ends when told. */
async function start(execution = {}, signal?: AbortSignal) {
	const admission = await breakerIn(execution).enter(signal);
	if (admission.is !== 'admitted') throw new Error(admission.is);
	return admission;
}

describe('what a failure says about the other side', () => {
	const failure = (more: Partial<HttpFailure>): HttpFailure => ({
		ok: false,
		method: 'GET',
		path: '/',
		delivery: 'answered',
		attempts: 1,
		...more,
	});

	test.each([500, 502, 503, 504, 520])('%i: down', (status) => {
		expect(verdictOf(failure({ status }))).toBe('down');
	});

	test.each([301, 400, 401, 403, 404, 408, 422, 429])('%i: up, since it answers', (status) => {
		expect(verdictOf(failure({ status }))).toBe('up');
	});

	test.each(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'ENOTFOUND', 'NO_ANSWER'])(
		'%s: down',
		(networkCode) => {
			expect(verdictOf(failure({ delivery: 'unknown', networkCode }))).toBe('down');
		},
	);

	test.each(['CANCELLED', 'INVALID_JSON', 'ERR_INVALID_CHAR', 'ERR_INVALID_URL'])(
		'%s: nothing',
		(networkCode) => {
			expect(verdictOf(failure({ delivery: 'unknown', networkCode }))).toBe('nothing');
		},
	);

	test('a status that the caller takes for an answer: nothing', () => {
		expect(verdictOf(failure({ status: 502 }), [502])).toBe('nothing');
	});
});

describe('opening', () => {
	test('an answer in between starts the count anew, a request that says nothing does not', async () => {
		for (const verdict of ['down', 'down', 'up', 'down', 'nothing', 'down'] as const) {
			expect(await request(verdict)).toBe('sent');
		}
		expect(breakerIn().isOpen()).toBe(false);
		await request('down');
		expect(breakerIn().isOpen()).toBe(true);
	});

	test('a refused request is told since when, and when the next one is let through', async () => {
		const first = await start();
		pass(2_000);
		first.end('down');
		await request('down');
		pass(3_000);
		await request('down');
		pass(1_000);
		expect(await breakerIn().enter()).toEqual({
			is: 'refused',
			refusal: { since: START, nextTryAt: START + 5_000 + POLICY.coolDownMs },
		});
	});

	test('requests that were under way when it opened change nothing', async () => {
		const late = [await start(), await start()];
		await openCircuit();
		late[0]?.end('up');
		expect(breakerIn().isOpen()).toBe(true);
		late[1]?.end('down');
		pass(POLICY.coolDownMs);
		expect(await request('up')).toBe('probed');
	});

	test('credentials and hosts are apart', async () => {
		await openCircuit();
		expect(await request('up')).toBe('refused');
		expect(await request('up', { credentialId: 'c2' })).toBe('sent');
		expect(await request('up', { host: 'other.example.com' })).toBe('sent');
	});

	test('other workflows find it open too', async () => {
		await openCircuit({ memory: {} });
		expect(await request('up', { memory: {} })).toBe('refused');
	});
});

describe('the probe', () => {
	test('is one request, however many ask; the others wait for what it finds', async () => {
		await openCircuit();
		pass(POLICY.coolDownMs);
		const probe = await start();
		expect(probe.isProbe).toBe(true);
		const others = [request('up'), request('up'), request('up')];
		const first = await Promise.race([...others, new Promise((resolve) => setImmediate(resolve))]);
		expect(first).toBe(undefined);
		probe.end('up');
		expect(await Promise.all(others)).toEqual(['sent', 'sent', 'sent']);
	});

	test('refuses those that waited when it fails', async () => {
		await openCircuit();
		pass(POLICY.coolDownMs);
		const probe = await start();
		const others = [request('up'), request('up')];
		probe.end('down');
		expect(await Promise.all(others)).toEqual(['refused', 'refused']);
	});

	test('makes room for another one when it was cancelled', async () => {
		await openCircuit();
		pass(POLICY.coolDownMs);
		const probe = await start();
		const others = [request('up'), request('up')];
		probe.end('nothing');
		expect(await Promise.all(others)).toEqual(['probed', 'sent']);
	});

	test('keeps nobody waiting whose execution is cancelled', async () => {
		await openCircuit();
		pass(POLICY.coolDownMs);
		await start();
		const controller = new AbortController();
		const waiting = breakerIn().enter(controller.signal);
		controller.abort();
		expect(await waiting).toEqual({ is: 'cancelled' });
		expect(await breakerIn().enter(controller.signal)).toEqual({ is: 'cancelled' });
	});
});

describe('a try before the cool-down is over', () => {
	const manual = (executionId: string) => ({ mode: 'manual' as const, executionId });

	test('each test run from the editor has one', async () => {
		await openCircuit();
		expect(await request('down', manual('2'))).toBe('probed');
		expect(await request('down', manual('2'))).toBe('refused');
		expect(await request('up', manual('3'))).toBe('probed');
		expect(await request('up')).toBe('sent');
	});

	test('makes no cool-down longer', async () => {
		await openCircuit();
		for (const id of ['2', '3', '4']) await request('down', manual(id));
		pass(POLICY.coolDownMs);
		expect(await request('up')).toBe('probed');
	});

	test('the last look of a wait has one', async () => {
		await openCircuit();
		expect(await breakerIn().enter(undefined, true)).toMatchObject({ isProbe: true });
	});
});

describe('the memory of the workflow', () => {
	test('keeps it open over a restart, with the time and the cool-down it had', async () => {
		const memory: IDataObject = {};
		await openCircuit({ memory });
		pass(POLICY.coolDownMs);
		await request('down', { memory });
		restart();
		pass(2 * POLICY.coolDownMs - 1);
		expect(await breakerIn({ memory }).enter()).toMatchObject({
			is: 'refused',
			refusal: { since: START },
		});
		pass(1);
		expect(await request('up', { memory })).toBe('probed');
		expect(memory).toEqual({ circuits: {} });
	});

	test('is written by every workflow that was refused', async () => {
		const memory: IDataObject = {};
		await openCircuit();
		await request('up', { memory });
		restart();
		expect(await request('up', { memory })).toBe('refused');
	});

	test('is not believed when the process has heard of the other side since', async () => {
		const memory: IDataObject = {};
		await openCircuit({ memory });
		pass(POLICY.coolDownMs);
		await request('up');
		expect(await request('down', { memory })).toBe('sent');
		expect(memory).toEqual({ circuits: {} });
	});

	test('tells of a probe that failed in another process', async () => {
		const memory: IDataObject = {};
		await openCircuit({ memory });
		const here = new Map(CIRCUITS);
		restart();
		pass(POLICY.coolDownMs);
		await request('down', { memory });
		restart();
		for (const [key, circuit] of here) CIRCUITS.set(key, circuit);
		expect(await request('up', { memory })).toBe('refused');
	});

	test('is not written by test runs, and holds no word that was not asked for', async () => {
		const memory: IDataObject = {};
		await openCircuit({ memory, mode: 'manual' });
		expect(memory).toEqual({});
		await request('up', { memory });
		expect(memory).toEqual({
			circuits: {
				'clariApi c1 api.example.com': { since: START, openedAt: START, openings: 1 },
			},
		});
	});

	test.each([
		{ since: 'x', openedAt: START, openings: 1 },
		{ since: START, openings: 1 },
		{},
		'open',
	])('is overlooked when it cannot be read: %j', async (entry) => {
		const memory = { circuits: { 'clariApi c1 api.example.com': entry } };
		expect(await request('up', { memory })).toBe('sent');
	});
});

describe('time', () => {
	test('an open circuit that nobody asked for an hour is forgotten', async () => {
		const memory: IDataObject = {};
		await openCircuit({ memory });
		restart();
		pass(POLICY.coolDownMs + 3_600_001);
		expect(await request('down', { memory })).toBe('sent');
		expect(memory).toEqual({ circuits: {} });
	});

	test('a clock that was set back keeps it open for one cool-down at the most', async () => {
		await openCircuit();
		jest.setSystemTime(START - 86_400_000);
		expect(await request('up')).toBe('refused');
		pass(POLICY.coolDownMs);
		expect(await request('up')).toBe('probed');
	});
});
