import { DONE, HOUR, idOf, idsOf, useTriggerBench } from './copilotTrigger';

/** How a poll reads what has changed: lists that move, moments with many calls, long outages of n8n, and its time. */

jest.setTimeout(30_000);

const bench = useTriggerBench();
const { call, calls, published, requests } = bench;

describe('a list that moves', () => {
	test('loses no call when others leave it between two pages', async () => {
		const polled = await published({ includeDetails: false, options: { perPoll: 1_000 } });
		// Over an hour, so that what a page leaves out is not in the next window.
		const ids = Array.from({ length: 200 }, (_none, index) => {
			bench.ahead += 20_000;
			return call({ time: Date.now() - 2 * HOUR - index * 60_000 });
		});
		ids.reverse();
		const leaving = new Set<string>();
		let pages = 0;
		bench.copilot.beforeRequest = (url) => {
			if (!url.startsWith('/calls') || url.includes('includePagination')) return;
			// Three of the first calls are worked on again after each page.
			pages++;
			for (const id of ids.slice(pages * 3 - 3, pages * 3)) {
				leaving.add(id);
				bench.copilot.setStatus(id, 'PROCESSING');
			}
		};
		const first = await polled.poll();
		bench.copilot.beforeRequest = undefined;
		const rest = [...first, ...(await polled.poll())];
		bench.ahead += 60_000;
		for (const id of leaving) bench.copilot.setStatus(id, DONE);
		for (let poll = 0; poll < 3; poll++) rest.push(...(await polled.poll()));
		expect(pages).toBeGreaterThan(4);
		const told = new Map<string, number>();
		for (const id of rest.map(idOf)) told.set(id, (told.get(id) ?? 0) + 1);
		expect(ids.filter((id) => !told.has(id))).toEqual([]);
		// Those that were worked on again may be told of both analyses.
		expect([...told].filter(([id, times]) => times > 1 && !leaving.has(id))).toEqual([]);
		expect(new Set(rest.map(({ id }) => id)).size).toBe(rest.length);
	});

	test.each(['inclusive', 'exclusive'] as const)(
		'tells calls of the same moment once each, %s bounds, however few fit into a poll',
		async (timeBounds) => {
			bench.copilot.settings.timeBounds = timeBounds;
			const polled = await published({ includeDetails: false, options: { perPoll: 7 } });
			const moment = Date.now();
			bench.vendorNow = () => moment;
			const ids = calls(60, { time: moment });
			bench.ahead += 5_000;
			for (let poll = 0; poll < 10; poll++) await polled.poll();
			expect(polled.executions.map((items) => items.length)).toEqual([7, 7, 7, 7, 7, 7, 7, 7, 4]);
			expect(idsOf(polled.items)).toEqual([...ids].sort());
		},
	);
});

describe('limits', () => {
	test('one poll gives so many calls at the most, the oldest first', async () => {
		const polled = await published({ includeDetails: false, options: { perPoll: 4 } });
		const ids: string[] = [];
		for (let index = 0; index < 10; index++) {
			ids.push(call({ time: Date.now() - index * HOUR }));
			bench.ahead += 1_000;
		}
		for (let poll = 0; poll < 4; poll++) await polled.poll();
		expect(polled.executions.map((items) => items.map(idOf))).toEqual([
			ids.slice(0, 4),
			ids.slice(4, 8),
			ids.slice(8),
		]);
	});

	test('a poll ends in time, and still gets on', async () => {
		const polled = await published({}, { budgetMs: 1 });
		const ids = calls(9);
		bench.copilot.beforeRequest = () => {
			bench.ahead += 10;
		};
		for (let poll = 0; poll < 3; poll++) await polled.poll();
		expect(polled.executions.map((items) => items.length)).toEqual([4, 4, 1]);
		expect(idsOf(polled.items)).toEqual([...ids].sort());
	});

	test('a long outage is taken up part by part', async () => {
		const polled = await published({
			includeDetails: false,
			options: { perPoll: 10_000, pageSize: 100 },
		});
		const ids: string[] = [];
		for (let minute = 0; minute < 1_300; minute++) {
			if (minute % 2 === 0) ids.push(call({ time: Date.now() }), call({ time: Date.now() }));
			bench.ahead += 60_000;
		}
		const items = await polled.poll();
		expect(idsOf(items)).toEqual([...ids].sort());
		const matched = requests('copilotCalls').map(({ queryString }) => queryString);
		expect(
			new Set(matched.map((query) => /filterModifiedLt=[^&]+/.exec(query)?.[0])).size,
		).toBeGreaterThan(2);
	});

	test.each([true, false])(
		'of a long backlog, each poll is over before n8n gives it up (details: %s)',
		async (includeDetails) => {
			const polled = await published(
				{ includeDetails, options: { perPoll: 10_000 } },
				{ budgetMs: 36_000 },
			);
			const ids: string[] = [];
			for (let count = 0; count < 990; count++) {
				ids.push(call());
				bench.ahead += 20_000;
			}
			// What n8n's scheduler waits for; it drops what comes later.
			for (let poll = 0; poll < 2; poll++) {
				bench.copilot.beforeRequest = () => {
					bench.ahead += 1_200;
				};
				const began = Date.now();
				expect((await polled.poll()).length).toBeGreaterThan(0);
				expect(Date.now() - began).toBeLessThan(45_000);
			}
			expect(new Set(idsOf(polled.items)).size).toBe(polled.items.length);
			expect(polled.items.map(idOf)).toEqual(ids.slice(0, polled.items.length));
		},
	);

	test('a flood costs no more requests than it has pages, while it is told and after', async () => {
		const polled = await published({
			includeDetails: false,
			options: { perPoll: 700, pageSize: 100 },
		});
		const ids: string[] = [];
		for (let second = 0; second < 140; second++) {
			ids.push(...calls(10));
			bench.ahead += 1_000;
		}
		for (let poll = 0; poll < 8; poll++) {
			bench.copilot.journal.clear();
			await polled.poll();
			expect(requests('copilotCalls').length).toBeLessThan(100);
			bench.ahead += 60_000;
		}
		expect(idsOf(polled.items)).toEqual([...ids].sort());
	});

	test('while a poll is under way, the next does nothing', async () => {
		const polled = await published({ includeDetails: false });
		const ids = calls(3);
		const both = await Promise.all([polled.poll(), polled.poll()]);
		expect(both.map((items) => items.length).sort()).toEqual([0, 3]);
		expect(idsOf(polled.items)).toEqual([...ids].sort());
	});

	test('requests are counted, and much of the week is told in the log', async () => {
		const polled = await published();
		call();
		await polled.poll();
		const sent = bench.copilot.journal.entries.length;
		expect(polled.stored).toContain(`"requests":${sent}`);
		polled.stored = polled.stored.replace(/"requests":\d+/, '"requests":80000');
		await polled.activate('init');
		expect(polled.log.join()).toContain('has used about 80,00');
	});
});
