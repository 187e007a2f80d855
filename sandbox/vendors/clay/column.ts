import type { ClayRow, EnrichedFields } from './rows';

/** The enrichment of a row and the HTTP API column that tells about it. */
export interface ColumnSettings {
	/** Where to; default the row's cell `callback_url`. Without one, the column does not run. */
	url?: string | ((row: ClayRow) => string | undefined);
	/** Sent exactly so, with the content type. */
	headers: Record<string, string>;
	/** How long an enrichment takes, in milliseconds. */
	delayMs: number;
	/**
	 * What is sent: JSON of what this returns, or the text or bytes themselves. Default the callback body that the
	 * documentation of the trigger suggests. For a failed row `enriched` is empty and `row.failure` is there.
	 */
	body?: (row: ClayRow, enriched: EnrichedFields) => unknown;
	/** "Only run if"; default always. */
	only?: (row: ClayRow) => boolean;
	/** Which rows cannot be enriched: a share from 0 to 1, drawn by seed and row, or a rule; default none. */
	failing?: number | ((row: ClayRow) => boolean);
	/** How often the same bytes are sent again, all at once. */
	duplicates: number;
	/** `reversed`: of the rows that are under way together, the last one is done first, and one after the other. */
	order: 'arrival' | 'reversed';
	/** How long an answer is waited for, in milliseconds. */
	timeoutMs: number;
}

export const DEFAULT_COLUMN: ColumnSettings = {
	headers: {},
	delayMs: 20,
	duplicates: 0,
	order: 'arrival',
	timeoutMs: 30_000,
};
