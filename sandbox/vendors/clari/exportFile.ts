import type { JobOutcome } from '../faults';
import type { ResultFile } from './jobs';

/**
 * The JSON file of an export that is one list under a name, spoilt as the job's fate asks for.
 *
 * @param key name of the list in the content
 */
export function exportFile<Key extends string>(
	content: Readonly<Record<Key, readonly unknown[]>> & object,
	key: Key,
	outcome: JobOutcome,
): ResultFile {
	const list = content[key];
	const kept = { EMPTY: 0, TRUNCATED_ROWS: Math.ceil(list.length / 2) };
	const cut = outcome === 'EMPTY' || outcome === 'TRUNCATED_ROWS';
	return {
		content: JSON.stringify(cut ? { ...content, [key]: list.slice(0, kept[outcome]) } : content),
		contentType: 'application/json; charset=utf-8',
		format: 'JSON',
		rowsTruncated: outcome === 'TRUNCATED_ROWS',
		cellsTruncated: outcome === 'TRUNCATED_CELLS',
	};
}
