import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { N8nHost } from '../../../sandbox/n8n/host';
import { NODE_BINARY } from '../../../sandbox/n8n/paths';
import { MARK } from './plan';

const READER = path.join(__dirname, 'readExecutions.mjs');
const POLL_MS = 500;
/** Without any progress for so long, n8n is stuck. */
const STUCK_MS = 120_000;

/** What n8n's database says about the measured events. */
export interface Executions {
	/** Executions that were started. */
	executions: number;
	/** Those that did not succeed. */
	failed: number;
	/** Different events among them. */
	events: number;
	/** Events that started more than one. */
	repeated: number;
	/** Executions that n8n has deleted, so that nothing can be told about them. */
	removed: number;
	/** When the last one ended: ISO date-time. */
	lastStoppedAt: string;
}

/** Waits until every execution that was started has ended. @throws Error when n8n does not get on with them */
export async function waitUntilIdle(host: N8nHost, signal?: AbortSignal): Promise<void> {
	let before = Infinity;
	for (let since = Date.now(); ; ) {
		signal?.throwIfAborted();
		host.assertRunning();
		const { running } = await read<{ running: number }>(host, 'running');
		if (running === 0) return;
		if (running < before) since = Date.now();
		if (Date.now() - since > STUCK_MS) throw new Error(`${running} executions do not end`);
		before = Math.min(before, running);
		await sleep(POLL_MS);
	}
}

/** Looks into the executions. The database can be read while n8n runs. */
export async function readExecutions(host: Pick<N8nHost, 'userFolder'>): Promise<Executions> {
	return await read<Executions>(host, 'all', MARK.source);
}

async function read<T>(
	{ userFolder }: Pick<N8nHost, 'userFolder'>,
	...question: string[]
): Promise<T> {
	const database = path.join(userFolder, '.n8n/database.sqlite');
	const { stdout } = await promisify(execFile)(NODE_BINARY, [READER, database, ...question]);
	const answer: T = JSON.parse(stdout);
	return answer;
}
