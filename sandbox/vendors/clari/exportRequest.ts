import type { Quarter, Week } from './calendar';
import type { Organisation } from './organisation';

export const EXPORT_TYPES = [
	'forecast',
	'quota',
	'forecast_updated',
	'adjustment',
	'crm_total',
	'crm_closed',
] as const;

export type ExportType = (typeof EXPORT_TYPES)[number];

/** The body of `POST /export/forecast/{forecastId}`; every key is optional. */
export interface ExportBody {
	timePeriod?: string;
	typesToExport?: ExportType[];
	scopeId?: string;
	currency?: string;
	schedule?: 'NONE' | 'ONCE' | 'MAX';
	includeHistorical?: boolean;
	exportFormat?: 'JSON' | 'CSV';
}

/** What a job exports, with the vendor's defaults filled in. */
export interface ExportRequest {
	forecastId: string;
	quarter: Quarter;
	/** In order; one week unless history was asked for. */
	weeks: Week[];
	types: ReadonlySet<ExportType>;
	/** ISO 4217 code. */
	currency: string;
	format: 'JSON' | 'CSV';
	/** Row ids of the members to list; everybody when absent. */
	scope?: ReadonlySet<string>;
}

/**
 * Fills in the defaults. A `timePeriod` that is none is not refused: the vendor exports the current quarter instead,
 * and only the ids in the result tell (seen by a long-standing customer).
 */
export function resolveRequest(
	organisation: Organisation,
	forecastId: string,
	body: ExportBody,
): ExportRequest {
	const asked =
		body.timePeriod === undefined ? undefined : organisation.calendar.parse(body.timePeriod);
	const quarter = asked ?? organisation.currentQuarter();
	const now = organisation.now();
	const types = body.typesToExport ?? [];
	return {
		forecastId,
		quarter,
		weeks: body.includeHistorical
			? organisation.calendar.weeksUntil(quarter, now)
			: [organisation.calendar.currentWeek(quarter, now)],
		types: new Set(types.length > 0 ? types : ['forecast', 'forecast_updated']),
		currency: body.currency ?? organisation.currency,
		format: body.exportFormat ?? 'JSON',
		...(body.scopeId !== undefined && { scope: membersBelow(organisation, body.scopeId) }),
	};
}

/**
 * The row ids of a member and everybody below. The parameter is written `1905::MGR`, unlike `scopeId` in a result.
 * Empty when there is no such scope.
 */
export function membersBelow(organisation: Organisation, scopeId: string): Set<string> {
	const [user, type] = scopeId.split('::');
	const below = new Set<string>();
	const root = organisation.members.find(
		({ clariUserId, kind }) =>
			clariUserId === user && (kind === 'manager' ? 'MGR' : 'REP') === type,
	);
	if (!root) return below;
	below.add(root.userId);
	for (const { userId, managerId } of organisation.members) {
		if (managerId !== undefined && below.has(managerId)) below.add(userId);
	}
	return below;
}
