import type { EngineResult } from '../workflow/engine';
import type { Bench } from './bench';
import { MEMORY, startBench } from './bench';
import type { FaultKindOfTable } from './kinds';
import { KINDS, PATIENCE_S, SECRET } from './kinds';
import type { AnyOperation, Nature, Step } from './operation';
import { titleOf } from './operation';
import { ATTEMPTS, expectedOf, isAskedAgain, isUncertain } from './policy';

/** One run of which one request goes wrong. */
export interface FaultCase {
	title: string;
	entry: AnyOperation;
	/** Which of its requests. */
	index: number;
	kind: FaultKindOfTable;
	always: boolean;
}

/** One kind of each meaning. */
const ONE_OF_EACH = KINDS.filter(
	({ meaning }, index) => KINDS.findIndex((kind) => kind.meaning === meaning) === index,
);

/** What is not asked again after its first answer is the same once and each time: whether each time, for each case. */
function momentsOf({ meaning }: FaultKindOfTable, nature: Nature): boolean[] {
	// Each time would also hit the next request, which has the same route.
	if (nature === 'absent' && (meaning === 'odd' || meaning === 'misread')) return [false];
	// A row is sent for ten minutes while it is throttled, with pauses of up to one.
	if (nature === 'row' && meaning === 'throttledForLong') return [];
	if (nature === 'row' && meaning === 'throttled') return [false];
	return isAskedAgain(meaning) ? [false, true] : [true];
}

/** Every operation with every fault at every request, once and each time. */
export function casesOf(operations: readonly AnyOperation[]): FaultCase[] {
	const cases = operations.flatMap((entry) =>
		entry.steps.flatMap(([method, route, nature], index) =>
			(entry.inFull ? KINDS : ONE_OF_EACH).flatMap((kind) =>
				momentsOf(kind, nature).map((always) => ({
					title: `${titleOf(entry)}: ${method} ${route} (${index + 1}), ${kind.name}, ${always ? 'always' : 'once'}`,
					entry,
					index,
					kind,
					always,
				})),
			),
		),
	);
	// Those with a time-out come last, when the others no longer keep the machine from answering in time.
	return [...cases.filter((one) => !isLate(one)), ...cases.filter(isLate)];
}

const isLate = ({ kind }: FaultCase) => kind.effect.kind === 'slow';

/** What an undisturbed run gives, by operation. */
const undisturbed = new Map<
	AnyOperation,
	Promise<{ items: unknown[]; made: number; spent: number }>
>();

async function undisturbedRun(entry: AnyOperation) {
	const known = undisturbed.get(entry);
	if (known) return await known;
	const run = async () => {
		const bench = await startBench(entry);
		try {
			const result = await bench.run({ attempts: ATTEMPTS }, 1);
			if (result.error) throw new Error(result.error.message);
			expect(stepsSeen(bench)).toEqual(stepsOf(entry));
			return { items: itemsOf(entry, result), made: bench.made(), spent: bench.spent() };
		} finally {
			await bench.close();
		}
	};
	const running = run();
	undisturbed.set(entry, running);
	return await running;
}

const stepsOf = ({ steps }: AnyOperation) => steps.map(([method, route]) => `${method} ${route}`);

/** The requests of a run; how often a job was asked about says nothing. */
function stepsSeen({ journal }: Bench): string[] {
	const polled = ['job', 'clayResults'];
	return journal.entries.flatMap(({ method, route }, index) => {
		const isRepeated = polled.includes(route) && journal.entries[index - 1]?.route === route;
		return isRepeated ? [] : [`${method} ${route}`];
	});
}

/** The first output without what is another each time: the time of the run, and ids that are made anew. */
function itemsOf({ volatile = [] }: AnyOperation, { outputs }: EngineResult): unknown[] {
	const isNow = (value: string | number) => Math.abs(+new Date(value) - Date.now()) < 3_600_000;
	const text = JSON.stringify(
		(outputs[0] ?? []).map(({ json, pairedItem }) => ({ json, pairedItem })),
		(key, value: unknown) => {
			if (volatile.includes(key)) return '(another each time)';
			if (typeof value === 'number') return isNow(value) ? '(now)' : value;
			return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && isNow(value)
				? '(now)'
				: value;
		},
	);
	// Each run has a vendor of its own; a check counts the requests, repeats included.
	return JSON.parse(
		text
			.replace(/127\.0\.0\.1:\d+/g, 'vendor')
			.replace(/has made about \d+ of/, 'has made some of'),
	);
}

