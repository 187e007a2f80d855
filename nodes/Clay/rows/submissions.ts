import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { readNumber } from '../../shared/json/read';
import { mayNote } from '../../shared/state/givenMemory';
import { WorkflowMemory } from '../../shared/state/staticData';
import type { TableWebhook } from './rowConnection';

/** Rows that one webhook source takes in its life, deleted ones included. Source: Clay's webhook integration guide. */
const SUBMISSION_LIMIT = 50_000;

/** Share of the limit from which each run says how much is used. */
const WARN_AT = 0.8;

/**
 * How long a webhook that was used up is passed over, in milliseconds. Then it is asked again: Clay can lift the limit
 * of a source (auto-delete on Enterprise plans), and being refused once a day costs nothing.
 */
const ASK_AGAIN_AFTER_MS = 24 * 3_600_000;

/**
 * The workflow's count of what it sent to each webhook, and which are used up. An estimate: other workflows and people
 * send rows too, test runs are not remembered, and runs at the same time overwrite each other's count. What Clay answers
 * decides; the count only warns.
 */
export class Submissions {
	private readonly memory: WorkflowMemory;

	private readonly added = new Map<string, number>();

	private readonly usedUp = new Set<string>();

	constructor(private readonly context: IExecuteFunctions) {
		this.memory = new WorkflowMemory(context, 'clayTableWebhooks');
	}

	/** The webhooks to try, in order: those known to be used up come last, in case Clay has lifted their limit. */
	order(webhooks: readonly TableWebhook[]): TableWebhook[] {
		const now = Date.now();
		const isUsedUp = ({ key }: TableWebhook) => {
			const since = readNumber(this.memory.read(key)?.usedUpAt);
			return since !== undefined && now - since < ASK_AGAIN_AFTER_MS;
		};
		return [
			...webhooks.filter((webhook) => !isUsedUp(webhook)),
			...webhooks.filter((webhook) => isUsedUp(webhook)),
		];
	}

	/** Counts a row that a webhook took. */
	add({ key }: TableWebhook): void {
		this.added.set(key, (this.added.get(key) ?? 0) + 1);
	}

	/** Notes that Clay refused a row because the limit is reached. */
	setUsedUp({ key }: TableWebhook): void {
		this.usedUp.add(key);
	}

	/** Writes what this run has counted into the workflow's memory. */
	save(): void {
		if (!this.memory.isSaved || !mayNote(this.context)) return;
		for (const key of new Set([...this.added.keys(), ...this.usedUp])) {
			const usedUpAt = this.usedUp.has(key) ? Date.now() : undefined;
			this.memory.write(key, {
				submissions: this.before(key) + (this.added.get(key) ?? 0),
				...(usedUpAt !== undefined && { usedUpAt }),
			});
		}
		this.added.clear();
		this.usedUp.clear();
	}

	/** What the user should know about webhooks that are used up or nearly so. Call it before {@link save}. */
	hints(webhooks: readonly TableWebhook[]): NodeExecutionHint[] {
		return webhooks.flatMap(({ key, label }) => {
			const added = this.added.get(key) ?? 0;
			const count = this.before(key) + added;
			const isUsedUp =
				this.usedUp.has(key) || (added === 0 && this.memory.read(key)?.usedUpAt !== undefined);
			if (count < WARN_AT * SUBMISSION_LIMIT && !isUsedUp) return [];
			const figures = `about ${count.toLocaleString('en-US')} of ${SUBMISSION_LIMIT.toLocaleString('en-US')} submissions`;
			return [
				{
					type: 'warning' as const,
					location: 'outputPane' as const,
					message: isUsedUp
						? `The webhook '${label}' has used up its submissions: Clay refused a row. Add a webhook source in Clay and put its URL under Overflow URLs in the credential.`
						: `The webhook '${label}' has taken ${figures}, as counted by this workflow. Other senders are not in this estimate. Put another webhook under Overflow URLs in the credential in time.`,
				},
			];
		});
	}

	private before(key: string): number {
		return readNumber(this.memory.read(key)?.submissions) ?? 0;
	}
}
