import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { callbackBody, MARK, planCallbacks } from '../../../../bench/clay/callbacks/plan';
import { sendCallbacks } from '../../../../bench/clay/callbacks/send';

describe('the plan', () => {
	const { order, events } = planCallbacks(20_000, 0.01, 'test');

	test('has every event, and as many copies as were asked for', () => {
		expect(order).toHaveLength(20_000);
		expect(events).toBe(19_800);
		expect(new Set(order).size).toBe(events);
		expect(Math.max(...order)).toBe(events - 1);
	});

	test('brings the originals in order and copies after them, half of them at once', () => {
		const seen = new Map<number, number>();
		const distances: number[] = [];
		order.forEach((event, place) => {
			const original = seen.get(event);
			if (original === undefined) {
				expect(event).toBe(seen.size);
				seen.set(event, place);
			} else {
				distances.push(place - original);
			}
		});
		expect(distances).toHaveLength(200);
		const atOnce = distances.filter((distance) => distance <= 32).length;
		expect(atOnce).toBeGreaterThanOrEqual(100);
		expect(atOnce).toBeLessThan(150);
		expect(Math.max(...distances)).toBeLessThan(11_000);
	});

	test('is the same for the same seed, another one for another', () => {
		expect(planCallbacks(2_000, 0.01, 'a')).toEqual(planCallbacks(2_000, 0.01, 'a'));
		expect(planCallbacks(2_000, 0.01, 'a')).not.toEqual(planCallbacks(2_000, 0.01, 'b'));
	});

	test('without copies', () => {
		expect([...planCallbacks(3, 0, 'test').order]).toEqual([0, 1, 2]);
	});
});

test('a body carries the mark of its event; those of a warm-up do not', () => {
	expect(MARK.exec(callbackBody(42))?.[0]).toBe('bench_0000042');
	expect(callbackBody(42, 'warm')).not.toMatch(MARK);
});

describe('sending', () => {
	let answer: (body: string, response: ServerResponse, request: IncomingMessage) => void;
	const server = createServer(async (request, response) => {
		answer(await text(request), response, request);
	});
	const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	beforeAll((done) => void server.listen(0, '127.0.0.1', done));
	afterAll((done) => void server.close(done));

	test('sends each once, so many at a time over connections that are kept', async () => {
		const received: string[] = [];
		const sockets = new Set<unknown>();
		let underWay = 0;
		let most = 0;
		answer = (body, response, { socket, headers }) => {
			expect(headers['x-webhook-secret']).toBe('shh');
			received.push(body);
			sockets.add(socket);
			most = Math.max(most, ++underWay);
			setImmediate(() => {
				underWay--;
				response.end('{"received":true,"duplicate":false}');
			});
		};
		const bodies = Array.from({ length: 60 }, (_, event) => callbackBody(event));
		const headers = { 'x-webhook-secret': 'shh' };
		const answers = await sendCallbacks(bodies, { url: url(), headers, concurrency: 6 });
		expect(answers).toMatchObject({ accepted: 60, duplicates: 0, refused: {} });
		expect(received.sort()).toEqual([...bodies].sort());
		expect(most).toBeLessThanOrEqual(6);
		expect(sockets.size).toBeLessThanOrEqual(6);
	});

	test('tells accepted, copies, refused and broken apart, and repeats none of them', async () => {
		let count = 0;
		answer = (body, response, { socket }) => {
			count++;
			if (body === 'copy') response.end('{"received":true,"duplicate":true}');
			else if (body === 'refused') response.writeHead(401).end();
			else if (body === 'broken') socket.destroy();
			else response.end('{}');
		};
		const bodies = ['new', 'copy', 'refused', 'broken', 'refused'];
		const answers = await sendCallbacks(bodies, { url: url(), headers: {}, concurrency: 1 });
		expect(answers.accepted).toBe(2);
		expect(answers.duplicates).toBe(1);
		expect(answers.refused).toEqual({ 401: 2, ECONNRESET: 1 });
		expect(count).toBe(5);
	});

	test('ends when it is told to', async () => {
		const ending = new AbortController();
		answer = (_body, response) => {
			ending.abort();
			response.end('{}');
		};
		const target = { url: url(), headers: {}, concurrency: 1, signal: ending.signal };
		await expect(sendCallbacks(['one', 'two'], target)).rejects.toThrow('aborted');
	});
});
