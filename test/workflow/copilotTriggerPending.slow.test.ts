import { HOUR, idOf, useTriggerBench } from './copilotTrigger';

/** What becomes of calls whose details cannot be read: they hold up nobody, and are lost in no case. */

jest.setTimeout(30_000);

const bench = useTriggerBench();
const { call, published, requests } = bench;

const MINUTE = 60_000;

/** The next requests for details fail; without a number, all. */
function failDetails(times = Infinity, status = 400, skip = 0): void {
	bench.copilot.faults.plan({ route: 'copilotCall', kind: 'status', status, times, skip });
}

const repair = () => bench.copilot.faults.clear();

/** Adds calls one second apart, so that their order is known. */
function callsInARow(count: number): string[] {
	return Array.from({ length: count }, () => {
		bench.ahead += 1_000;
		return call();
	});
}

test('calls that cannot be read keep nobody back', async () => {
	const polled = await published();
	const ids = callsInARow(4);
	// They are asked for at the same time: any three of them.
	failDetails(3);
	const good = (await polled.poll()).map(idOf);
	expect(good).toHaveLength(1);
	expect(polled.log.join()).toContain('is read again in one of the next polls');
	bench.ahead += MINUTE;
	expect([...good, ...(await polled.poll()).map(idOf)].sort()).toEqual([...ids].sort());
	expect(await polled.poll()).toEqual([]);
});

test.each([400, 500])('not when many answer %d either', async (status) => {
	const polled = await published({ options: { attempts: 1, circuitBreaker: false } });
	const broken = callsInARow(12);
	const [good] = callsInARow(1);
	failDetails(12, status);
	for (let poll = 0; poll < 4 && polled.items.length === 0; poll++) {
		await polled.poll().catch(() => undefined);
	}
	expect(polled.items.map(idOf)).toEqual([good]);
	for (let poll = 0; poll < 5; poll++) {
		bench.ahead += MINUTE;
		await polled.poll();
	}
	expect(polled.items.map(idOf).sort()).toEqual([...broken, good].sort());
});

test('where nothing else has come, the failure is an error once, and then a line in the log', async () => {
	const polled = await published();
	const id = call();
	failDetails();
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	bench.ahead += MINUTE;
	expect(await polled.poll()).toEqual([]);
	expect(polled.log.join()).toContain(`call ${id} is read again`);
	repair();
	bench.ahead += 5 * MINUTE;
	expect(await polled.poll()).toMatchObject([{ call: { id, summary: expect.any(String) } }]);
});

test('also where n8n keeps nothing of a poll that failed', async () => {
	const polled = await published({}, { isDurable: true });
	const [broken, ...rest] = callsInARow(1);
	expect(rest).toEqual([]);
	failDetails(2);
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	bench.ahead += MINUTE;
	expect(await polled.poll()).toEqual([]);
	const [good] = callsInARow(1);
	expect((await polled.poll()).map(idOf)).toEqual([good]);
	bench.ahead += 5 * MINUTE;
	expect((await polled.poll()).map(idOf)).toEqual([broken]);
});

test('after an hour a call goes without details, as the list has it, and says so', async () => {
	const polled = await published();
	const id = call({ title: 'Broken' });
	failDetails();
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	bench.ahead += 10 * MINUTE;
	expect(await polled.poll()).toEqual([]);
	bench.ahead += HOUR;
	expect(await polled.poll()).toMatchObject([
		{
			call: { id, title: 'Broken', accountName: 'Aster Inc', summary: null },
			warnings: [expect.stringContaining('could not give the details')],
		},
	]);
	repair();
	bench.ahead += HOUR;
	expect(await polled.poll()).toEqual([]);
});

test('so it does when many calls have changed in the same moment', async () => {
	const polled = await published({ options: { perPoll: 200 } });
	const id = call({ title: 'Broken' });
	failDetails(1);
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	bench.calls(120, { time: Date.now() - HOUR });
	for (const pause of [10 * MINUTE, HOUR]) {
		bench.ahead += pause;
		// Those that were put off are asked for first.
		failDetails(1);
		await polled.poll();
	}
	const last = polled.items.filter((item) => idOf(item) === id);
	expect(last).toMatchObject([
		{ call: { title: 'Broken', accountName: 'Aster Inc' }, warnings: [expect.any(String)] },
	]);
});

test('a call in which a competitor may have been mentioned waits for days, and is told when it can be read', async () => {
	const polled = await published({ event: 'call.mentioned', otherNames: 'OtherCo' });
	const id = call({ competitor: 'OtherCo', topics: [] });
	failDetails();
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	for (let half = 0; half < 6; half++) {
		bench.ahead += 31 * MINUTE;
		expect(await polled.poll()).toEqual([]);
	}
	repair();
	bench.ahead += HOUR;
	expect(await polled.activate('init')).toMatchObject([
		{ call: { id }, mentions: [{ name: 'OtherCo' }] },
	]);
});

test('in the end it goes out all the same, and says that nothing is known', async () => {
	const polled = await published({ event: 'call.mentioned', otherNames: 'OtherCo' });
	const id = call({ competitor: 'OtherCo', topics: [] });
	failDetails();
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	bench.ahead += 10 * HOUR;
	expect(await polled.poll()).toEqual([]);
	bench.ahead += 70 * HOUR;
	expect(await polled.poll()).toMatchObject([
		{ call: { id }, mentions: [], warnings: [expect.stringContaining('could not give')] },
	]);
});

test('those that wait cost ever fewer requests', async () => {
	const polled = await published();
	call();
	failDetails();
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	for (let minute = 0; minute < 50; minute++) {
		bench.ahead += MINUTE;
		await polled.poll();
	}
	expect(requests('copilotCall').length).toBeLessThan(10);
});

