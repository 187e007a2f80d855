import { PendingCalls } from '../../../nodes/ClariCopilot/polling/pendingCalls';
import { ToldCalls } from '../../../nodes/ClariCopilot/polling/toldCalls';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const call = (key: string) => ({
	key,
	id: `id of ${key}`,
	status: 'DONE',
	modified: '2026-01-01T00:00:00Z',
	previousStatus: null,
});

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('calls that could not be read', () => {
	test('come back from the memory as they were', () => {
		const pending = new PendingCalls();
		expect(pending.add(call('a'), 1_000)).toBe(true);
		const again = new PendingCalls(stored(pending.all));
		expect(again.all).toEqual(pending.all);
		expect(again.hasCall('id of a')).toBe(true);
		expect(again.hasCall('id of b')).toBe(false);
	});

	test('are tried again after pauses that double up to an hour', () => {
		const pending = new PendingCalls();
		pending.add(call('a'), 0);
		const pauses: number[] = [];
		for (let now = 0, last = 0; now < 5 * HOUR; now += MINUTE / 2) {
			const [due] = pending.due(now);
			if (!due) continue;
			pending.defer(due, now);
			pauses.push((now - last) / MINUTE);
			last = now;
		}
		expect(pauses).toEqual([0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
	});

	test('also when the clock was set back', () => {
		const pending = new PendingCalls();
		pending.add(call('a'), 10 * HOUR);
		expect(pending.due(0)).toHaveLength(1);
	});

	test('those first that have waited longest', () => {
		const pending = new PendingCalls();
		for (const [index, key] of ['a', 'b', 'c'].entries()) pending.add(call(key), index);
		const [first] = pending.due(HOUR);
		expect(first?.key).toBe('a');
		if (first) pending.defer(first, HOUR);
		expect(pending.due(2 * HOUR).map(({ key }) => key)).toEqual(['b', 'c', 'a']);
	});

	test('are as old as in the poll of which nothing was kept', () => {
		const lost = new PendingCalls();
		lost.add(call('a'), 1_000);
		const pending = new PendingCalls();
		pending.recall(lost.all);
		expect(pending.add(call('a'), 5_000)).toBe(false);
		expect(pending.add(call('b'), 5_000)).toBe(true);
		expect(pending.all).toMatchObject([
			{ key: 'a', since: 1_000, tried: 5_000, tries: 2 },
			{ key: 'b', since: 5_000, tries: 1 },
		]);
	});

	test('are 200 at the most; then all of them are due', () => {
		const pending = new PendingCalls();
		for (let index = 0; index < 199; index++) pending.add(call(String(index)), 0);
		expect(pending.isFull).toBe(false);
		expect(pending.due(0)).toEqual([]);
		pending.add(call('last'), 0);
		expect(pending.isFull).toBe(true);
		expect(pending.due(0)).toHaveLength(200);
	});

	test.each([[undefined], ['text'], [[1, null, {}, { key: 'a', id: 2, since: 3 }]]])(
		'are none when the memory says %j',
		(value) => {
			expect(new PendingCalls(value).all).toEqual([]);
		},
	);
});

describe('calls that were told', () => {
	test('are known after a restart, the latest 5,000', () => {
		const told = new ToldCalls();
		for (let index = 0; index < 5_001; index++) told.add(`call ${index}`);
		const again = new ToldCalls(told.pack());
		expect(told.pack()).toHaveLength(40_000);
		expect(again.has('call 0')).toBe(false);
		expect(again.has('call 1')).toBe(true);
		expect(again.has('call 5000')).toBe(true);
		expect(new ToldCalls(7).has('call 1')).toBe(false);
	});
});
