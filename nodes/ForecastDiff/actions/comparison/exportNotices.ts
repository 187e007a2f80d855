import type { ExportNotice } from '../../../shared/forecast/forecastRow';
import type { DataQualityItem } from '../../engine';
import { dataQualityItem } from '../../engine/dataQuality';
import type { InputTable } from '../inputs/inputTable';

const STAYS = 'Nothing was compared and the baseline stays.';

/**
 * What is to be said about exports that gave no rows: empty ones among others, and failed ones.
 *
 * @param periodColumn where the rows have their period
 */
export function exportNotices(current: InputTable, periodColumn: string): DataQualityItem[] {
	// Without any row, the engine itself reports an empty export.
	const empty = current.items.length === 0 ? [] : current.notices;
	return [
		...empty.map((notice) => emptyPart(notice, current, periodColumn)),
		...current.errors.map((reason) => failedExport('An export', reason)),
	];
}

/** An earlier node was set to continue after a failure: what it should have given is missing, not removed. */
export function failedExport(which: string, reason: string): DataQualityItem {
	return dataQualityItem(
		'failed_export',
		'critical',
		`${which} failed: ${sentence(reason)} ${STAYS}`,
		{
			reason,
		},
	);
}

/**
 * One of several exports had no rows. Where it was the only one of its period, that period is left out; where others
 * have rows of the same period (several tabs, several scopes), a comparison would report its calls as removed.
 */
function emptyPart(
	{ message, ...details }: ExportNotice,
	current: InputTable,
	periodColumn: string,
): DataQualityItem {
	const { timePeriod } = details;
	return timePeriod !== undefined && !hasPeriod(current, periodColumn, timePeriod)
		? dataQualityItem('empty_export', 'warning', message, details)
		: dataQualityItem('empty_export', 'critical', `${message} ${STAYS}`, details);
}

function hasPeriod(current: InputTable, column: string, period: string): boolean {
	for (const { rows } of current.byItem()) {
		if (rows.some((row) => row[column] === period)) return true;
	}
	return false;
}

function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
