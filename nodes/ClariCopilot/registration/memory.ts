import { createHash } from 'node:crypto';
import type { IHookFunctions } from 'n8n-workflow';

import { readRecords, readText } from '../../shared/json/read';
import { WorkflowMemory } from '../../shared/state/staticData';
import type { CopilotConnection } from '../connection';

/** A registration and where it was made. */
export interface Remembered {
	id: string;
	baseUrl: string;
	/** Equal for equal tokens; says nothing else about them. */
	tokenMark: string;
	/** Equal for equal URLs and events; absent until the registration is known to have them. */
	wantedMark?: string;
}

/** What a node wants to be registered. */
export interface WantedWebhook {
	/** With the key that proves deliveries. */
	url: string;
	events: string[];
}

/** Old registrations that may be left somewhere are not collected for ever. */
const MOST_LEFT = 10;

/**
 * What a trigger knows of its registrations: the present one, and those that could not be removed. n8n stores it with the
 * workflow when it has (de)activated it, and keeps the one of a test run apart.
 */
export class RegistrationMemory {
	private readonly stored: WorkflowMemory;

	private readonly nodeId: string;

	constructor(context: Pick<IHookFunctions, 'getMode' | 'getNode' | 'getWorkflowStaticData'>) {
		this.stored = new WorkflowMemory(context, 'clariCopilotWebhooks');
		this.nodeId = context.getNode().id;
	}

	get current(): Remembered | undefined {
		return readRemembered(this.stored.read(this.nodeId));
	}

	/** The registrations that could not be removed. */
	get left(): Remembered[] {
		const entries = readRecords(this.stored.read(this.nodeId)?.left);
		return entries.map(readRemembered).filter((one) => one !== undefined);
	}

	/** Remembers what is now; forgets the node when nothing is. */
	keep(current: Remembered | undefined, left: Remembered[]): void {
		if (current === undefined && left.length === 0) this.stored.remove(this.nodeId);
		else this.stored.write(this.nodeId, { ...current, left: left.slice(-MOST_LEFT) });
	}
}

/**
 * A registration as it is remembered.
 *
 * @param registered what it is known to be
 */
export function remembered(
	id: string,
	{ baseUrl, secrets }: CopilotConnection,
	registered?: WantedWebhook,
): Remembered {
	const wantedMark = registered && wantedMarkOf(registered);
	return {
		id,
		baseUrl,
		tokenMark: markOf(secrets.join(' ')),
		...(wantedMark !== undefined && { wantedMark }),
	};
}

/** Whether a registration is known to be what is wanted. */
export function isAsWanted(one: Remembered, wanted: WantedWebhook): boolean {
	return one.wantedMark === wantedMarkOf(wanted);
}

/** Whether a registration was made at this place; with another token it may be one of another account. */
export function isAt(one: Remembered, connection: CopilotConnection): boolean {
	const here = remembered(one.id, connection);
	return one.baseUrl === here.baseUrl && one.tokenMark === here.tokenMark;
}

function readRemembered(entry: Record<string, unknown> | undefined): Remembered | undefined {
	const id = readText(entry?.id);
	const baseUrl = readText(entry?.baseUrl);
	const tokenMark = readText(entry?.tokenMark);
	const wantedMark = readText(entry?.wantedMark);
	return id !== undefined && baseUrl !== undefined && tokenMark !== undefined
		? { id, baseUrl, tokenMark, ...(wantedMark !== undefined && { wantedMark }) }
		: undefined;
}

function wantedMarkOf({ url, events }: WantedWebhook): string {
	return markOf(JSON.stringify([url, [...events].sort()]));
}

/** Short: it has to tell texts apart, and nothing can be made of it. */
function markOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
