import type { AnswerTime } from '../http/outcome';
import type { Check } from './check';
import { CLOCK, fail, pass, skip, warn } from './check';

/** The header Date has whole seconds, and an answer may have been made at any time of its way. */
const TOLERATED_MS = 30_000;

/** How far a signed time may be off, which is the default of the triggers; quarters and schedules shift as well. */
const GREATEST_MS = 300_000;

const WHAT_TO_DO = 'Let the host of n8n set its clock by NTP, and in containers that of the host.';

/**
 * Compares n8n's clock with the one of the vendor. The answer that took the least time tells best.
 *
 * @param times of answers in this check
 */
export function checkClock(times: readonly AnswerTime[]): Check {
	const [best] = times
		.flatMap((time) => {
			const server = Date.parse(time.date ?? '');
			return Number.isNaN(server) ? [] : [{ ...time, server, took: time.receivedAt - time.sentAt }];
		})
		.sort((a, b) => a.took - b.took);
	if (best === undefined) {
		return skip(CLOCK, 'No answer said what time it is.');
	}
	const skew = skewOf(best);
	if (Math.abs(skew) <= TOLERATED_MS) {
		return pass(CLOCK, 'The clocks of n8n and the vendor agree within 30 seconds.');
	}
	const seconds = Math.round(Math.abs(skew) / 1_000);
	const detail = `n8n's clock is ${seconds} seconds ${skew > 0 ? 'behind' : 'ahead of'} the vendor's.`;
	return Math.abs(skew) > GREATEST_MS
		? fail(CLOCK, detail, WHAT_TO_DO)
		: warn(CLOCK, detail, WHAT_TO_DO);
}

/** How much the vendor's clock is certainly ahead: the time within the exchange that fits best is taken. */
function skewOf({ server, sentAt, receivedAt }: { server: number } & AnswerTime): number {
	if (server > receivedAt) return server - receivedAt;
	// A Date of 12:00:00 was written at any time until 12:00:01.
	const latest = server + 999;
	return latest < sentAt ? latest - sentAt : 0;
}
