import { createHash } from 'node:crypto';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { runIndexOf } from './correlationId';
import type { Row } from './row';

/** What an earlier try of a run has made: by item, what was sent and the item that came of it. */
interface Try {
	endedAt: number;
	created: Map<number, { digest: string; item: INodeExecutionData }>;
}

/** n8n tries again after 5 seconds at the latest; an older try is that of a run that has ended. */
const KEPT_MS = 60_000;

/** Runs of this process that have ended with a failure a moment ago. */
const TRIES = new Map<string, Try>();

/**
 * The rows that earlier tries of this run have made. With _Retry On Fail_ n8n runs the whole node again, in the same process
 * and with the same items: without this, every row that was made before the failure would be made once more.
 */
export class EarlierTries {
	private readonly key: string;

	private readonly created: Try['created'];

	constructor(private readonly context: IExecuteFunctions) {
		forgetOld();
		const { id } = context.getWorkflow();
		const node = context.getNode();
		this.key = JSON.stringify([id, context.getExecutionId(), node.id, runIndexOf(context)]);
		this.created = new Map(TRIES.get(this.key)?.created);
		TRIES.delete(this.key);
	}

	/** The item of a row that was made before, unless it has another content now. */
	find(row: Row): INodeExecutionData | undefined {
		const known = this.created.get(row.itemIndex);
		return known?.digest === digestOf(row) ? known.item : undefined;
	}

	add(row: Row, item: INodeExecutionData): void {
		if (this.isRetried) this.created.set(row.itemIndex, { digest: digestOf(row), item });
	}

	/** Keeps what was made for the next try. */
	keep(): void {
		if (this.isRetried) TRIES.set(this.key, { endedAt: Date.now(), created: this.created });
	}

	private get isRetried(): boolean {
		return this.context.getNode().retryOnFail === true;
	}
}

function forgetOld(): void {
	for (const [key, { endedAt }] of TRIES) {
		if (Date.now() - endedAt > KEPT_MS) TRIES.delete(key);
	}
}

function digestOf({ body }: Row): string {
	return createHash('sha256').update(body).digest('base64');
}
