import fc from 'fast-check';

import { DEFAULT_RETRY, nextDelay, parseRetryAfter } from '../../../nodes/shared/http/retry';

const NOW = Date.parse('2026-03-01T00:00:00Z');

describe('parseRetryAfter', () => {
	test.each([
		['3', 3_000],
		['0', 0],
		['1.5', 1_500],
		['Sun, 01 Mar 2026 00:00:10 GMT', 10_000],
		['Sat, 28 Feb 2026 23:59:00 GMT', 0],
	])('reads %s as %d ms', (header, expected) => {
		expect(parseRetryAfter(header, NOW)).toBe(expected);
	});

	test.each([undefined, '', 'soon', '-5x'])('gives nothing for %p', (header) => {
		expect(parseRetryAfter(header, NOW)).toBeUndefined();
	});
});

describe('nextDelay', () => {
	test('stops when the attempts are used up', () => {
		expect(nextDelay(DEFAULT_RETRY, DEFAULT_RETRY.maxAttempts, undefined, 0.5)).toBeUndefined();
	});

	test('obeys Retry-After, however long the own pause would be', () => {
		expect(nextDelay(DEFAULT_RETRY, 1, 45_000, 0.5)).toBe(45_000);
	});

	test('gives up rather than wait longer than allowed', () => {
		expect(nextDelay(DEFAULT_RETRY, 1, DEFAULT_RETRY.maxRetryAfterMs + 1, 0.5)).toBeUndefined();
	});

	test('full jitter stays between 0 and the growing bound, and below the cap', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: DEFAULT_RETRY.maxAttempts - 1 }),
				fc.double({ min: 0, max: 0.999_999, noNaN: true }),
				(attempt, random) => {
					const delay = nextDelay(DEFAULT_RETRY, attempt, undefined, random) ?? -1;
					const bound = Math.min(DEFAULT_RETRY.capMs, DEFAULT_RETRY.baseMs * 2 ** (attempt - 1));
					return delay >= 0 && delay <= bound;
				},
			),
		);
	});
});
