import type { ExportJob } from '../jobs';
import type { ForecastExportBody } from '../transport';
import { areCurrent } from './currentPeriod';
import type { FileProfile } from './fileProfile';
import { profileOf } from './fileProfile';
import type { ForecastResult } from './readResult';

/**
 * Looks into the file of a job that is known by its looks only: the list of jobs tells neither types, weeks and scope nor,
 * where none is asked for, the period and the currency. The scope is in no file either: it shows in the top of the
 * hierarchy, which must be that of the last run of the same request, and so must be all else that stays the same.
 *
 * @param before what the file of the last completed run of the same request was like
 * @param now milliseconds since the epoch
 * @returns why the file is not proven to be of this request, as a clause about it; `undefined` when it is
 */
export function differenceTo(
	body: ForecastExportBody,
	job: ExportJob,
	result: ForecastResult | undefined,
	before: FileProfile | undefined,
	now: number,
): string | undefined {
	if (result === undefined) return 'it cannot be read';
	if (job.truncated) return 'Clari cut it off';
	const { rows, periods, periodVerified } = result;
	if (rows.length === 0) return 'it has no rows that could tell';
	if (body.timePeriod !== undefined && !periodVerified) return `it is not of ${body.timePeriod}`;
	if (body.timePeriod === undefined && !areCurrent(periods, now)) {
		return 'it is not of the current quarter';
	}
	const found = profileOf(job, result);
	if (found === undefined) return 'it does not tell the hierarchy';
	const { currency, includeHistorical = false } = body;
	const other = found.currencies.find((code) => currency !== undefined && code !== currency);
	if (other !== undefined) return `it is in ${other}`;
	const weeks = new Set(rows.map(({ weekStart }) => weekStart));
	if (weeks.size > 1 !== includeHistorical) return 'it has other weeks';
	if (before === undefined) return 'no earlier run is known to compare it with';
	return change(before, found);
}

/** What is otherwise than in the last run, which had what was asked for. */
function change(before: FileProfile, found: FileProfile): string | undefined {
	const missing = before.types.find((type) => !found.types.includes(type));
	if (missing !== undefined) return `it has no ${missing}`;
	const added = found.types.find((type) => !before.types.includes(type));
	if (added !== undefined) return `it has ${added}, which the last run had not`;
	if (before.hasFlags !== found.hasFlags) {
		return 'it tells otherwise than the last run whether calls were updated';
	}
	if (before.currencies.join() !== found.currencies.join()) {
		return `it is in ${found.currencies.join(', ') || 'no currency'}, and the last run was in ${before.currencies.join(', ') || 'none'}`;
	}
	if (before.top !== found.top) {
		return 'the top of its hierarchy is not that of the last run, so it may be of another scope';
	}
	return undefined;
}
