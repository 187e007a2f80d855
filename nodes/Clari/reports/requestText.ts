import type { ForecastExportBody } from '../transport';

/**
 * What a forecast export asks for beside tab and quarter, in words that are the same for the same request: exports that
 * differ in it have different rows and must not be compared.
 */
export function requestText({
	typesToExport = [],
	scopeId,
	currency,
	includeHistorical,
	exportFormat,
}: ForecastExportBody): string {
	const types = [...new Set(typesToExport)].sort().join(', ');
	return [
		types === '' ? 'default types' : types,
		...(scopeId === undefined ? [] : [`scope ${scopeId}`]),
		...(currency === undefined ? [] : [currency]),
		...(includeHistorical === true ? ['all weeks'] : []),
		...(exportFormat === 'CSV' ? ['CSV'] : []),
	].join('; ');
}
