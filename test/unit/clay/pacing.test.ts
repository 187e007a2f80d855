import fc from 'fast-check';

import { description } from '../../../nodes/Clay/actions/row/create';
import { DEFAULT_PACE } from '../../../nodes/Clay/pacing';
import { TokenBucket, bucketOf, waitForTurn } from '../../../nodes/shared/http/pacing';

/** A clock that only moves when it is told to. */
function bucketAt(perSecond: number, burst: number) {
	const clock = { now: 0 };
	return { clock, bucket: new TokenBucket({ perSecond, burst }, () => clock.now) };
}

test('lets a burst go at once, and then the rate', () => {
	const { clock, bucket } = bucketAt(10, 3);
	expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 100]);
	clock.now = 99;
	expect(bucket.take()).toBe(1);
	clock.now = 100;
	expect(bucket.take()).toBe(0);
	clock.now = 10_000;
	expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
	expect(bucket.take()).toBeGreaterThan(0);
});

test('lets nobody go during a pause, and begins without a burst after it', () => {
	const { clock, bucket } = bucketAt(10, 20);
	bucket.pause(1_000);
	expect(bucket.take()).toBe(1_000);
	clock.now = 400;
	bucket.pause(100);
	expect(bucket.take()).toBe(600);
	clock.now = 1_000;
	expect(bucket.take()).toBe(100);
	clock.now = 1_100;
	expect(bucket.take()).toBe(0);
	expect(bucket.take()).toBe(100);
});

test('goes on when the clock is set back', () => {
	const { clock, bucket } = bucketAt(10, 1);
	clock.now = 1_000_000;
	expect(bucket.take()).toBe(0);
	clock.now = 0;
	expect(bucket.take()).toBe(100);
	clock.now = 100;
	expect(bucket.take()).toBe(0);
});

test('never lets more go than burst and rate allow, and wastes none', () => {
	fc.assert(
		fc.property(
			fc.double({ min: 0.5, max: 50, noNaN: true }),
			// With a burst of 1 there is no room for the part of a millisecond that a wait is too long.
			fc.integer({ min: 2, max: 30 }),
			fc.integer({ min: 1, max: 20_000 }),
			(perSecond, burst, duration) => {
				const { clock, bucket } = bucketAt(perSecond, burst);
				let taken = 0;
				while (clock.now <= duration) {
					const wait = bucket.take();
					if (wait === 0) taken++;
					clock.now += wait;
				}
				const allowed = burst + (duration / 1_000) * perSecond;
				expect(taken).toBeLessThanOrEqual(allowed + 1);
				// Waits are whole milliseconds, but what they lose is not lost: tokens come in by the clock.
				expect(taken).toBeGreaterThanOrEqual(Math.floor(allowed) - 1);
			},
		),
	);
});

test('a host has one bucket, whose rate the last one sets', () => {
	const slow = bucketOf('a.test', { perSecond: 1, burst: 1 });
	expect(bucketOf('b.test', DEFAULT_PACE)).not.toBe(slow);
	expect(bucketOf('a.test', { perSecond: 1, burst: 5 })).toBe(slow);
});

test('a cancelled execution gets no permission, and takes none from others', async () => {
	const { bucket } = bucketAt(1, 1);
	const cancelled = new AbortController();
	cancelled.abort();
	expect(await waitForTurn(bucket, cancelled.signal)).toBe('cancelled');
	expect(await waitForTurn(bucket)).toBe('taken');
});

test('nobody waits for a turn that would come too late', async () => {
	const { bucket } = bucketAt(1, 1);
	bucket.pause(60_000);
	const began = Date.now();
	expect(await waitForTurn(bucket, undefined, began + 5_000)).toBe('late');
	expect(Date.now() - began).toBeLessThan(1_000);
});

test('the panel names the pace that is used, which is below that of Clay', () => {
	const options = description.flatMap(({ options: entries = [] }) => entries);
	const defaults = new Map(
		options.flatMap((entry) => ('default' in entry ? [[entry.name, entry.default]] : [])),
	);
	expect(defaults.get('rowsPerSecond')).toBe(DEFAULT_PACE.perSecond);
	expect(defaults.get('burst')).toBe(DEFAULT_PACE.burst);
	expect(DEFAULT_PACE.perSecond).toBeLessThan(10);
	expect(DEFAULT_PACE.perSecond).toBeGreaterThanOrEqual(9.5);
	expect(DEFAULT_PACE.burst).toBeLessThan(20);
});
