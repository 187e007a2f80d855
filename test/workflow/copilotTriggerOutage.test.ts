import type { IDataObject } from 'n8n-workflow';

import { CIRCUITS } from '../../nodes/shared/http/circuit/circuit';
import { HOUR, idsOf, useTriggerBench } from './copilotTrigger';

/** What the trigger does while Clari Copilot is down: it stops asking, says so, and loses nothing. */

jest.setTimeout(30_000);

const MINUTE = 60_000;
const DOWN = { route: '*', kind: 'status', status: 503, times: 100_000 } as const;
/** Polls in a row that fail until the trigger stops asking. */
const THRESHOLD = 5;
const OPTIONS = { attempts: 1 };

const bench = useTriggerBench();
const { call, calls, published, workflowOf } = bench;

const asked = () => bench.copilot.journal.entries.length;
/** n8n's process ends and starts anew: what it has not saved is gone. */
const restart = () => CIRCUITS.clear();

type Polled = Awaited<ReturnType<typeof published>>;

/** Polls so often, a minute apart; gives the errors of those that failed. */
async function pollTimes(polled: Polled, times: number): Promise<Error[]> {
	const errors: Error[] = [];
	for (let poll = 0; poll < times; poll++) {
		bench.ahead += MINUTE;
		await polled.poll().catch((error: Error) => errors.push(error));
	}
	return errors;
}

test('an outage costs some requests and then one for each cool-down, and no event', async () => {
	const polled = await published({ includeDetails: false, options: OPTIONS });
	const before = asked();
	bench.copilot.faults.plan(DOWN);
	const ids = calls(3);
	const errors = await pollTimes(polled, 10 * 60);
	ids.push(...calls(2));
	// Twelve an hour, since the cool-down grows to five minutes: each is a failed execution, and the others are none.
	expect(errors.length).toBe(asked() - before);
	expect(errors.length).toBeGreaterThan(10 * 9);
	expect(errors.length).toBeLessThanOrEqual(THRESHOLD + 10 * 12);
	expect(errors.map(({ message }) => message)).toEqual(
		errors.map(() => 'Could not list the calls: Clari Copilot could not process the request'),
	);
	bench.copilot.faults.clear();
	expect(await pollTimes(polled, 6)).toEqual([]);
	expect(idsOf(polled.items)).toEqual(ids.sort());
});

test('a poll that asks nothing fails nothing, and says in the log why and until when', async () => {
	const polled = await published({ options: OPTIONS });
	bench.copilot.faults.plan(DOWN);
	expect(await pollTimes(polled, THRESHOLD)).toHaveLength(THRESHOLD);
	const before = asked();
	expect(await polled.poll()).toEqual([]);
	expect(asked()).toBe(before);
	expect(polled.log.join('\n')).toMatch(
		/Clari Copilot has been failing since \S+Z, so this poll asked nothing\. The first poll after \S+Z does/,
	);
});

test('the request that finds out is one, also when each answer is a 502 as for pages that are too large', async () => {
	const polled = await published({ includeDetails: false, options: OPTIONS });
	bench.copilot.faults.plan({ ...DOWN, status: 502 });
	const id = call();
	await pollTimes(polled, THRESHOLD);
	bench.ahead += HOUR / 2;
	const before = asked();
	expect(await pollTimes(polled, 1)).toHaveLength(1);
	expect(asked()).toBe(before + 1);
	bench.copilot.faults.clear();
	bench.ahead += HOUR / 2;
	expect(idsOf(await polled.poll())).toEqual([id]);
});

test('scorecards wait in the same way', async () => {
	bench.copilot.settings.scorecardEvery = 1;
	const polled = await published({ event: 'scorecard.submitted', options: OPTIONS });
	bench.copilot.faults.plan(DOWN);
	calls(2);
	const before = asked();
	expect((await pollTimes(polled, 60)).length).toBeLessThanOrEqual(THRESHOLD + 13);
	expect(asked() - before).toBeLessThanOrEqual(THRESHOLD + 13);
	bench.copilot.faults.clear();
	await pollTimes(polled, 6);
	expect(polled.items).toHaveLength(2);
});

