// One measurement in a process of its own: makes the data, warms the peer up on a small table, runs it with the clock on.
import { performance } from 'node:perf_hooks';
import { generateClari } from '../data/clari';
import type { Snapshots } from '../data/snapshots';
import { generateTable } from '../data/table';
import { peerById } from '../peers';
import type { Comparison, Found, Group, Peer } from '../peers/peer';
import { forgetPeak, peakBytes } from './memory';
import type { Job, Measured, Message } from './protocol';

const WARM_UP_ROWS = 5_000;
const WARM_UP_RUNS = 30;
/** Enough for the slowest peer to have its runs, also on a busy machine. */
const WARM_UP_MS = 2_000;

/** Runs of the measured size: the middle one counts. What takes long runs fewer times. */
const TIMED_RUNS = 7;
const TIMED_MS = 5_000;

function generate(group: Group, rows: number, seed: string): Snapshots {
	return group === 'clari' ? generateClari(rows, seed) : generateTable(rows, seed);
}

async function warmUp(peer: Peer, { rows, seed, surroundings }: Job): Promise<void> {
	const snapshots = generate(peer.group, Math.min(WARM_UP_ROWS, rows), `${seed} warm-up`);
	const compare = await peer.prepare(snapshots, surroundings);
	const start = performance.now();
	for (let run = 0; run < WARM_UP_RUNS && performance.now() - start < WARM_UP_MS; run++) {
		await compare();
	}
}

async function measure(job: Job): Promise<Measured> {
	const peer = peerById(job.peer);
	await warmUp(peer, job);
	const snapshots = generate(peer.group, job.rows, job.seed);
	const { truth } = snapshots;
	const rows = snapshots.previous.order.length;
	const compare = await peer.prepare(snapshots, job.surroundings);
	// What is left of making the data is not the peer's.
	global.gc?.();
	forgetPeak();
	await send({ type: 'started' });
	const begin = performance.now();
	const runs = [await timed(peer, compare)];
	// Of the first run, before garbage of others adds to it.
	const peak = peakBytes();
	while (runs.length < TIMED_RUNS && performance.now() - begin < TIMED_MS) {
		global.gc?.();
		runs.push(await timed(peer, compare));
	}
	runs.sort((a, b) => a.ms - b.ms);
	const middle = runs[Math.floor((runs.length - 1) / 2)];
	if (middle === undefined) throw new Error(`${peer.title} did not run.`);
	return { ...middle, peakBytes: peak, truth, rows };
}

async function timed(
	peer: Peer,
	compare: Comparison,
): Promise<Omit<Found, 'output'> & { ms: number }> {
	const start = performance.now();
	const { output, ...found } = await compare();
	const ms = performance.now() - start;
	// Read after the measurement, so that nothing of it is collected before.
	if (output === undefined) throw new Error(`${peer.title} has no output.`);
	return { ...found, ms };
}

function send(message: Message): Promise<void> {
	return new Promise((resolve, reject) => {
		process.send?.(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
	});
}

process.once('message', (job: Job) => {
	measure(job)
		.then((measured) => send({ type: 'measured', measured }))
		.catch((error: unknown) =>
			send({
				type: 'failed',
				message: error instanceof Error ? String(error.stack) : String(error),
			}),
		)
		// DuckDB's threads would keep the process alive.
		.finally(() => process.exit());
});
