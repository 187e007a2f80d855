import { fork } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BENCH_STATE } from '../paths';
import type { Surroundings } from '../peers/peer';
import type { Job, Measured, Message } from './protocol';

/** Enough for the largest table of the hungriest peer, and the same for all. */
const HEAP_MB = 8192;
const PREPARE_LIMIT_MS = 300_000;

export interface WorkerOptions {
	peer: string;
	rows: number;
	seed: string;
	surroundings: Omit<Surroundings, 'scratch'>;
	/** The run is ended when it takes longer. */
	limitMs: number;
	signal?: AbortSignal;
}

/** What a process has measured, or that its time was up. */
export type Outcome = { measured: Measured } | { tooSlow: true };

/** Measures one run of one peer in a process of its own. */
export async function runWorker(options: WorkerOptions): Promise<Outcome> {
	const { peer, rows, seed, surroundings, limitMs, signal } = options;
	mkdirSync(BENCH_STATE, { recursive: true });
	const scratch = mkdtempSync(path.join(BENCH_STATE, 'run-'));
	try {
		const job: Job = { peer, rows, seed, surroundings: { ...surroundings, scratch } };
		return await converse(job, limitMs, signal);
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

function converse(job: Job, limitMs: number, signal?: AbortSignal): Promise<Outcome> {
	return new Promise((resolve, reject) => {
		const child = fork(path.join(__dirname, 'worker.ts'), {
			execArgv: ['--require', 'tsx/cjs', '--expose-gc', `--max-old-space-size=${HEAP_MB}`],
			signal,
			killSignal: 'SIGKILL',
		});
		let timer = setTimeout(() => child.kill('SIGKILL'), PREPARE_LIMIT_MS);
		let started = false;
		let outcome: Outcome | undefined;
		let failure: string | undefined;
		child.on('message', (message: Message) => {
			if (message.type === 'started') {
				started = true;
				clearTimeout(timer);
				timer = setTimeout(() => {
					outcome = { tooSlow: true };
					child.kill('SIGKILL');
				}, limitMs);
			} else if (message.type === 'measured') outcome = { measured: message.measured };
			else failure = message.message;
		});
		child.once('error', reject);
		child.once('close', (code, killedBy) => {
			clearTimeout(timer);
			const where = `${job.peer} with ${job.rows} rows`;
			if (failure !== undefined) reject(new Error(`${where}: ${failure}`));
			else if (outcome !== undefined) resolve(outcome);
			else {
				const end = `ended with ${killedBy ?? `exit code ${code}`}`;
				const when = started ? 'during the comparison' : 'before the clock started';
				reject(new Error(`${where}: the process ${end} ${when}.`));
			}
		});
		child.send(job);
	});
}
