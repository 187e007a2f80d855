import { strToU8 } from 'fflate';

import { crc32 } from '../../baseline/checksum';
import type { DataQualityCheck, DataQualityItem } from '../../engine';

/** Warnings about a state of the data, which every run finds again until somebody mends it. */
const STANDING: ReadonlySet<DataQualityCheck> = new Set([
	'ambiguous_roles',
	'duplicate_keys',
	'fields_changed',
	'missing_amounts',
	'mixed_tabs',
	'not_a_number',
	'unusable_rows',
]);

/** What may change from run to run without being news: the contradictory amounts, their week, the size of the export. */
const IN_PASSING: ReadonlySet<string> = new Set(['values', 'week', 'rows']);

/** The standing warnings among these, by short texts that are the same as long as the same things are the matter. */
export function standingWarnings(dataQuality: readonly DataQualityItem[]): string[] {
	return [...new Set(dataQuality.flatMap((item) => nameOf(item) ?? []))].sort();
}

/** The warnings that the run before has given out already. */
export function isKnown(item: DataQualityItem, known: ReadonlySet<string>): boolean {
	const name = nameOf(item);
	return name !== undefined && known.has(name);
}

function nameOf({ check, severity, details }: DataQualityItem): string | undefined {
	if (severity !== 'warning' || !STANDING.has(check)) return undefined;
	const text = JSON.stringify(details, (key, value: unknown) =>
		IN_PASSING.has(key) ? undefined : value,
	);
	return `${check} ${crc32(strToU8(text))}`;
}
