import { dataQualityItem } from '../engine/dataQuality';
import type { DataQualityItem } from '../engine/types';
import type { BaselineItem } from './token';

/**
 * When a new baseline takes the place of the old one.
 *
 * - `executionSucceeded`: when the whole execution that took it has succeeded, alert and all. The next run finds out.
 * - `rightAway`: at once. A change whose alert then fails is not raised again.
 * - `onCommit`: when the workflow says so, after its alert.
 */
export type MoveBaseline = 'executionSucceeded' | 'rightAway' | 'onCommit';

/** How the execution ended that took the pending baseline; `none` when there is none to ask about. */
export type ExecutionOutcome = 'succeeded' | 'failed' | 'unknown' | 'none';

/** A baseline that waits for its confirmation. */
export interface PendingBaseline {
	item: BaselineItem;
	/** The execution that took it. */
	executionId: string;
	/** The node that took it, by the name it had then: another one may share the baseline, or it may be renamed. */
	nodeName?: string;
	move: 'executionSucceeded' | 'onCommit';
}

/** What a workflow remembers about one baseline. Plain data; the functions return new states. */
export interface MemoryState {
	/** The baseline to compare with. */
	committed?: BaselineItem;
	pending?: PendingBaseline;
}

export interface ResolvedMemory {
	/** To be stored, even when the run ends without a new baseline. */
	state: MemoryState;
	/** What to compare with; absent on the first run. */
	baseline?: BaselineItem;
	notices: DataQualityItem[];
}

/**
 * The execution whose outcome the caller has to find out before `resolveMemory`, or `undefined`.
 *
 * @param executionId the execution that asks: a loop that meets its own pending baseline has nothing to find out
 */
export function executionToCheck(state: MemoryState, executionId: string): string | undefined {
	const { pending, committed } = state;
	const needed =
		pending?.move === 'executionSucceeded' &&
		pending.executionId !== executionId &&
		committed !== undefined;
	return needed ? pending.executionId : undefined;
}

/**
 * Decides which baseline a run is compared with. Alerts are at-least-once: when it is not certain that a baseline's
 * alerts went out, the older one stays, and the same changes are raised again.
 *
 * The first baseline of all is the exception: nothing was compared when it was taken, so no alert can be lost with it,
 * and waiting for a confirmation could mean to wait forever.
 *
 * @param outcome how the execution of `executionToCheck` ended
 * @param executionId the execution that asks; its own pending baseline (a loop) is left alone
 */
export function resolveMemory(
	state: MemoryState,
	outcome: ExecutionOutcome,
	executionId: string,
): ResolvedMemory {
	const { committed, pending } = state;
	if (pending === undefined || pending.executionId === executionId) {
		return { state, baseline: committed, notices: [] };
	}
	if (committed === undefined) return promoted(pending);
	if (pending.move === 'onCommit') {
		return { state, baseline: committed, notices: [notCommitted(pending)] };
	}
	switch (outcome) {
		case 'succeeded':
			return promoted(pending);
		case 'failed':
			return { state: { committed }, baseline: committed, notices: [failedBefore(pending)] };
		default:
			// It stays pending: an execution that is still running may be found to have succeeded later.
			return { state, baseline: committed, notices: [unknownBefore(pending)] };
	}
}

/**
 * Takes a new baseline. A pending one is replaced: the new one is newer, and the changes of both are counted from the
 * committed one.
 */
export function remember(
	state: MemoryState,
	item: BaselineItem,
	{ move, executionId, nodeName }: { move: MoveBaseline; executionId: string; nodeName?: string },
): MemoryState {
	if (move === 'rightAway') return { committed: item };
	return {
		...state,
		pending: { item, executionId, move, ...(nodeName !== undefined && { nodeName }) },
	};
}

/**
 * Confirms the pending baseline of this execution. Of another one, nothing is known: its alert may not have gone out,
 * and this execution may have compared nothing. To commit twice is harmless.
 *
 * @param executionId the execution that commits
 */
export function commit(state: MemoryState, executionId: string): MemoryState {
	const { pending } = state;
	if (pending?.move !== 'onCommit' || pending.executionId !== executionId) return state;
	return { committed: pending.item };
}

function promoted({ item }: PendingBaseline): ResolvedMemory {
	return { state: { committed: item }, baseline: item, notices: [] };
}

function failedBefore({ item, executionId }: PendingBaseline): DataQualityItem {
	return dataQualityItem(
		'previous_run_failed',
		// Not a warning: the alert that follows is the news, and a second message about it would be noise.
		'info',
		`Execution ${executionId} failed after it had compared the forecast, so its changes are raised again.`,
		{ executionId, takenAt: item.takenAt },
	);
}

function unknownBefore({ item, executionId }: PendingBaseline): DataQualityItem {
	return dataQualityItem(
		'previous_run_unknown',
		'warning',
		`It is not known whether execution ${executionId} succeeded, so changes may be raised again. Let the workflow save its executions, or choose another moment for the baseline to move on.`,
		{ executionId, takenAt: item.takenAt },
	);
}

function notCommitted({ item, executionId }: PendingBaseline): DataQualityItem {
	return dataQualityItem(
		'baseline_not_committed',
		'info',
		`The baseline of execution ${executionId} was not committed, so changes are still counted from the one before.`,
		{ executionId, takenAt: item.takenAt },
	);
}
