import { isRecord } from '../../nodes/shared/json/read';
import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { copilotCredentials } from './copilot';
import { PolledWorkflow } from './polling';

/** A week of 5,000 calls that come, move on and are analysed while the trigger polls. */

const START = Date.parse('2026-01-05T00:00:00Z');
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const CALLS = 5_000;
const DONE = 'POST_PROCESSING_DONE';

/** The clock of the sandbox and of the node. It goes on by itself, and jumps when the test says so. */
class Clock {
	private readonly began = performance.now();

	private ahead = 0;

	now = () => START + this.ahead + Math.floor(performance.now() - this.began);

	forward(ms: number): void {
		this.ahead += ms;
	}
}

let copilot: CopilotService;

afterEach(async () => {
	jest.restoreAllMocks();
	await copilot.close();
});

async function startWeek(
	clock: Clock,
	timeBounds: 'inclusive' | 'exclusive',
): Promise<PolledWorkflow> {
	jest.spyOn(Date, 'now').mockImplementation(clock.now);
	// No pauses before a request is tried again.
	jest.spyOn(Math, 'random').mockReturnValue(0);
	copilot = await startCopilot({
		now: clock.now,
		settings: { timeBounds, rate: Infinity, weeklyRequests: Infinity },
		// 25 calls start at the same time, so that pages end in the middle of them.
		calls: { count: CALLS, from: new Date(START).toISOString(), everyMinutes: 50, atOnce: 25 },
	});
	return new PolledWorkflow({ credentials: copilotCredentials(copilot) });
}

const idOf = (value: unknown) => (isRecord(value) ? String(value.id) : '');

function tally(texts: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
	return counts;
}

test.each(['inclusive', 'exclusive'] as const)(
	'tells each analysed call of a week once, with %s bounds, restarts and failures',
	async (timeBounds) => {
		const clock = new Clock();
		const polled = await startWeek(clock, timeBounds);
		polled.options.parameters = { includeDetails: false };
		// Statuses move between the pages of one poll.
		let requests = 0;
		const again = new Set<string>();
		const underWay = new Set<string>();
		copilot.beforeRequest = () => {
			requests++;
			clock.forward(8_000);
			if (requests % 20 > 0) return;
			// Some of those that are being listed are worked on again, and leave the list.
			const done = copilot.callIds({ status: DONE, isPrivate: false });
			for (const id of done.slice(-12, -8)) {
				copilot.setStatus(id, 'PROCESSING');
				underWay.add(id);
				again.add(id);
			}
		};
		const finish = () => {
			for (const id of underWay) copilot.setStatus(id, DONE);
			underWay.clear();
		};
		await polled.activate();
		let failures = 0;
		const end = START + WEEK + 30 * HOUR;
		for (let poll = 1; clock.now() < end; poll++) {
			clock.forward(30 * 60_000);
			// Once n8n is down for a night, once for longer than two polls can take up.
			if (poll === 100) clock.forward(9 * HOUR);
			if (poll % 7 === 0) await polled.activate('init');
			if (poll % 5 === 0)
				copilot.faults.plan({ route: 'copilotCalls', kind: 'status', status: 502 });
			if (poll % 11 === 0) {
				const skip = poll % 3;
				const broken = { route: 'copilotCalls', kind: 'status', status: 400, skip } as const;
				copilot.faults.plan(broken);
			}
			if (poll % 13 === 0) copilot.faults.plan({ route: 'copilotCalls', kind: 'truncatedJson' });
			await polled.poll().catch(() => failures++);
			copilot.faults.clear();
			if (poll % 3 === 0) finish();
		}
		copilot.beforeRequest = undefined;
		finish();
		clock.forward(60_000);
		for (let poll = 0; poll < 40; poll++) await polled.poll();

		const analysed = copilot.callIds({ status: DONE, isPrivate: false });
		expect(analysed.length).toBeGreaterThan(CALLS * 0.8);
		const told = tally(polled.items.map(({ call }) => idOf(call)));
		expect(again.size).toBeGreaterThan(50);
		// Also those that were worked on again, which have several states.
		expect([...told].filter(([, times]) => times !== 1)).toEqual([]);
		expect([...told.keys()].sort()).toEqual([...analysed].sort());
		expect(new Set(polled.items.map(({ id }) => id)).size).toBe(polled.items.length);
		expect(failures).toBeGreaterThan(10);
		expect(requests).toBeGreaterThan(400);
		// Each call takes 8 bytes, in the memory and in its copy.
		expect(polled.stored.length).toBeLessThan(40_000 + 16 * CALLS);
	},
	900_000,
);
