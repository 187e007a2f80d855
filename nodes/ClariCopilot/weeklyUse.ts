import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { readNumber, readText } from '../shared/json/read';
import { WorkflowMemory } from '../shared/state/staticData';

/** Requests that Copilot allows from Sunday 00:00 UTC to the next. Source: its OpenAPI file. */
export const WEEKLY_REQUESTS = 100_000;

/** Share of the limit from which every run says how much is used. */
const WARN_AT = 0.8;

/** Requests of a run from which it says how much of the week is used. */
const WORTH_TELLING = 10;

/** The Sunday with which the week of a time begins, as ISO date in UTC. */
export function weekOf(now: number): string {
	const date = new Date(now);
	date.setUTCDate(date.getUTCDate() - date.getUTCDay());
	return date.toISOString().slice(0, 10);
}

/**
 * The workflow's count of requests in this week. An estimate: other workflows and integrations send requests too, test
 * runs are not remembered, and runs at the same time overwrite each other's count. Nothing is refused because of it.
 */
export class WeeklyUse {
	private readonly memory: WorkflowMemory;

	private readonly added = new Map<string, number>();

	/**
	 * @param context whose workflow remembers the count
	 * @param tell shows the user what is used
	 * @param isKept whether this run writes the count into the workflow's memory
	 */
	constructor(
		context: Pick<IExecuteFunctions, 'getMode' | 'getWorkflowStaticData'>,
		private readonly tell: (hint: NodeExecutionHint) => void,
		private readonly isKept = true,
	) {
		this.memory = new WorkflowMemory(context, 'clariCopilotRequests');
	}

	/** Counts a request to a host. */
	add(host: string): void {
		this.added.set(host, (this.added.get(host) ?? 0) + 1);
	}

	/** How many requests to a host this workflow has made in the week, this run included. */
	inWeek(host: string, now: number): number {
		return this.before(host, weekOf(now)) + (this.added.get(host) ?? 0);
	}

	/** Tells the user what is used where that matters, and writes it into the workflow's memory. */
	finish(now: number): void {
		const week = weekOf(now);
		for (const [host, added] of this.added) {
			const requests = this.inWeek(host, now);
			const hint = hintOf(added, requests, week);
			if (hint) this.tell(hint);
			if (this.isKept && this.memory.isSaved) this.memory.write(host, { week, requests });
		}
		this.added.clear();
	}

	private before(host: string, week: string): number {
		const entry = this.memory.read(host);
		return readText(entry?.week) === week ? (readNumber(entry?.requests) ?? 0) : 0;
	}
}

function hintOf(added: number, requests: number, week: string): NodeExecutionHint | undefined {
	const isMuch = requests >= WARN_AT * WEEKLY_REQUESTS;
	if (!isMuch && added < WORTH_TELLING) return undefined;
	const figure = (count: number) => count.toLocaleString('en-US');
	const use = `This run made ${figure(added)} requests to Clari Copilot. With them this workflow has used about ${figure(requests)} of the ${figure(WEEKLY_REQUESTS)} that the account may make in the week from Sunday ${week}, 00:00 UTC.`;
	return {
		type: isMuch ? 'warning' : 'info',
		location: 'outputPane',
		message: `${use} An estimate: other workflows and integrations are not in it.`,
	};
}
