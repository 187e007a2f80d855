import { idsOf, useTriggerBench } from './copilotTrigger';

/** More calls that cannot be read than the memory of the trigger holds. */

jest.setTimeout(120_000);

const bench = useTriggerBench();
const { calls, published } = bench;

const MINUTE = 60_000;

test('of 230 that cannot be read the memory holds 200, and none is lost', async () => {
	const polled = await published({ options: { perPoll: 1_000 } });
	const ids = calls(230);
	bench.copilot.faults.plan({
		route: 'copilotCall',
		kind: 'status',
		status: 400,
		times: Infinity,
	});
	await expect(polled.poll()).rejects.toThrow('Could not read call');
	for (let poll = 0; poll < 3; poll++) {
		bench.ahead += MINUTE;
		// Those that have waited longest go out without details, so that there is room.
		expect(await polled.poll()).toHaveLength(8);
	}
	expect(polled.stored.length).toBeLessThan(150_000);
	bench.copilot.faults.clear();
	for (let poll = 0; polled.items.length < ids.length && poll < 60; poll++) {
		bench.ahead += 5 * MINUTE;
		await polled.poll();
	}
	expect(idsOf(polled.items)).toEqual([...ids].sort());
});
