import { plainName } from '../../../shared/json/lookup';
import type { Placeholder } from '../../../shared/json/placeholders';
import { findPlaceholders } from '../../../shared/json/placeholders';

/** A column's name is short: what is longer is text. */
const LONGEST_NAME = 100;

/**
 * Finds column names that somebody typed: Clay puts values in only where a column was chosen from the picker that `/`
 * opens, and sends everything else as it is written.
 */
export function findColumnNames(body: Record<string, unknown>): Placeholder[] {
	return findPlaceholders(body, isColumnName);
}

/**
 * Whether a whole value is `{{Work Email}}` or `/Work Email`. A path of a web page (`/pricing`, `/en/home`) is not: what
 * follows the slash has to look like a column, by a capital or a blank, or by being the name of the very field.
 */
function isColumnName(value: string, key: string): boolean {
	const text = value.trim();
	if (text.length > LONGEST_NAME) return false;
	if (/^\{\{[^{}]+\}\}$/.test(text)) return true;
	const name = /^\/([^\s/?#&=.:][^/?#&=\n]*)$/.exec(text)?.[1];
	if (name === undefined) return false;
	return /^\p{Lu}/u.test(name) || /\s/.test(name) || plainName(name) === plainName(key);
}
