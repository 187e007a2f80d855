import { Arrivals } from '../arrivals';
import type { Outcome } from '../sendBytes';

/** One answer to the HTTP API column of a row, as Clay keeps it in the cell. */
export interface Callback extends Outcome {
	rowId: string;
	/** 1, or 2 for the immediate repeat of a request that Clay repeats. */
	attempt: number;
}

/** Why an enrichment found nothing. */
export interface EnrichmentFailure {
	code: string;
	message: string;
}

/** The fields that came in and what an enrichment has found; the names are those of a table as guides set it up. */
export type EnrichedFields = Record<string, unknown>;

/** A row that a table webhook made. */
export interface ClayRow {
	/** `r_…`; no answer of the webhook tells it. */
	id: string;
	/** Slug of the source that it came through. */
	source: string;
	/** ISO date-time, the real clock. */
	at: string;
	/** The JSON that came, as it is in the webhook's cell. */
	payload: unknown;
	/** The fields of an object that came; empty for a list, which lands in one row and maps to no column. */
	cells: Record<string, unknown>;
	/** Absent until the enrichment has run, and when it has failed. */
	enriched?: EnrichedFields;
	/** Present when the last enrichment has failed. */
	failure?: EnrichmentFailure;
	/** ISO date-time of the last enrichment that changed something. */
	enrichedAt?: string;
	/** What the HTTP API column has been answered, in the order of the answers. */
	callbacks: Callback[];
}

/** The rows of the table and what became of them. */
export class ClayRows {
	readonly rows = new Arrivals<ClayRow>('rows');
	readonly callbacks = new Arrivals<Callback>('callbacks');
	private readonly byId = new Map<string, ClayRow>();

	add(source: string, payload: unknown, cells: Record<string, unknown>): ClayRow {
		const row: ClayRow = {
			id: `r_${String(this.byId.size + 1).padStart(8, '0')}`,
			source,
			at: new Date().toISOString(),
			payload,
			cells,
			callbacks: [],
		};
		this.byId.set(row.id, row);
		this.rows.add(row);
		return row;
	}

	/** @throws Error when there is no such row */
	get(rowId: string): ClayRow {
		const row = this.byId.get(rowId);
		if (!row) throw new Error(`There is no row ${rowId}`);
		return row;
	}

	addCallback(row: ClayRow, callback: Callback): void {
		row.callbacks.push(callback);
		this.callbacks.add(callback);
	}
}
