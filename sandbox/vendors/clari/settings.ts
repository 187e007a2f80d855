import type { CsvAmounts } from './resultsCsv';

/** A forecast tab: what `forecastId` names. */
export interface ForecastTab {
	id: string;
	name: string;
}

/** How the stand-in behaves; every key can be changed while it runs. */
export interface ClariSettings {
	/** The status request that sees the end of a job; the ones before see SCHEDULED, then STARTED. 0: finished at once. */
	pollsUntilDone: number;
	/** When set, jobs take this long on the real clock, however often they are polled. */
	jobDurationMs: number | null;
	/** Jobs that may be queued or running at a time, per organisation. */
	concurrentLimit: number;
	/** Jobs in any 30 days, per organisation. */
	monthlyQuota: number;
	/** `{ job: {…} }`, as three clients read it, or the bare object of the vendor's specification. */
	wrapJob: boolean;
	/** `{ jobs: […] }` or the bare list of the vendor's specification. */
	wrapJobList: boolean;
	/** Whether jobs tell when they started; the reference requires no key of them. */
	jobsTellStart: boolean;
	/** The vendor's documents contradict each other on whether an export can contain `crm_total` and `crm_closed`. */
	crmTypesSupported: boolean;
	/** The tabs that exist. */
	forecasts: ForecastTab[];
	/** Tabs that exist but that the token's user is not opted in to. */
	notOptedIn: string[];
	/** Whether the numbers move between one queued export and the next. */
	advanceOnExport: boolean;
	/** How a CSV writes amounts. */
	csvAmounts: CsvAmounts;
	/** Whether the v1 profile is served beside v4. */
	serveV1: boolean;
	/** The time of an activity: a number, as the vendor's schema says, or one in quotes, as its sample shows. */
	activityDates: 'number' | 'text';
	/** Where the links to further audit events lead; `null`: to the address that was asked. */
	auditNextLinkOrigin: string | null;
	/** `{ opportunities: […] }`, as one client reads it, or the bare list of the vendor's specification. */
	wrapOpportunities: boolean;
}

export const DEFAULT_SETTINGS: Readonly<ClariSettings> = {
	pollsUntilDone: 3,
	jobDurationMs: null,
	concurrentLimit: 2,
	monthlyQuota: 400,
	wrapJob: true,
	wrapJobList: false,
	jobsTellStart: true,
	crmTypesSupported: true,
	forecasts: [
		{ id: 'forecast', name: 'Forecast' },
		{ id: 'renewals', name: 'Renewals' },
		{ id: 'company_forecast', name: 'Company Forecast' },
		{ id: 'not_opted_in', name: 'Board Forecast' },
	],
	notOptedIn: ['not_opted_in'],
	advanceOnExport: true,
	csvAmounts: 'money',
	serveV1: true,
	activityDates: 'number',
	auditNextLinkOrigin: null,
	wrapOpportunities: false,
};
