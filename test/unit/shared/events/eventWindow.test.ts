import fc from 'fast-check';

import { canonicalJson } from '../../../../nodes/shared/events/canonicalJson';
import { EventWindow } from '../../../../nodes/shared/events/eventWindow';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 8, 1);
const LIMITS = { maxAgeMs: 24 * HOUR, maxEvents: 20_000 };

/** What comes back from the database. */
function stored(window: EventWindow, limits = LIMITS): Record<string, unknown> {
	return JSON.parse(JSON.stringify(window.pack(limits)));
}

function reopened(packed: Record<string, unknown>, now = NOW, limits = LIMITS): EventWindow {
	const window = new EventWindow();
	window.absorb(packed, now, limits);
	return window;
}

test('lets each event in once', () => {
	const window = new EventWindow();
	expect(['a', 'b', 'a', 'b', 'c'].map((event) => window.claim(event, NOW, LIMITS))).toEqual([
		true,
		true,
		false,
		false,
		true,
	]);
});

test('forgets by age, not before it', () => {
	const window = new EventWindow();
	window.claim('a', NOW, LIMITS);
	expect(window.claim('a', NOW + 24 * HOUR, LIMITS)).toBe(false);
	expect(window.claim('a', NOW + 25 * HOUR, LIMITS)).toBe(true);
	expect(window.size).toBe(1);
});

test('holds 50,001 events within its bound, in 8 characters each', () => {
	const window = new EventWindow();
	const refused: number[] = [];
	for (let event = 0; event <= 50_000; event++) {
		if (!window.claim(`event ${event}`, NOW + event, LIMITS)) refused.push(event);
	}
	expect(refused).toEqual([]);
	expect(window.size).toBeLessThanOrEqual(20_000);
	expect(window.size).toBeGreaterThanOrEqual(19_500);
	for (const event of [50_000, 40_000, 31_000]) {
		expect(window.claim(`event ${event}`, NOW + 50_001, LIMITS)).toBe(false);
	}
	expect(String(window.pack(LIMITS).keys).length).toBeLessThan(20_000 * 8 * 1.01);
});

test('holds 50,001 events when it may', () => {
	const limits = { ...LIMITS, maxEvents: 60_000 };
	const window = new EventWindow();
	for (let event = 0; event <= 50_000; event++) window.claim(`event ${event}`, NOW, limits);
	const copy = reopened(stored(window, limits), NOW, limits);
	expect(copy.size).toBe(50_001);
	expect(copy.claim('event 0', NOW, limits)).toBe(false);
});

test('takes a released event again, and does not store it', () => {
	const window = new EventWindow();
	for (const event of ['a', 'b', 'c']) window.claim(event, NOW, LIMITS);
	window.release('b', NOW);
	window.release('never there', NOW);
	const copy = reopened(stored(window));
	expect(['a', 'b', 'c'].map((event) => copy.claim(event, NOW, LIMITS))).toEqual([
		false,
		true,
		false,
	]);
	expect(window.claim('b', NOW, LIMITS)).toBe(true);
});

test('stores what changed after it was stored before', () => {
	const window = new EventWindow();
	for (const event of ['a', 'b']) window.claim(event, NOW, LIMITS);
	stored(window);
	window.claim('c', NOW, LIMITS);
	const second = reopened(stored(window));
	expect(['a', 'b', 'c', 'd'].map((event) => second.claim(event, NOW, LIMITS))).toEqual([
		false,
		false,
		false,
		true,
	]);
	window.release('a', NOW);
	const third = reopened(stored(window));
	expect(['a', 'b', 'c'].map((event) => third.claim(event, NOW, LIMITS))).toEqual([
		true,
		false,
		false,
	]);
});

test('packed and opened again it knows what it knew, whatever came in when', () => {
	const step = fc.record({ event: fc.nat(300), after: fc.nat(HOUR) });
	fc.assert(
		fc.property(fc.array(step), fc.integer({ min: 1, max: 200 }), (steps, maxEvents) => {
			const limits = { maxAgeMs: 6 * HOUR, maxEvents };
			const window = new EventWindow();
			let now = NOW;
			for (const { event, after } of steps) {
				now += after;
				window.claim(String(event), now, limits);
			}
			expect(window.size).toBeLessThanOrEqual(maxEvents);
			const copy = reopened(stored(window, limits), now, limits);
			expect(copy.size).toBe(window.size);
			for (const { event } of steps) {
				// Asked of fresh ones each time: asking remembers.
				const asked = reopened(stored(window, limits), now, limits);
				expect(asked.claim(String(event), now, limits)).toBe(
					reopened(stored(copy, limits), now, limits).claim(String(event), now, limits),
				);
			}
		}),
		{ numRuns: 40 },
	);
});

test('two processes that read and write in turn let each event in once between them, and again when it was released', () => {
	const step = fc.record({
		isOne: fc.boolean(),
		event: fc.nat(20),
		isReleased: fc.boolean(),
		isRestarted: fc.boolean(),
	});
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			const windows = [new EventWindow(), new EventWindow()];
			let database: Record<string, unknown> | undefined;
			const seen = new Set<number>();
			for (const { isOne, event, isReleased, isRestarted } of steps) {
				if (isRestarted) windows[isOne ? 0 : 1] = new EventWindow();
				const window = windows[isOne ? 0 : 1] ?? new EventWindow();
				window.absorb(database, NOW, LIMITS);
				const isNew = window.claim(String(event), NOW, LIMITS);
				expect(isNew).toBe(!seen.has(event));
				seen.add(event);
				if (isNew && isReleased) {
					// Others see it before it is released.
					database = stored(window);
					windows[isOne ? 1 : 0]?.absorb(database, NOW, LIMITS);
					window.release(String(event), NOW);
					seen.delete(event);
				}
				if (window.isDirty) database = stored(window);
			}
			const segments = String(database?.keys ?? '').split(',').length;
			expect(segments).toBeLessThanOrEqual(1);
		}),
	);
});

