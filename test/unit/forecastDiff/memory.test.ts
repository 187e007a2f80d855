import {
	commit,
	executionToCheck,
	remember,
	resolveMemory,
	type MemoryState,
} from '../../../nodes/ForecastDiff/baseline/memory';
import type { BaselineItem } from '../../../nodes/ForecastDiff/baseline/token';

const item = (name: string): BaselineItem => ({
	baseline: 'default',
	takenAt: `2026-01-0${name}T08:00:00.000Z`,
	rows: 1,
	token: name,
});

const OLD = item('1');
const NEW = item('2');
const NEWEST = item('3');

const byExecution = (executionId: string) => ({ move: 'executionSucceeded', executionId }) as const;
const byCommit = (executionId: string) => ({ move: 'onCommit', executionId }) as const;

/** A committed baseline, and a newer one that execution 10 took. */
const waiting: MemoryState = remember({ committed: OLD }, NEW, byExecution('10'));

function freeze<T>(state: T): T {
	if (typeof state === 'object' && state !== null) Object.values(state).forEach(freeze);
	return Object.freeze(state);
}
freeze(waiting);

describe('a baseline that moves on when the execution succeeded', () => {
	test('is nothing to compare with on the first run', () => {
		expect(resolveMemory({}, 'none', '10')).toEqual({
			state: {},
			baseline: undefined,
			notices: [],
		});
		expect(remember({}, OLD, byExecution('10'))).toEqual({
			pending: { item: OLD, ...byExecution('10') },
		});
	});

	test('waits for the outcome of its execution', () => {
		expect(waiting.committed).toBe(OLD);
		expect(executionToCheck(waiting, '11')).toBe('10');
	});

	test('counts after the execution succeeded', () => {
		expect(resolveMemory(waiting, 'succeeded', '11')).toEqual({
			state: { committed: NEW },
			baseline: NEW,
			notices: [],
		});
	});

	test('is dropped after the execution failed, so the same changes are raised again', () => {
		const { state, baseline, notices } = resolveMemory(waiting, 'failed', '11');
		expect(state).toEqual({ committed: OLD });
		expect(baseline).toBe(OLD);
		expect(notices).toMatchObject([
			{ check: 'previous_run_failed', severity: 'info', details: { executionId: '10' } },
		]);
	});

	test.each(['unknown', 'none'] as const)('%s: the old one stays, with a warning', (outcome) => {
		const { state, baseline, notices } = resolveMemory(waiting, outcome, '11');
		expect(baseline).toBe(OLD);
		expect(notices).toMatchObject([{ check: 'previous_run_unknown', severity: 'warning' }]);
		// It may still be found to have succeeded.
		expect(resolveMemory(state, 'succeeded', '12').baseline).toBe(NEW);
	});

	test('the first of all needs no proof: nothing was compared, so no alert can be lost', () => {
		const first = remember({}, OLD, byExecution('10'));
		expect(executionToCheck(first, '11')).toBeUndefined();
		for (const outcome of ['none', 'failed', 'unknown'] as const) {
			expect(resolveMemory(first, outcome, '11')).toEqual({
				state: { committed: OLD },
				baseline: OLD,
				notices: [],
			});
		}
	});

	test('is left alone by its own execution', () => {
		expect(executionToCheck(waiting, '10')).toBeUndefined();
		expect(resolveMemory(waiting, 'succeeded', '10')).toEqual({
			state: waiting,
			baseline: OLD,
			notices: [],
		});
		const first = remember({}, OLD, byExecution('10'));
		expect(resolveMemory(first, 'none', '10').baseline).toBeUndefined();
	});

	test('is replaced by a newer one, and the committed one stays', () => {
		expect(remember(waiting, NEWEST, byExecution('10'))).toEqual({
			committed: OLD,
			pending: { item: NEWEST, ...byExecution('10') },
		});
	});
});

describe('a baseline that moves on right away', () => {
	test('needs nothing else, and forgets what was waiting', () => {
		expect(remember(waiting, NEWEST, { move: 'rightAway', executionId: '11' })).toEqual({
			committed: NEWEST,
		});
	});
});

describe('a baseline that moves on when committed', () => {
	const uncommitted = freeze(remember({ committed: OLD }, NEW, byCommit('10')));

	test('waits for the commit, however its execution ended', () => {
		expect(executionToCheck(uncommitted, '11')).toBeUndefined();
		for (const outcome of ['succeeded', 'failed', 'unknown', 'none'] as const) {
			const { state, baseline, notices } = resolveMemory(uncommitted, outcome, '11');
			expect(baseline).toBe(OLD);
			expect(state).toEqual(uncommitted);
			expect(notices).toMatchObject([{ check: 'baseline_not_committed', severity: 'info' }]);
		}
	});

	test('counts after the commit', () => {
		expect(commit(uncommitted, '10')).toEqual({ committed: NEW });
		expect(resolveMemory(commit(uncommitted, '10'), 'none', '11').baseline).toBe(NEW);
	});

	test('is not committed by another execution, nor where the execution decides', () => {
		expect(commit(uncommitted, '11')).toBe(uncommitted);
		const pending = remember({ committed: OLD }, NEW, byExecution('10'));
		expect(commit(pending, '10')).toBe(pending);
	});

	test('can be committed twice, and without one nothing happens', () => {
		expect(commit(commit(uncommitted, '10'), '10')).toEqual({ committed: NEW });
		expect(commit({}, '10')).toEqual({});
	});
});

describe('runs in a row', () => {
	test('raise a change again until an execution has succeeded', () => {
		const compared: Array<string | undefined> = [];
		let state: MemoryState = {};
		const run = (executionId: string, outcome: 'succeeded' | 'failed', taken: BaselineItem) => {
			const resolved = resolveMemory(state, outcome, executionId);
			compared.push(resolved.baseline?.token);
			state = remember(resolved.state, taken, byExecution(executionId));
		};
		run('1', 'succeeded', OLD);
		run('2', 'succeeded', NEW);
		run('3', 'failed', NEW);
		run('4', 'failed', NEWEST);
		run('5', 'succeeded', NEWEST);
		expect(compared).toEqual([undefined, '1', '1', '1', '3']);
	});
});
