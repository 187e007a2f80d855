import {
	remember,
	resolveMemory,
	type MemoryState,
} from '../../../nodes/ForecastDiff/baseline/memory';
import {
	holdReference,
	type ReferenceKind,
	type References,
} from '../../../nodes/ForecastDiff/baseline/references';
import type { BaselineItem } from '../../../nodes/ForecastDiff/baseline/token';

const item = (token: string): BaselineItem => ({
	baseline: '',
	takenAt: `${token}T08:00:00.000Z`,
	rows: 1,
	token,
});

/** A workflow that compares with the start of something, run after run. */
class Runs {
	private state: MemoryState = {};

	private references: References = {};

	private count = 0;

	constructor(private readonly kind: ReferenceKind) {}

	/** @returns what the run of that day is compared with: the day that the reference was taken */
	run(day: string, start: string | undefined, before: 'succeeded' | 'failed' | 'unknown'): string {
		const executionId = String(++this.count);
		const resolved = resolveMemory(this.state, before, executionId);
		this.references = holdReference(
			this.references,
			{ kind: this.kind, ...(start !== undefined && { start }) },
			resolved.baseline,
		);
		this.state = remember(resolved.state, item(day), { move: 'executionSucceeded', executionId });
		return this.references[this.kind]?.item.token ?? 'nothing';
	}
}

const WEEK_1 = '2026-01-05';
const WEEK_2 = '2026-01-12';
const WEEK_4 = '2026-01-26';

describe('the start of the week', () => {
	test('is what was committed before the week began, and stays for the week', () => {
		const runs = new Runs('startOfWeek');
		expect(runs.run('2026-01-08', WEEK_1, 'succeeded')).toBe('nothing');
		expect(runs.run('2026-01-09', WEEK_1, 'succeeded')).toBe('2026-01-08');
		expect(runs.run('2026-01-11', WEEK_1, 'succeeded')).toBe('2026-01-08');
		expect(runs.run('2026-01-12', WEEK_2, 'succeeded')).toBe('2026-01-11');
		expect(runs.run('2026-01-13', WEEK_2, 'succeeded')).toBe('2026-01-11');
		expect(runs.run('2026-01-18', WEEK_2, 'succeeded')).toBe('2026-01-11');
	});

	test('is the first baseline of the week where there is no earlier one', () => {
		const runs = new Runs('startOfWeek');
		runs.run('2026-01-13', WEEK_2, 'succeeded');
		expect(runs.run('2026-01-14', WEEK_2, 'failed')).toBe('2026-01-13');
		expect(runs.run('2026-01-15', WEEK_2, 'succeeded')).toBe('2026-01-13');
	});

	test.each(['failed', 'unknown'] as const)(
		'does not take a baseline whose execution %s: its alert may not have gone out',
		(outcome) => {
			const runs = new Runs('startOfWeek');
			runs.run('2026-01-09', WEEK_1, 'succeeded');
			runs.run('2026-01-10', WEEK_1, 'succeeded');
			runs.run('2026-01-11', WEEK_1, 'succeeded');
			expect(runs.run('2026-01-12', WEEK_2, outcome)).toBe('2026-01-10');
			// Neither does it move when that execution is found to have succeeded after all.
			expect(runs.run('2026-01-13', WEEK_2, 'succeeded')).toBe('2026-01-10');
		},
	);

	test('is the last state before it also after a week without any run', () => {
		const runs = new Runs('startOfWeek');
		runs.run('2026-01-06', WEEK_1, 'succeeded');
		runs.run('2026-01-07', WEEK_1, 'succeeded');
		expect(runs.run('2026-01-28', WEEK_4, 'succeeded')).toBe('2026-01-07');
		expect(runs.run('2026-01-29', WEEK_4, 'succeeded')).toBe('2026-01-07');
	});

	test('does not move when the first run of the week fails', () => {
		const runs = new Runs('startOfWeek');
		runs.run('2026-01-08', WEEK_1, 'succeeded');
		runs.run('2026-01-11', WEEK_1, 'succeeded');
		expect(runs.run('2026-01-12', WEEK_2, 'succeeded')).toBe('2026-01-11');
		expect(runs.run('2026-01-13', WEEK_2, 'failed')).toBe('2026-01-11');
	});
});

test('a named baseline is the first one, and never moves', () => {
	const runs = new Runs('namedBaseline');
	expect(runs.run('2026-01-08', undefined, 'succeeded')).toBe('nothing');
	expect(runs.run('2026-01-09', undefined, 'failed')).toBe('2026-01-08');
	expect(runs.run('2026-04-12', undefined, 'succeeded')).toBe('2026-01-08');
	expect(runs.run('2027-01-12', undefined, 'succeeded')).toBe('2026-01-08');
});

describe('references', () => {
	const week = { kind: 'startOfWeek', start: WEEK_1 } as const;
	const quarter = { kind: 'startOfQuarter', start: '2026-01-01' } as const;

	test('of several kinds stand beside each other', () => {
		const first = holdReference({}, week, item('a'));
		const both = holdReference(first, quarter, item('b'));
		expect(both).toEqual({
			startOfWeek: { item: item('a'), start: WEEK_1 },
			startOfQuarter: { item: item('b'), start: '2026-01-01' },
		});
		expect(first).not.toHaveProperty('startOfQuarter');
	});

	test('that ended are forgotten even when nothing is there to take their place', () => {
		const kept = holdReference(holdReference({}, quarter, item('b')), week, item('a'));
		const later = holdReference(kept, { kind: 'startOfWeek', start: WEEK_2 }, undefined);
		expect(later).toEqual({ startOfQuarter: { item: item('b'), start: '2026-01-01' } });
	});

	test('that still hold are given back as they are', () => {
		const kept = holdReference({}, week, item('a'));
		expect(holdReference(kept, week, item('z'))).toBe(kept);
		expect(holdReference({}, week, undefined)).toEqual({});
	});
});