/** Plays one case, and judges it by the policy. */
export async function play({ entry, index, kind, always }: FaultCase): Promise<void> {
	const healthy = await undisturbedRun(entry);
	const step = entry.steps[index];
	if (!step) throw new Error('There is no such request');
	const [, route, nature] = step;
	const skip = entry.steps.slice(0, index).filter(([, before]) => before === route).length;
	const bench = await startBench(entry);
	try {
		bench.faults.plan({ ...kind.effect, route, skip, times: always ? 99 : 1 });
		const isLateCase = kind.effect.kind === 'slow';
		const options = { attempts: ATTEMPTS, ...(isLateCase && { requestTimeout: PATIENCE_S }) };
		// What is never over is not waited for; what is over must have time to be noticed.
		const result = await bench.run(options, always ? 0.05 : 0.5);

		const expected = expectedOf(nature, kind.meaning, always);
		const hits = bench.journal.entries.filter(({ fault }) => fault !== undefined).length;
		expect(hits).toBeGreaterThanOrEqual(expected.hits.atLeast);
		expect(hits).toBeLessThanOrEqual(expected.hits.atMost);
		expect(bench.journal.entries.length).toBeLessThan(250);
		expectNothingTwice(bench, step, healthy);
		expectNoSecret(bench, result);
		expect(bench.memory).toMatchObject(MEMORY);

		if (expected.end === 'fails' || (expected.end === 'either' && result.error)) {
			expect(result.outputs.flat()).toEqual([]);
			expectActionable(bench, result, step);
			if (isUncertain(nature, kind.meaning) && expected.end === 'fails') expectDoubt(result);
			return;
		}
		expect(result.error).toBeUndefined();
		if (expected.end === 'succeeds') {
			expect(itemsOf(entry, result)).toEqual(healthy.items);
			expect([bench.made(), bench.spent()]).toEqual([healthy.made, healthy.spent]);
		}
		if (expected.end === 'report') {
			const words = (result.outputs[0] ?? []).map(({ json }) => json.status);
			expect(words.length).toBe(healthy.items.length);
			expect(words).not.toEqual(words.map(() => 'pass'));
		}
		if (expected.end === 'cut') {
			const items = itemsOf(entry, result);
			expect(items.length).toBeGreaterThan(0);
			expect(items).toEqual(healthy.items.slice(0, items.length));
			expect(result.hints.map(({ message }) => message).join()).toMatch(/more|rest/i);
		}
	} finally {
		await bench.close();
	}
}

/** At the vendor there is nothing that an undisturbed run would not have left there. */
function expectNothingTwice(
	{ made, spent, journal }: Bench,
	[method, route, nature]: Step,
	healthy: { made: number; spent: number },
): void {
	expect(made()).toBeLessThanOrEqual(Math.max(healthy.made, 1));
	expect(spent()).toBeLessThanOrEqual(Math.max(healthy.spent, 1));
	if (nature !== 'effect' && nature !== 'row' && nature !== 'more') return;
	const taken = journal
		.filter({ method, route })
		.filter(({ status, fault }) => fault !== undefined && status !== 429);
	expect(taken.length).toBeLessThanOrEqual(1);
}

function expectNoSecret({ memory }: Bench, { data, error, hints }: EngineResult): void {
	expect(JSON.stringify([data, error, hints, memory])).not.toContain(SECRET);
	expect(`${error?.message} ${error?.description}`).not.toMatch(/\[object |\bNaN\b/);
}

/** A failure that a user can act on: what was attempted, what happened, what to do, which request, which job. */
function expectActionable(
	{ jobIds, journal }: Bench,
	{ error }: EngineResult,
	[method]: Step,
): void {
	expect(error).toBeDefined();
	const { message = '', description } = error ?? {};
	const text = `${message} ${description ?? ''}`;
	expect(message).toMatch(
		/^(Could not|Export job|The result of export job|Routine run) .+ \[item 0\]$/,
	);
	expect(text).not.toContain('undefined');
	expect(description).toMatch(
		/\b(ask|check|choose|copy|fetch|generate|look|lower|must be|put|raise|run|use|with ')/i,
	);
	if (error?.name === 'NodeApiError')
		expect(description).toMatch(new RegExp(`\\(${method} (/|to the table webhook)`));
	const isKnown = journal.entries.some(({ route, status, fault }) => {
		return route.startsWith('queue') && fault === undefined && status !== null && status < 300;
	});
	if (isKnown) for (const jobId of jobIds()) expect(text).toContain(jobId);
}

/** Says that it may have been done, and where to look. */
function expectDoubt({ error }: EngineResult): void {
	expect(error?.description).toMatch(/not certain|may have|may be/);
}
