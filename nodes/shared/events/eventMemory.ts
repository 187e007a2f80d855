import type { IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { readNumber } from '../json/read';
import { WorkflowMemory } from '../state/staticData';
import type { PackedWindow, WindowLimits } from './eventWindow';
import { EventWindow } from './eventWindow';

/** At most one write in so many milliseconds for a node: each of them stores the whole window. */
const WRITE_EVERY_MS = 100;

/** Section of the workflow's memory. */
const SECTION = 'revopsEvents';

interface Remembered {
	window: EventWindow;
	/** When it was last written, in milliseconds since the epoch. */
	writtenAt: number;
	/** Whether a request waits to write for all that come in meanwhile. */
	hasWriter: boolean;
}

/**
 * What this process remembers, by workflow and node. It is what makes exactly one of many simultaneous copies new: n8n
 * gives each request its own copy of the workflow's memory, so that alone would let all of them pass.
 */
const REMEMBERED = new Map<string, Remembered>();

/** What of a webhook's context is needed to remember events. */
export type EventContext = Pick<
	IWebhookFunctions,
	'getMode' | 'getNode' | 'getWorkflow' | 'getWorkflowStaticData'
>;

/**
 * The events that a trigger has received: in this process, and in the workflow's memory for the time after a restart.
 *
 * One process lets exactly one of several copies through. Several webhook processes learn of each other's events when
 * they read the workflow's memory, which is too late for copies that arrive at the same moment.
 */
export class EventMemory {
	private readonly stored: WorkflowMemory;

	private readonly nodeId: string;

	private readonly remembered: Remembered;

	constructor(
		context: EventContext,
		private readonly limits: WindowLimits,
	) {
		this.stored = new WorkflowMemory(context, SECTION);
		this.nodeId = context.getNode().id;
		this.remembered = rememberedBy(`${context.getWorkflow().id ?? ''} ${this.nodeId}`);
	}

	/**
	 * Remembers an event, unless it is known. Nothing is awaited in it: of copies that arrive at once one is new.
	 *
	 * @returns whether it is new; always in a test run, which must neither use up events nor be refused them
	 */
	claim(event: string): boolean {
		if (!this.stored.isSaved) return true;
		const now = Date.now();
		this.remembered.window.absorb(this.stored.read(this.nodeId), now, this.limits);
		return this.remembered.window.claim(event, now, this.limits);
	}

	/** Forgets an event that was not taken after all: in this process at once, elsewhere after the next write. */
	release(event: string): void {
		if (this.stored.isSaved) this.remembered.window.release(event, Date.now());
	}

	/**
	 * Sees to it that what was claimed is stored. n8n stores the workflow's memory when a request has changed it; under
	 * load one request in 100 ms waits for the others and writes for all, so that not each of them pays for the window.
	 * It stores it before it answers: at the end of the workflow, when that gives the answer, with what is known then.
	 */
	async store(): Promise<void> {
		if (!this.stored.isSaved || !this.remembered.window.isDirty || this.remembered.hasWriter)
			return;
		const wait = this.remembered.writtenAt + WRITE_EVERY_MS - Date.now();
		if (wait > 0) {
			this.remembered.hasWriter = true;
			// Never longer than the interval, should the clock be set back.
			await sleep(Math.min(wait, WRITE_EVERY_MS));
			this.remembered.hasWriter = false;
		}
		const now = Date.now();
		this.remembered.writtenAt = now;
		this.dropLapsed(now);
		const packed = this.remembered.window.packWhenRead(this.limits);
		this.stored.write(this.nodeId, packed);
		void this.writeAgain(packed);
	}

	/**
	 * Writes once more when n8n has begun to start the execution: it makes a second workflow of the same memory then (2.41),
	 * and so forgets that the memory has changed, before it looks whether it has to be stored. It looks when the execution
	 * is in the database, which takes longer.
	 */
	private async writeAgain(packed: PackedWindow): Promise<void> {
		await sleep(0);
		this.stored.write(this.nodeId, packed);
	}

	/** Windows of nodes that are gone would be loaded with every execution for ever. */
	private dropLapsed(now: number): void {
		for (const nodeId of this.stored.keys()) {
			const until = readNumber(this.stored.read(nodeId)?.until) ?? 0;
			if (nodeId !== this.nodeId && until < now) this.stored.remove(nodeId);
		}
	}
}

function rememberedBy(key: string): Remembered {
	const existing = REMEMBERED.get(key);
	if (existing) return existing;
	const created = { window: new EventWindow(), writtenAt: 0, hasWriter: false };
	REMEMBERED.set(key, created);
	return created;
}