test.each([true, false])(
	'n8n that starts in the middle of it goes on where it was (durable cursors: %s)',
	async (isDurable) => {
		const polled = await published({ includeDetails: false, options: OPTIONS }, { isDurable });
		const [first] = calls(1);
		await polled.poll();
		bench.copilot.faults.plan(DOWN);
		const ids = [first, call()];
		await pollTimes(polled, 30);
		restart();
		const before = asked();
		// Of polls without items n8n saves only durable cursors, so without them the trigger has to find out again.
		const activated = await polled.activate('init').catch((error: Error) => [error]);
		expect(activated).toHaveLength(isDurable ? 0 : 1);
		expect(asked() - before).toBe(isDurable ? 0 : 1);
		bench.copilot.faults.clear();
		bench.ahead += HOUR / 2;
		await polled.activate('init');
		await polled.poll();
		expect(idsOf(polled.items)).toEqual(ids.sort());
	},
);

test('n8n activates it, once it has found out that Copilot is down, and it goes on by itself', async () => {
	const polled = await published({ includeDetails: false, options: OPTIONS });
	bench.copilot.faults.plan(DOWN);
	const id = call();
	restart();
	for (let tried = 0; tried < THRESHOLD; tried++) {
		await expect(polled.activate('init')).rejects.toThrow('could not process the request');
	}
	expect(await polled.activate('init')).toEqual([]);
	bench.copilot.faults.clear();
	await pollTimes(polled, 2);
	expect(idsOf(polled.items)).toEqual([id]);
});

test('a new trigger is not published then: nobody would know where it begins', async () => {
	const polled = await published({ options: OPTIONS });
	bench.copilot.faults.plan(DOWN);
	await pollTimes(polled, THRESHOLD);
	await expect(workflowOf({ options: OPTIONS }).activate()).rejects.toMatchObject({
		message: expect.stringMatching(
			/^Could not list the calls: Clari Copilot has been failing since/,
		),
		description: expect.stringContaining('Run the workflow again after'),
	});
});

test('a test run asks all the same, and what it finds out counts for all', async () => {
	const polled = await published({ includeDetails: false, options: OPTIONS });
	const id = call();
	bench.copilot.faults.plan(DOWN);
	await pollTimes(polled, THRESHOLD);
	await expect(polled.test()).rejects.toThrow('could not process the request');
	bench.copilot.faults.clear();
	expect(idsOf(await polled.test())).toEqual([id]);
	expect(idsOf(await polled.poll())).toEqual([id]);
});

test('with the breaker off each poll asks', async () => {
	const polled = await published({ options: { ...OPTIONS, circuitBreaker: false } });
	const before = asked();
	bench.copilot.faults.plan(DOWN);
	expect(await pollTimes(polled, 20)).toHaveLength(20);
	expect(asked() - before).toBe(20);
});

test('what is remembered of it is gone when Copilot is up, and holds no secret', async () => {
	const polled = await published({ options: OPTIONS }, { isDurable: true });
	call();
	await polled.poll();
	bench.copilot.faults.plan(DOWN);
	await pollTimes(polled, THRESHOLD);
	await polled.poll();
	const circuits = () => {
		const cursor: IDataObject = JSON.parse(polled.cursor ?? '{}');
		return cursor.circuits;
	};
	expect(Object.values(circuits() ?? {})).toEqual([
		{ since: expect.any(Number), openedAt: expect.any(Number), openings: 1 },
	]);
	expect(`${polled.cursor}${polled.stored}`).not.toContain(bench.copilot.apiPassword);
	bench.copilot.faults.clear();
	await pollTimes(polled, 2);
	expect(circuits()).toEqual({});
});

test('calls that cannot be read keep nobody from asking for the list', async () => {
	const polled = await published({ options: OPTIONS });
	bench.copilot.faults.plan({ ...DOWN, route: 'copilotCall' });
	const ids = calls(8);
	for (let minute = 0; minute < 50; minute++) {
		bench.ahead += MINUTE;
		const before = bench.requests('copilotCalls').length;
		const held = polled.log.length;
		await polled.poll().catch(() => undefined);
		const isHeldBack = polled.log.slice(held).join().includes('asked nothing');
		expect(bench.requests('copilotCalls').length > before || isHeldBack).toBe(true);
	}
	expect(polled.log.filter((line) => line.includes('asked nothing')).length).toBeLessThan(5);
	bench.copilot.faults.clear();
	bench.ahead += HOUR;
	await pollTimes(polled, 3);
	expect(idsOf(polled.items)).toEqual(ids.sort());
});
