import { sleep } from 'n8n-workflow';

/** Longest time in milliseconds that a cancelled execution goes on sleeping on hosts whose `sleep` knows no signal. */
const SLICE_MS = 500;

/**
 * Sleeps in short slices and stops when the execution is cancelled.
 *
 * @param ms milliseconds to wait; 0 or less returns at once
 * @param signal the execution's cancel signal
 * @returns `true` when the time has passed, `false` when the execution was cancelled
 */
export async function waitUnlessCancelled(ms: number, signal?: AbortSignal): Promise<boolean> {
	const until = Date.now() + ms;
	while (!signal?.aborted) {
		const left = until - Date.now();
		if (left <= 0) return true;
		await sleep(Math.min(left, SLICE_MS));
	}
	return false;
}