test('a wrong key in the middle of a poll is no reason to put calls off', async () => {
	const polled = await published();
	const ids = callsInARow(6);
	failDetails(Infinity, 401, 4);
	expect((await polled.poll()).map(idOf)).toEqual(ids.slice(0, 4));
	expect(polled.stored).not.toContain(ids[4]);
	repair();
	expect((await polled.poll()).map(idOf)).toEqual(ids.slice(4));
});

test('what stands in the memory under another shape is not trusted', async () => {
	const polled = await published();
	call();
	failDetails();
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	await polled.activate('init');
	polled.stored = polled.stored.replace(/"pending":\[[^\]]*\]/g, '"pending":[1,{"key":2}]');
	repair();
	expect(await polled.activate('init')).toEqual([]);
	const id = call();
	expect((await polled.poll()).map(idOf)).toEqual([id]);
});

describe('a poll that n8n gives up when it takes too long', () => {
	const BUDGET = { budgetMs: 2_000, isDurable: true };

	test('is over in time when the details of a call do not come, and tells the others', async () => {
		const polled = await published({}, BUDGET);
		const ids = callsInARow(5);
		bench.copilot.faults.plan({ route: 'copilotCall', kind: 'slow', delayMs: 2_600 });
		const began = Date.now();
		const good = (await polled.poll()).map(idOf);
		expect(Date.now() - began).toBeLessThan(BUDGET.budgetMs);
		expect(good).toHaveLength(4);
		expect(polled.log.join()).toContain('is read again in one of the next polls');
		bench.ahead += MINUTE;
		expect([...good, ...(await polled.poll()).map(idOf)].sort()).toEqual([...ids].sort());
		expect(await polled.poll()).toEqual([]);
	});

	test('waits for no pause that is longer, and postpones the call that asks for one', async () => {
		const polled = await published({}, BUDGET);
		const ids = callsInARow(3);
		const retryAfter = '60';
		bench.copilot.faults.plan({ route: 'copilotCall', kind: 'status', status: 503, retryAfter });
		const good = (await polled.poll()).map(idOf);
		expect(good).toHaveLength(2);
		bench.ahead += MINUTE;
		expect([...good, ...(await polled.poll()).map(idOf)].sort()).toEqual([...ids].sort());
	});

	test('ends when Copilot asks for fewer requests, and the one after the pause goes on', async () => {
		const polled = await published({}, BUDGET);
		const ids = callsInARow(9);
		const fault = { route: 'copilotCall', kind: 'status', status: 429, retryAfter: '60' } as const;
		bench.copilot.faults.plan({ ...fault, skip: 5 });
		await polled.poll();
		expect(polled.items.map(idOf)).toEqual(ids.slice(0, polled.items.length));
		expect(polled.items.length).toBeGreaterThanOrEqual(4);
		await expect(polled.poll()).rejects.toThrow('there was no time left for the request');
		bench.ahead += MINUTE;
		await polled.poll();
		expect(polled.items.map(idOf)).toEqual(ids);
	});

	test('says so when the list does not come, and tells all the next time', async () => {
		const polled = await published({}, BUDGET);
		const ids = callsInARow(2);
		bench.copilot.faults.plan({ route: 'copilotCalls', kind: 'slow', delayMs: 2_600 });
		await expect(polled.poll()).rejects.toThrow('did not answer in time');
		expect((await polled.poll()).map(idOf)).toEqual(ids);
	});
});

describe('Once per Call', () => {
	test('tells each call once, also when its time of change moves or it is processed anew', async () => {
		const polled = await published({ includeDetails: false });
		const id = call();
		expect((await polled.poll()).map(idOf)).toEqual([id]);
		for (const pause of [1_000, HOUR, 72 * HOUR]) {
			bench.ahead += pause;
			bench.copilot.setStatus(id, 'POST_PROCESSING_DONE');
			expect(await polled.poll()).toEqual([]);
		}
		await polled.activate('init');
		bench.copilot.setStatus(id, 'PROCESSING');
		bench.ahead += HOUR;
		bench.copilot.setStatus(id, 'POST_PROCESSING_DONE');
		expect(await polled.poll()).toEqual([]);
	});

	test('counts calls that are to be read again', async () => {
		const polled = await published();
		const id = call();
		failDetails(1);
		await expect(polled.poll()).rejects.toThrow('Could not read call');
		bench.ahead += MINUTE;
		bench.copilot.setStatus(id, 'POST_PROCESSING_DONE');
		expect((await polled.poll()).map(idOf)).toEqual([id]);
		bench.ahead += MINUTE;
		expect(await polled.poll()).toEqual([]);
	});

	test('looks again at a call that had nothing in it', async () => {
		const polled = await published({ event: 'call.mentioned', otherNames: 'OtherCo' });
		const id = call({ competitor: 'RivalSoft', topics: [] });
		expect(await polled.poll()).toEqual([]);
		bench.ahead += HOUR;
		bench.copilot.setStatus(id, 'POST_PROCESSING_DONE');
		const [again] = [requests('copilotCall').length];
		expect(await polled.poll()).toEqual([]);
		expect(requests('copilotCall')).toHaveLength(again + 1);
	});

	test('can be turned off', async () => {
		const polled = await published({ includeDetails: false, options: { oncePerCall: false } });
		const id = call();
		const [first] = await polled.poll();
		bench.ahead += HOUR;
		bench.copilot.setStatus(id, 'POST_PROCESSING_DONE');
		const [second] = await polled.poll();
		expect([first, second].map((item) => item && idOf(item))).toEqual([id, id]);
		expect(second?.id).not.toBe(first?.id);
	});
});
