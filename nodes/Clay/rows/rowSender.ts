import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { HttpFailure } from '../../shared/http/outcome';
import type { Pace, TokenBucket } from '../../shared/http/pacing';
import { bucketOf, waitForTurn } from '../../shared/http/pacing';
import type { RetryPolicy } from '../../shared/http/retry';
import { DEFAULT_RETRY, nextDelay } from '../../shared/http/retry';
import { send } from '../../shared/http/send';
import { waitUnlessCancelled } from '../../shared/http/wait';
import { EarlierTries } from '../earlierTries';
import type { Row } from './row';
import type { RowConnection, TableWebhook } from './rowConnection';
import { TABLE_WEBHOOK_CREDENTIAL } from './rowConnection';
import type { RowFailure } from './rowFailure';
import { concernsWebhook, isUncertain } from './rowFailure';
import { Submissions } from './submissions';

/** How rows are sent. */
export interface SendSettings {
	pace: Pace;
	/** Milliseconds for one request. */
	timeoutMs: number;
	/** Whether a row that Clay may have made already is sent again. */
	repeatUncertain: boolean;
}

/** What became of a row. */
export type RowOutcome =
	| { created: true; status: number; answer: unknown; webhook: string }
	| { created: false; failure: RowFailure };

/** A row as it was sent, and what became of it. */
export interface SentRow {
	row: Row;
	outcome: RowOutcome;
}

/** Rows that were made, or may have been, before n8n tried the node again. */
const SENT = new EarlierTries<SentRow>();

/** Pause in milliseconds after a 429 without Retry-After; Clay itself says one second. */
const DEFAULT_THROTTLE_MS = 1_000;

/** Longest pause that one 429 may ask for. */
const MAX_THROTTLE_MS = 60_000;

/** How long a row is sent again and again while Clay throttles it. */
const THROTTLED_FOR_MS = 600_000;

/** Refusals in a row that concern the webhook, after which nothing more is sent to it. */
const REFUSALS_TO_STOP = 3;

const RETRY: RetryPolicy = DEFAULT_RETRY;

/**
 * Sends the rows of one run. They share the pace, the webhook that is in use and the count.
 *
 * A row is never sent twice unless it is certain that Clay did not take it (429, no connection) or the user accepts a
 * possible duplicate: Clay has no idempotency key, makes a row of every request and charges for what it enriches.
 */
export class RowSender {
	readonly submissions: Submissions;

	private readonly bucket: TokenBucket;

	private readonly webhooks: TableWebhook[];

	private readonly signal?: AbortSignal;

	private readonly usedUp = new Map<TableWebhook, HttpFailure>();

	private readonly earlier: Map<number, SentRow>;

	private refusals = 0;

	constructor(
		private readonly context: IExecuteFunctions,
		readonly connection: RowConnection,
		private readonly settings: SendSettings,
	) {
		this.bucket = bucketOf(connection.host, settings.pace);
		this.submissions = new Submissions(context);
		this.webhooks = this.submissions.order(connection.webhooks);
		this.signal = context.getExecutionCancelSignal();
		this.earlier = SENT.of(context);
	}

	/**
	 * Makes an item's row and sends it. What an earlier try of this run sent is not sent again when it was made, or may have
	 * been and the user does not accept duplicates: then it has the same outcome as before.
	 *
	 * @param credential that of the item
	 * @throws what `make` throws
	 */
	async sendOnce(
		itemIndex: number,
		make: () => Row,
		credential: ICredentialDataDecryptedObject,
	): Promise<SentRow> {
		const before = this.earlier.get(itemIndex);
		if (before !== undefined) return before;
		const row = make();
		const sent: SentRow = { row, outcome: await this.send(row, credential) };
		if (this.isFinal(sent.outcome)) this.earlier.set(itemIndex, sent);
		return sent;
	}

	/** Whether sending the row again could make a second one that nobody wants. */
	private isFinal(outcome: RowOutcome): boolean {
		if (outcome.created) return true;
		return !this.settings.repeatUncertain && isUncertain(outcome.failure.http);
	}

