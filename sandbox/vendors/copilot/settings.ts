/** How the stand-in for Clari Copilot behaves; can be changed at any time. */
export interface CopilotSettings {
	/** Requests in any second; more are answered 429. */
	rate: number;
	/** Requests from Sunday 00:00 UTC to the next. */
	weeklyRequests: number;
	/** An answer with calls of more bytes becomes a gateway's 502. */
	responseLimit: number;
	/** Bytes that each call is made larger by, for the limit above. */
	callPadding: number;
	/** Whether a call exactly at a bound of `filterTime…` or `filterModified…` is in; the vendor does not say. */
	timeBounds: 'inclusive' | 'exclusive';
	/** Of how many analysed calls one is scored. */
	scorecardEvery: number;
	/** How long after its analysis a call is scored, in milliseconds. */
	scoredAfterMs: number;
	/** Which time `filterTime…` of scorecards is about; the vendor does not say. */
	scorecardTime: 'ofScorecard' | 'ofCall';
	/** Spelling of the list of scorecard templates: as the document has it, or as clients have seen it. */
	templateSpelling: 'document' | 'live';
	/** Whether `personId` in transcripts is a text, as it is in competitor sentiments. */
	textPersonIds: boolean;
	/** Whether the registration of webhooks exists that only integration guides know, or not, as in reality. */
	registration: 'asTheSeedSays' | 'gone';
	/** What a GET of it gives: guides describe the POST alone. A list under one of two names, or a status. */
	registrationList: 'webhooks' | 'data' | 404 | 405;
	/** Whether it takes changes and removals, or answers 405. */
	registrationChanges: boolean;
}

export const DEFAULT_COPILOT_SETTINGS: CopilotSettings = {
	rate: 10,
	weeklyRequests: 100_000,
	responseLimit: 6_000_000,
	callPadding: 0,
	timeBounds: 'exclusive',
	scorecardEvery: 4,
	scoredAfterMs: 0,
	scorecardTime: 'ofScorecard',
	templateSpelling: 'live',
	textPersonIds: false,
	registration: 'gone',
	registrationList: 'webhooks',
	registrationChanges: true,
};
