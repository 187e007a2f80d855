import { callbackBody } from './callbackBody';
import { DEFAULT_COLUMN, type ColumnSettings } from './column';
import { enrich, failureOf, randomOf } from './enrich';
import type { ClayRow, ClayRows, EnrichedFields } from './rows';
import type { Outcome, Sender } from '../sendBytes';
import type { ClaySettings } from './settings';

/** Answers that a column repeats the request for, once and at once. No 5xx is among them. */
const REPEATED_STATUSES: ReadonlyArray<number | null> = [408, 413, 429];
const REPEATED_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'];

interface EnrichmentOptions {
	seed: string;
	settings: ClaySettings;
	rows: ClayRows;
	sender: Sender;
}

/** The enrichment of rows and the HTTP API column behind it. Nothing runs before a column is set. */
export class Enrichment {
	/** Rows under way, in the order in which they came. */
	private readonly pending: Array<() => Promise<void>> = [];
	private readonly timers = new Set<NodeJS.Timeout>();
	/** The end of the row before, in reversed order: requests that are sent together could overtake each other. */
	private before: Promise<void> = Promise.resolve();
	private settingsOfColumn?: ColumnSettings;

	constructor(private readonly options: EnrichmentOptions) {}

	get column(): ColumnSettings | undefined {
		return this.settingsOfColumn;
	}

	/** Sets the column up anew; what is not given gets its default. Without an argument the column is removed. */
	setColumn(column?: Partial<ColumnSettings>): void {
		this.settingsOfColumn = column && { ...DEFAULT_COLUMN, ...column };
	}

	/** Enriches a row after the delay, and tells the column's address about it. */
	start(row: ClayRow, changes?: EnrichedFields): void {
		const column = this.settingsOfColumn;
		if (!column) return;
		this.pending.push(async () => await this.run(row, column, changes));
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			if (column.order === 'reversed') {
				const last = this.pending.pop();
				this.before = this.before.then(last);
			} else {
				void this.pending.shift()?.();
			}
		}, column.delayMs);
		this.timers.add(timer);
	}

	close(): void {
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
		this.pending.length = 0;
	}

	private async run(row: ClayRow, column: ColumnSettings, changes?: EnrichedFields): Promise<void> {
		this.fill(row, column, changes);
		const { url = row.cells.callback_url } = column;
		const target = typeof url === 'function' ? url(row) : url;
		if (typeof target !== 'string' || target === '') return;
		if (column.only && !column.only(row)) return;
		const bytes = this.bytesOf(row, column);
		const copies = Array.from({ length: 1 + column.duplicates }, async () => {
			await this.send(row, column, target, bytes);
		});
		await Promise.all(copies);
	}

	/** The cells of the enrichment. They stay as they are when nothing has changed, and with them the bytes sent. */
	private fill(row: ClayRow, { failing }: ColumnSettings, changes?: EnrichedFields): void {
		const { seed } = this.options;
		const fails =
			typeof failing === 'function'
				? failing(row)
				: randomOf(seed, 'fails', row.cells).chance(failing ?? 0);
		const hasChanged = fails ? !row.failure : !row.enriched || changes !== undefined;
		if (!hasChanged) return;
		row.enrichedAt = laterThan(row.enrichedAt);
		if (fails) {
			row.failure = failureOf(seed, row.cells);
			delete row.enriched;
		} else {
			delete row.failure;
			row.enriched = { ...(row.enriched ?? enrich(seed, row.cells)), ...changes };
		}
	}

	private bytesOf(row: ClayRow, { body }: ColumnSettings): Buffer {
		const { enriched = {} } = row;
		const content = body
			? body(row, enriched)
			: callbackBody(row, this.options.settings.tableName, enriched);
		if (Buffer.isBuffer(content)) return content;
		return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
	}

	private async send(
		row: ClayRow,
		{ headers, timeoutMs }: ColumnSettings,
		url: string,
		bytes: Buffer,
	): Promise<void> {
		const { rows, sender } = this.options;
		const all = { 'content-type': 'application/json', ...headers };
		for (const attempt of [1, 2]) {
			const outcome = await sender.post(url, bytes, all, timeoutMs);
			if (sender.isClosed) return;
			rows.addCallback(row, { rowId: row.id, attempt, ...outcome });
			if (!isRepeated(outcome)) return;
		}
	}
}

function isRepeated({ status, networkCode = '' }: Outcome): boolean {
	return REPEATED_STATUSES.includes(status) || REPEATED_CODES.includes(networkCode);
}

/** Now, or the millisecond after the last time: changed content never has the time of the old one. */
function laterThan(last?: string): string {
	const now = Date.now();
	return new Date(last === undefined ? now : Math.max(now, Date.parse(last) + 1)).toISOString();
}
