import { isRecord } from '../isRecord';

/**
 * The same parameters as the body's (but `schedule`), as the specification also allows them in the query; turned into the
 * types of the body, so that one check serves both. Words that it does not know are ignored, as seen on the live service.
 */
export function bodyFromQuery(query: unknown): Record<string, unknown> {
	if (!isRecord(query)) return {};
	const { timePeriod, scopeId, currency, exportFormat, typesToExport, includeHistorical } = query;
	const body: Record<string, unknown> = { timePeriod, scopeId, currency, exportFormat };
	if (typesToExport !== undefined) {
		body.typesToExport = Array.isArray(typesToExport) ? typesToExport : [typesToExport];
	}
	if (includeHistorical === 'true') body.includeHistorical = true;
	else if (includeHistorical === 'false') body.includeHistorical = false;
	else body.includeHistorical = includeHistorical;
	return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
