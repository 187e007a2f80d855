import type { CircuitBreakerPolicy } from 'cockatiel';
import {
	CircuitState,
	ConsecutiveBreaker,
	DelegateBackoff,
	circuitBreaker,
	handleAll,
	isBrokenCircuitError,
} from 'cockatiel';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { breakerIn, POLICY, request, restart } from './process';

/** What can happen next. A restart keeps what either side has saved. */
type Step = { is: 'request'; up: boolean } | { is: 'time'; ms: number } | { is: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ is: fc.constant('request' as const), up: fc.boolean() }) },
	{
		weight: 3,
		arbitrary: fc.record({
			is: fc.constant('time' as const),
			// Around the ends of the cool-downs; all together less than what makes us forget.
			ms: fc.oneof(fc.integer({ min: 0, max: 65_000 }), fc.constantFrom(59_999, 60_000, 60_001)),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ is: fc.constant('restart' as const) }) },
);

/** The same policy in cockatiel's words; the state as it saved it. */
function cockatiel(saved?: unknown): CircuitBreakerPolicy {
	return circuitBreaker(handleAll, {
		breaker: new ConsecutiveBreaker(POLICY.threshold),
		halfOpenAfter: new DelegateBackoff(({ attempt }) =>
			Math.min(300_000, POLICY.coolDownMs * 2 ** (attempt - 1)),
		),
		...(saved !== undefined && { initialState: saved }),
	});
}

async function ask(reference: CircuitBreakerPolicy, up: boolean): Promise<'sent' | 'refused'> {
	try {
		await reference.execute(() => {
			if (!up) throw new Error('down');
		});
	} catch (error) {
		if (isBrokenCircuitError(error)) return 'refused';
	}
	return 'sent';
}

/** Plays the steps to both; gives what each did with each request, and whether it was open after each step. */
async function play(steps: Step[]): Promise<{ ours: string[]; theirs: string[] }> {
	restart();
	const memory: IDataObject = {};
	let reference = cockatiel();
	const ours: string[] = [];
	const theirs: string[] = [];
	for (const current of steps) {
		if (current.is === 'time') jest.setSystemTime(Date.now() + current.ms);
		if (current.is === 'restart') {
			restart();
			// It saves the count of a closed circuit too; ours begins anew.
			reference = cockatiel(
				reference.state === CircuitState.Open
					? JSON.parse(JSON.stringify(reference.toJSON()))
					: undefined,
			);
		}
		if (current.is === 'request') {
			const outcome = await request(current.up ? 'up' : 'down', { memory });
			ours.push(outcome === 'refused' ? 'refused' : 'sent');
			theirs.push(await ask(reference, current.up));
			ours.push(breakerIn({ memory }).isOpen() ? 'open' : 'closed');
			theirs.push(reference.state === CircuitState.Open ? 'open' : 'closed');
		}
	}
	return { ours, theirs };
}

beforeEach(() => jest.useFakeTimers({ now: 1_750_000_000_000, doNotFake: ['setImmediate'] }));
afterEach(() => jest.useRealTimers());

test('lets the same requests through as cockatiel, and is open when it is', async () => {
	let opened = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
			const { ours, theirs } = await play(steps);
			expect(ours).toEqual(theirs);
			if (ours.includes('refused')) opened++;
		}),
		{ numRuns: 500 },
	);
	// The sequences do reach what they are about.
	expect(opened).toBeGreaterThan(20);
});

test('doubles the cool-down as cockatiel does, up to the same end', async () => {
	const down: Step = { is: 'request', up: false };
	const minute: Step = { is: 'time', ms: 60_000 };
	const steps = [down, down, down, ...Array.from({ length: 40 }, () => [minute, down]).flat()];
	const { ours, theirs } = await play(steps);
	expect(ours).toEqual(theirs);
	// Opened by 3; then probes after 1, 2 and 4 minutes, and each 5 minutes.
	expect(ours.filter((word) => word === 'sent')).toHaveLength(3 + 3 + 6);
});

test.each([true, false])(
	'lets others wait for the probe as cockatiel does, and follow it when the vendor is up: %s',
	async (up) => {
		restart();
		const reference = cockatiel();
		for (let failed = 0; failed < POLICY.threshold; failed++) {
			await request('down');
			await ask(reference, false);
		}
		jest.setSystemTime(Date.now() + POLICY.coolDownMs);

		const probe = await breakerIn().enter();
		let end = () => {};
		const answered = new Promise<void>((resolve) => {
			end = resolve;
		});
		const theirProbe = reference
			.execute(async () => {
				await answered;
				if (!up) throw new Error('down');
			})
			.catch(() => undefined);
		const ours = Promise.all([request('up'), request('up')]);
		const theirs = Promise.all([ask(reference, true), ask(reference, true)]);
		if (probe.is === 'admitted') probe.end(up ? 'up' : 'down');
		end();
		await theirProbe;
		expect(await ours).toEqual(await theirs);
		expect(await ours).toEqual(up ? ['sent', 'sent'] : ['refused', 'refused']);
	},
);
