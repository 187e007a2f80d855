import { readText, readTexts } from '../../shared/json/read';
import type { ExportJob } from '../jobs';
import type { ForecastResult } from './readResult';

/** What a file tells of the request behind it, and what stays the same from one run of the request to the next. */
export interface FileProfile {
	/** Of its values, sorted. */
	types: string[];
	/** Whether it tells which calls were updated. */
	hasFlags: boolean;
	/** ISO codes, sorted. */
	currencies: string[];
	/** Stands for the top of the hierarchy, see `topOfUsers`. */
	top: string;
}

/**
 * The profile of a file.
 *
 * @returns `undefined` when too much is missing: no rows, rows that Clari cut off, another period than asked, no hierarchy
 */
export function profileOf(
	job: ExportJob,
	{ rows, top, otherPeriod }: ForecastResult,
): FileProfile | undefined {
	if (rows.length === 0 || job.truncated || otherPeriod !== undefined) return undefined;
	if (top === undefined) return undefined;
	const types = new Set<string>();
	const currencies = new Set(job.currency === undefined ? [] : [job.currency]);
	let hasFlags = false;
	for (const row of rows) {
		if ('value' in row || 'rawValue' in row) types.add(row.type);
		if (row.currency) currencies.add(row.currency);
		hasFlags ||= row.isUpdated !== undefined;
	}
	return { types: [...types].sort(), hasFlags, currencies: [...currencies].sort(), top };
}

/** Reads a profile from the memory of a workflow; `undefined` when it is none. */
export function readProfile(stored: Record<string, unknown> | undefined): FileProfile | undefined {
	const top = readText(stored?.top);
	if (stored === undefined || top === undefined) return undefined;
	const { types, hasFlags, currencies } = stored;
	return {
		types: readTexts(types),
		hasFlags: hasFlags === true,
		currencies: readTexts(currencies),
		top,
	};
}
