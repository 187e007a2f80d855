import type { FiscalCalendar } from '../../shared/time/fiscalQuarter';
import type { ExportFingerprint } from '../jobs';
import type { ForecastExportBody } from '../transport';

/** The exports that Clari makes by jobs. Source: Clari API Reference 5.0.0. */
export type ExportKind = 'forecast' | 'activity' | 'auditEvents';

/** One export to queue; costs one unit of quota, whatever its kind. */
export interface ExportRequest {
	kind: ExportKind;
	/** Below the base URL. */
	path: string;
	body: Record<string, unknown>;
	/** What is exported, as it stands in a sentence: `forecast tab 'net_new' for 2026_Q1`. */
	subject: string;
	/** What the list of jobs tells of it. */
	fingerprint: ExportFingerprint;
}

/** A job that was queued. */
export type QueuedExport = Pick<ExportRequest, 'kind'> & { jobId: string };

/** The export of a forecast tab for one period. */
export interface ForecastExport extends ExportRequest {
	kind: 'forecast';
	forecastId: string;
	body: ForecastExportBody;
	/** Set when the period was taken for the current quarter by this calendar, which may not be Clari's. */
	currentBy?: FiscalCalendar;
}

/** Makes the request of a forecast export. */
export function forecastExport(forecastId: string, body: ForecastExportBody): ForecastExport {
	const { timePeriod, exportFormat, currency, scopeId } = body;
	return {
		kind: 'forecast',
		path: `/export/forecast/${encodeURIComponent(forecastId)}`,
		body,
		forecastId,
		subject: `forecast tab '${forecastId}'${timePeriod === undefined ? '' : ` for ${timePeriod}`}`,
		fingerprint: {
			kind: 'forecast',
			forecastId,
			timePeriod,
			format: exportFormat ?? 'JSON',
			currency,
			scopeId,
		},
	};
}

/** Whether Clari itself was asked to try a failed job again (`schedule`): FAILED is then not the end of it. */
export function isRetriedByClari({ body }: ExportRequest): boolean {
	return body.schedule === 'ONCE' || body.schedule === 'MAX';
}
