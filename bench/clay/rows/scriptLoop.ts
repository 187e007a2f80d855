import { setTimeout as sleep } from 'node:timers/promises';
import type { Sender } from './sender';

const PAUSE_MS = 200;

/** One row after the other with a fixed pause; what is refused is counted and dropped. */
export const scriptLoop: Sender = {
	id: 'script-loop',
	title: 'Loop of a script',
	about: `as guides show it: one row after the other, ${PAUSE_MS} ms of pause after each, what is refused counted and dropped, \`Retry-After\` not read. Outside of n8n.`,
	async send(leads, { clay, signal }) {
		let refused = 0;
		for (const lead of leads) {
			const response = await fetch(clay.webhookUrl, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(lead),
				signal,
			}).catch(() => undefined);
			if (!response?.ok) refused++;
			await response?.arrayBuffer();
			await sleep(PAUSE_MS, undefined, { signal });
		}
		return refused === 0 ? 'all sent' : `${refused} failed, a number`;
	},
};
