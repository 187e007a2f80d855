import { setTimeout as sleep } from 'node:timers/promises';
import type { ClayService } from '../../../sandbox/vendors';

/**
 * Somebody else who sends rows to another table of the same workspace: the limit is for both together.
 *
 * @param perSecond rows, sent whatever the answers are; 0 sends none
 * @returns ends it
 */
export function startNeighbour(clay: ClayService, perSecond: number): () => Promise<void> {
	const ending = new AbortController();
	const { url } = clay.addSource();
	const sending = perSecond > 0 ? sendUntil(ending.signal, url, 1000 / perSecond) : undefined;
	return async () => {
		ending.abort();
		await sending;
	};
}

async function sendUntil(signal: AbortSignal, url: string, everyMs: number): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const start = performance.now();
	for (let sent = 1; !signal.aborted; sent++) {
		const body = JSON.stringify({ neighbour: sent });
		const response = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
		await response?.arrayBuffer();
		// By the clock, so that slow answers do not make it slower.
		const wait = Math.max(0, start + sent * everyMs - performance.now());
		await sleep(wait, undefined, { signal }).catch(() => undefined);
	}
}
