import type { AnswerFault } from '../../sandbox/vendors/faults';

/** The word that stands for every secret of a run, and which vendors quote in their answers. It must show up nowhere. */
export const SECRET = 'words-that-must-never-show-up';

/** Seconds that a request may take where the answer is late, and for how long it then is. */
export const PATIENCE_S = 5;
const LATE_MS = 60_000;

/**
 * What a fault means for somebody who knows the protocol, and nothing of this code.
 *
 * - `throttled`: not taken, and may be asked again soon.
 * - `throttledForLong`: not taken, and the pause that is asked for is no pause.
 * - `refused`: answered, and asking again changes nothing.
 * - `ownFailure`: the vendor itself says that it could not do it.
 * - `gateway`: something before the vendor failed; whether the vendor works on it is unknown. It does not here.
 * - `lost`: no usable answer, and the vendor has not acted.
 * - `spoilt`: no usable answer, and the vendor has acted.
 * - `misread`: as `spoilt`, and its status and headers are there.
 * - `blank`: as `lost`, and its status says that all is well.
 * - `odd`: the vendor has acted; the answer is whole and means nothing.
 */
export type Meaning =
	| 'throttled'
	| 'throttledForLong'
	| 'refused'
	| 'ownFailure'
	| 'gateway'
	| 'lost'
	| 'spoilt'
	| 'misread'
	| 'blank'
	| 'odd';

export interface FaultKindOfTable {
	name: string;
	meaning: Meaning;
	effect: AnswerFault;
}

const status = (
	code: number,
	more: { retryAfter?: string; body?: unknown; location?: string } = {},
): AnswerFault => ({
	kind: 'status',
	status: code,
	...more,
});
/** Where a redirect leads. Nothing there ever answers, so whoever followed it would say so. */
const ELSEWHERE = 'http://redirect-target.invalid/';

const own = { code: 'internal_server_error', errorId: 'e1', message: `Broken with ${SECRET}` };
const html = '<html><body><h1>Bad gateway</h1></body></html>';

/** Every way in which a request can go wrong. */
export const KINDS: readonly FaultKindOfTable[] = [
	{
		name: '429 with Retry-After in seconds',
		meaning: 'throttled',
		effect: status(429, { retryAfter: '1' }),
	},
	{
		name: '429 with Retry-After as a date',
		meaning: 'throttled',
		effect: status(429, { retryAfter: new Date(Date.now() + 1_000).toUTCString() }),
	},
	{ name: '429 without Retry-After', meaning: 'throttled', effect: status(429) },
	{
		name: '429 with Retry-After of no sense',
		meaning: 'throttled',
		effect: status(429, { retryAfter: '-soon' }),
	},
	{
		name: '429 with Retry-After of days',
		meaning: 'throttledForLong',
		effect: status(429, { retryAfter: '864000' }),
	},
	{
		name: '500 in its own words',
		meaning: 'ownFailure',
		effect: status(500, { body: own }),
	},
	{ name: '500 as a page', meaning: 'gateway', effect: status(500, { body: html }) },
	{ name: '502', meaning: 'gateway', effect: status(502, { body: html }) },
	{ name: '503', meaning: 'gateway', effect: status(503, { body: '' }) },
	{ name: '504', meaning: 'gateway', effect: status(504, { body: html }) },
	{
		name: 'connection reset before the work',
		meaning: 'lost',
		effect: { kind: 'reset', when: 'before' },
	},
	{
		name: 'connection reset after the work',
		meaning: 'spoilt',
		effect: { kind: 'reset', when: 'after' },
	},
	{
		name: 'transfer cut off in the body',
		meaning: 'spoilt',
		effect: { kind: 'truncatedJson', contentLength: 'tooLarge' },
	},
	{
		name: 'JSON cut off',
		meaning: 'misread',
		effect: { kind: 'truncatedJson', contentLength: 'matching' },
	},
	{
		name: 'answer later than the timeout',
		meaning: 'spoilt',
		effect: { kind: 'slow', delayMs: LATE_MS, when: 'after' },
	},
	{
		name: 'request handled later than the timeout',
		meaning: 'lost',
		effect: { kind: 'slow', delayMs: LATE_MS, when: 'before' },
	},
	{ name: 'JSON of another type', meaning: 'odd', effect: { kind: 'wrongType', value: 'done' } },
	{ name: 'an empty object', meaning: 'odd', effect: { kind: 'wrongType', value: {} } },
	{
		name: 'null',
		meaning: 'odd',
		effect: { kind: 'wrongType', value: null },
	},
	{ name: 'empty body', meaning: 'blank', effect: status(200, { body: '' }) },
	{ name: 'page of a proxy with 200', meaning: 'blank', effect: status(200, { body: html }) },
	{
		name: 'redirect to another host',
		meaning: 'refused',
		effect: status(302, { body: '', location: ELSEWHERE }),
	},
	{
		name: '401',
		meaning: 'refused',
		effect: status(401, { body: { message: `Invalid credentials ${SECRET}` } }),
	},
	{
		name: '403',
		meaning: 'refused',
		effect: status(403, { body: { code: 'forbidden', errorId: 'e2', message: 'No' } }),
	},
];