	/** Sends a row. Never throws for what network or Clay did. */
	private async send(row: Row, credential: ICredentialDataDecryptedObject): Promise<RowOutcome> {
		const throttledUntil = Date.now() + THROTTLED_FOR_MS;
		for (let attempt = 1; ; ) {
			const webhook = this.webhooks.find((candidate) => !this.usedUp.has(candidate));
			if (webhook === undefined) return this.refusedByAll();
			if (this.stopped !== undefined) return failed({ ...this.stopped, notSent: true });
			const turn = await waitForTurn(this.bucket, this.signal);
			if (turn !== 'taken') return cancelled(webhook);

			const outcome = await this.post(webhook, row, credential);
			if (outcome.ok) {
				this.refusals = 0;
				this.submissions.add(webhook);
				return {
					created: true,
					status: outcome.status,
					answer: outcome.answer,
					webhook: webhook.label,
				};
			}
			const failure: HttpFailure = { ...outcome.failure, attempts: attempt };
			if (failure.status === 429 && Date.now() < throttledUntil) {
				this.throttle(failure);
				continue;
			}
			if (failure.status === 403) {
				this.setUsedUp(webhook, failure);
				continue;
			}
			const delay = this.mayRepeat(failure)
				? nextDelay(RETRY, attempt, undefined, Math.random())
				: undefined;
			if (delay === undefined) return this.refused({ http: failure, webhook: webhook.label });
			if (!(await waitUnlessCancelled(delay, this.signal))) return cancelled(webhook);
			attempt++;
		}
	}

	/** Set when the webhook refuses whatever it is sent: the rest of the rows would only be refused too. */
	private stopped?: RowFailure;

	private async post(
		webhook: TableWebhook,
		row: Row,
		credential: ICredentialDataDecryptedObject,
	): Promise<{ ok: true; status: number; answer: unknown } | { ok: false; failure: HttpFailure }> {
		const outcome = await send(
			this.context,
			TABLE_WEBHOOK_CREDENTIAL,
			{
				method: 'POST',
				baseUrl: webhook.origin,
				path: webhook.path,
				shownPath: 'to the table webhook',
				body: row.body,
				timeoutMs: this.settings.timeoutMs,
			},
			credential,
		);
		if (!outcome.ok) return { ok: false, failure: outcome };
		if (isPage(outcome.body)) return { ok: false, failure: NOT_OF_CLAY };
		return { ok: true, status: outcome.status, answer: readAnswer(outcome.body) };
	}

	/** Lets all rows of this host wait, also those of other executions: the limit is the workspace's. */
	private throttle({ retryAfterMs }: HttpFailure): void {
		const pause = Math.min(retryAfterMs ?? DEFAULT_THROTTLE_MS, MAX_THROTTLE_MS);
		this.bucket.pause(pause);
		this.context.logger.debug(`Clay throttles rows: pausing for ${pause} ms`);
	}

	private setUsedUp(webhook: TableWebhook, failure: HttpFailure): void {
		if (this.usedUp.has(webhook)) return;
		this.usedUp.set(webhook, failure);
		this.submissions.setUsedUp(webhook);
		const next = this.webhooks.find((candidate) => !this.usedUp.has(candidate));
		this.context.logger.warn(
			`The Clay webhook '${webhook.label}' has used up its submissions${next ? `: going on with '${next.label}'` : ''}`,
		);
	}

	private mayRepeat(failure: HttpFailure): boolean {
		if (failure.networkCode === 'CANCELLED') return false;
		if (failure.delivery === 'notSent') return true;
		return this.settings.repeatUncertain && isUncertain(failure);
	}

	private refused(failure: RowFailure): RowOutcome {
		this.refusals = concernsWebhook(failure.http) ? this.refusals + 1 : 0;
		if (this.refusals >= REFUSALS_TO_STOP) this.stopped ??= failure;
		return failed(failure);
	}

	private refusedByAll(): RowOutcome {
		const [webhook, http] = [...this.usedUp].at(-1) ?? [];
		return failed({
			http: http ?? { ...NO_REQUEST, delivery: 'answered', status: 403 },
			webhook: webhook?.label ?? 'primary',
		});
	}
}

const NO_REQUEST = {
	ok: false,
	method: 'POST',
	path: 'to the table webhook',
	attempts: 1,
} as const;

/** Something between n8n and Clay has answered: whether the row came through is not known. */
const NOT_OF_CLAY: HttpFailure = {
	...NO_REQUEST,
	delivery: 'unknown',
	networkCode: 'UNEXPECTED_ANSWER',
};

/** A login or error page of a proxy comes with status 200, too. */
function isPage(body: Buffer): boolean {
	return /^\s*<(!doctype|html)/i.test(body.toString('utf8', 0, 200));
}

function failed(failure: RowFailure): RowOutcome {
	return { created: false, failure };
}

function cancelled({ label }: TableWebhook): RowOutcome {
	return failed({
		http: { ...NO_REQUEST, delivery: 'notSent', networkCode: 'CANCELLED' },
		webhook: label,
	});
}

/** Clay answers with a text or with small JSON; neither names the row. */
function readAnswer(body: Buffer): unknown {
	const text = body.toString('utf8').slice(0, 1_000);
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