test('a release counts against what another process has stored, until the event is taken again', () => {
	const [one, other] = [new EventWindow(), new EventWindow()];
	one.claim('a', NOW, LIMITS);
	other.absorb(stored(one), NOW, LIMITS);
	one.release('a', NOW + 5);
	other.claim('b', NOW + 5, LIMITS);
	// What the other one knows of `a` is older.
	one.absorb(stored(other), NOW + 6, LIMITS);
	other.absorb(stored(one), NOW + 6, LIMITS);
	expect([one, other].map(({ size }) => size)).toEqual([1, 1]);
	// A clock that is behind does not make the event older than its release.
	expect(other.claim('a', NOW, LIMITS)).toBe(true);
	one.absorb(stored(other), NOW + 7, LIMITS);
	expect(one.claim('a', NOW + 7, LIMITS)).toBe(false);
});

test('holds releases within a bound, as long as events', () => {
	const window = new EventWindow();
	for (let event = 0; event < 5000; event++) window.release(`event ${event}`, NOW + event);
	const { released, until } = window.pack(LIMITS);
	expect(released.split(',')).toHaveLength(1000);
	expect(until).toBe(NOW + 4999 + LIMITS.maxAgeMs);
	const copy = reopened(stored(window), NOW + 5000);
	expect(copy.pack(LIMITS).released).toBe(released);
	copy.claim('later', NOW + 25 * HOUR, LIMITS);
	expect(copy.pack(LIMITS).released).toBe('');
	expect(reopened(stored(window), NOW + 25 * HOUR).pack(LIMITS).released).toBe('');
	expect(reopened(stored(window), NOW - 25 * HOUR).pack(LIMITS).released).toBe('');
});

test('what is stored says what is known when it is read, and is joined again only when that has changed', () => {
	const window = new EventWindow();
	window.claim('a', NOW, LIMITS);
	const packed = window.packWhenRead(LIMITS);
	expect(window.isDirty).toBe(false);
	const first = JSON.stringify(packed);
	expect(JSON.stringify(packed)).toBe(first);
	for (const copy of [structuredClone(packed), { ...packed }]) {
		expect(JSON.stringify(copy)).toBe(first);
	}
	window.claim('b', NOW, LIMITS);
	const copy = reopened(JSON.parse(JSON.stringify(packed)));
	expect(['a', 'b', 'c'].map((event) => copy.claim(event, NOW, LIMITS))).toEqual([
		false,
		false,
		true,
	]);
	expect([packed.n, packed.n]).toEqual([2, 2]);
});

test('knows when what is stored is not its latest', () => {
	const window = new EventWindow();
	window.claim('a', NOW, LIMITS);
	const first = stored(window);
	window.claim('b', NOW, LIMITS);
	const second = stored(window);
	window.absorb(second, NOW, LIMITS);
	expect(window.isDirty).toBe(false);
	window.absorb(first, NOW, LIMITS);
	expect(window.isDirty).toBe(true);
	stored(window);
	window.absorb(undefined, NOW, LIMITS);
	expect(window.isDirty).toBe(true);
});

test('a clock that is ahead elsewhere, or set back here, makes no event last for ever', () => {
	const ahead = new EventWindow();
	ahead.claim('a', NOW + 1000 * HOUR, LIMITS);
	const window = reopened(stored(ahead));
	expect(window.claim('a', NOW, LIMITS)).toBe(false);
	expect(window.claim('a', NOW + 25 * HOUR, LIMITS)).toBe(true);
	expect(window.claim('b', NOW, LIMITS)).toBe(true);
});

test('what cannot be read is passed over', () => {
	const good = new EventWindow();
	good.claim('a', NOW, LIMITS);
	const keys = String(good.pack(LIMITS).keys);
	for (const broken of [7, null, 'x', 'short-1', ',,', 'abcdefgh*1', 'abcdefgh-']) {
		const window = reopened({ by: 'other', n: 1, until: 0, keys, released: broken });
		expect([window.size, window.pack(LIMITS).released]).toEqual([1, '']);
	}
	for (const broken of [7, null, [], {}, 'x', 'lx.short', `,,${keys},zz.????????`, `${keys}A`]) {
		const window = reopened({ by: 'other', n: 1, until: 0, keys: broken });
		expect(window.size).toBe(typeof broken === 'string' && broken.startsWith(',,') ? 1 : 0);
		expect(window.claim('b', NOW, LIMITS)).toBe(true);
	}
});

test('canonical JSON is the same for equal content in any order, and different otherwise', () => {
	const reversed = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(reversed);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value)
				.reverse()
				.map(([key, inner]) => [key, reversed(inner)]),
		);
	};
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const plain: unknown = JSON.parse(JSON.stringify(value));
			expect(canonicalJson(reversed(plain))).toBe(canonicalJson(plain));
			expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
		}),
	);
	expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
	expect(canonicalJson({ a: '1' })).not.toBe(canonicalJson({ a: 1 }));
});
