import type { N8nHost } from '../../../sandbox/n8n/host';
import type { ClayService } from '../../../sandbox/vendors';
import type { Lead } from './leads';

/** Where rows go, and what may be used on the way. */
export interface SendContext {
	host: N8nHost;
	clay: ClayService;
	/** How long all rows may take, in milliseconds. */
	timeoutMs: number;
	signal?: AbortSignal;
}

/** A way to send rows to Clay's table webhook. */
export interface Sender {
	id: string;
	title: string;
	/** How it is set up, for the page. */
	about: string;
	/** Sends all rows and returns when it is done with them. Returns what its user is told at the end. */
	send(leads: readonly Lead[], context: SendContext): Promise<string>;
}
