import type { IPollFunctions } from 'n8n-workflow';

import { isRecord, readNumber, readText } from '../../shared/json/read';
import { POLL_PROGRESS } from '../../shared/state/polled';
import { WorkflowMemory } from '../../shared/state/staticData';
import { KnownStatuses } from './knownStatuses';
import { PendingCalls } from './pendingCalls';
import { SeenStates } from './seenStates';
import { ToldCalls } from './toldCalls';

/** How far a trigger has come. Times in milliseconds since the epoch, by the vendor's clock where it tells the time. */
export interface Progress {
	/** What it looks for; another choice in the panel begins anew. */
	event: string;
	/** Everything older has been dealt with, but for what the vendor shows late. */
	cursor: number;
	/** Nothing older is looked at: it was there before the trigger, or is no longer remembered. */
	floor: number;
	seen: SeenStates;
	statuses: KnownStatuses;
	/** Calls that started the workflow. */
	told: ToldCalls;
	/** Calls that could not be read. */
	pending: PendingCalls;
}

/**
 * How much longer than this trigger another one has not polled, in milliseconds, when its copy is forgotten, provided that
 * nothing follows a node of its name: it was removed. One that has a new name now writes its copy anew before that.
 */
const FORGOTTEN_AFTER_MS = 30 * 24 * 3_600_000;

/**
 * Keeps the progress of a trigger between polls.
 *
 * How n8n (2.41) stores it: when a poll gives items, the workflow's memory is saved as a whole just before the execution is
 * created, and neither waits for the other; when it gives none, what was written stays in the process until the next save.
 * With durable cursors (`N8N_POLLER_DURABLE_CURSORS_ENABLED`, off by default) the memory of the node is committed in one
 * transaction with the execution, which is why the progress lives there. A poll that throws commits nothing.
 *
 * Without durable cursors n8n finds the memory of a node by the node's name, so a copy under its ID outlives renaming.
 */
export class PollMemory {
	private readonly copies: WorkflowMemory;

	constructor(private readonly context: IPollFunctions) {
		this.copies = new WorkflowMemory(context, POLL_PROGRESS);
	}

	/** `undefined` when the trigger starts: for the first time, or with another event. */
	read(event: string): Progress | undefined {
		const stored = this.stored(event);
		const cursor = readNumber(stored?.cursor);
		const floor = readNumber(stored?.floor);
		if (stored?.event !== event || cursor === undefined || floor === undefined) return undefined;
		return {
			event,
			cursor,
			floor,
			seen: new SeenStates(stored.seen),
			statuses: new KnownStatuses(stored.statuses),
			told: new ToldCalls(stored.told),
			pending: new PendingCalls(stored.pending),
		};
	}

	write({ event, cursor, floor, seen, statuses, told, pending }: Progress): void {
		const { id, name } = this.context.getNode();
		const entry = {
			id,
			node: name,
			at: Date.now(),
			writes: (readNumber(this.stored(event)?.writes) ?? 0) + 1,
			event,
			cursor,
			floor,
			seen: seen.pack(),
			statuses: statuses.pack(),
			told: told.pack(),
			pending: pending.all,
		};
		// Of the poll with which a workflow is activated n8n commits no durable cursor: the copy of that poll counts until the
		// first commit, and must not run ahead of it.
		const copy = this.copies.read(id);
		const isCommitted = this.own(event) !== undefined;
		if (copy) this.forgetRemoved(lastPollOf(copy));
		// Assigned anew, since n8n overlooks changes deep inside.
		this.context.getWorkflowStaticData('node')[POLL_PROGRESS] = entry;
		if (isCommitted || copy?.node !== name || copy.event !== event) this.copies.write(id, entry);
	}

	/**
	 * Forgets copies of triggers that are no longer in the workflow.
	 *
	 * @param before when this trigger polled last: while a workflow is not published, nobody polls, and nobody is gone
	 */
	private forgetRemoved(before: number): void {
		for (const id of this.copies.keys()) {
			const copy = this.copies.read(id);
			if (copy === undefined || lastPollOf(copy) >= before - FORGOTTEN_AFTER_MS) continue;
			if (this.context.getChildNodes(readText(copy.node) ?? '').length > 0) continue;
			this.copies.remove(id);
		}
	}

	/** What stands under the name, unless it is of a node that was removed, or of another event. */
	private own(event: string): Record<string, unknown> | undefined {
		const value = this.context.getWorkflowStaticData('node')[POLL_PROGRESS];
		if (!isRecord(value) || value.event !== event) return undefined;
		return value.id === this.context.getNode().id ? value : undefined;
	}

	/**
	 * The copy counts when it was written under another name since: the name is new, or one that the node had before. Else
	 * it must not, since it may be of a poll whose execution was never created.
	 */
	private stored(event: string): Record<string, unknown> | undefined {
		const own = this.own(event);
		const copy = this.copies.read(this.context.getNode().id);
		if (own === undefined || copy === undefined) return own ?? copy;
		const isLater = (readNumber(copy.writes) ?? 0) > (readNumber(own.writes) ?? 0);
		return isLater && copy.node !== own.node ? copy : own;
	}
}

/** When a trigger wrote its copy; milliseconds since the epoch. */
function lastPollOf(copy: Record<string, unknown>): number {
	return readNumber(copy.at) ?? readNumber(copy.cursor) ?? 0;
}
