import type { RoutineItem } from './routineRuns';

/** How the stand-in for Clay behaves; can be changed at any time. */
export interface ClaySettings {
	/** Requests per second to all table webhooks of the workspace together. */
	rate: number;
	/** Requests that may come at once. */
	burst: number;
	/** What a taken row is answered with: `{"success":true}` or the text `OK`; both have been seen. */
	answer: 'json' | 'text';
	/** Name of the table, for callbacks. */
	tableName: string;
	/** Times that the results of a routine run are asked for before they are there. */
	pollsUntilComplete: number;
	/** Milliseconds after which a run that named a webhook is complete, asked for or not. */
	runMs: number;
	/** A status word that Clay does not document, in the first answer about a run. */
	firstStatus?: string;
	/** Which items of a routine run fail; default none. */
	failingItems?: (item: RoutineItem) => boolean;
	/** How many people or companies a search finds. */
	searchHits: number;
	/** Hits that searches may give in a period; 402 when they are used up. */
	searchQuota: number;
	/** Hits that one request may give; more is answered 413. Plans differ: 50 on the free one, 500 on paid ones. */
	searchPageLimit: number;
	/** Rows of the table that can be queried. */
	tableRows: number;
	/** Whether the workspace has the table query, as only the largest plan does; 403 without it. */
	tableQuery: boolean;
	/** Whether the registration of webhooks exists that integration guides describe, or not, as in reality. */
	registration: 'asTheSeedSays' | 'gone';
}

export const DEFAULT_CLAY_SETTINGS: ClaySettings = {
	rate: 10,
	burst: 20,
	answer: 'json',
	tableName: 'Inbound leads',
	pollsUntilComplete: 2,
	runMs: 50,
	searchHits: 45,
	searchQuota: 10_000,
	searchPageLimit: 500,
	tableRows: 25,
	tableQuery: true,
	registration: 'gone',
};
