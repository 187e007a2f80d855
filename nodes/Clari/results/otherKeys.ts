import { isSafeObjectProperty } from 'n8n-workflow';

/**
 * What a vendor's record holds under names that were not read: it passes through into the item. `error` does not, since
 * n8n takes an item with that key for a failed one.
 */
export function otherKeys(
	record: Record<string, unknown>,
	read: ReadonlySet<string>,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(record).filter(
			([key]) => !read.has(key) && key !== 'error' && isSafeObjectProperty(key),
		),
	);
}
