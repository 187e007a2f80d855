/**
 * Joins the parts of a row's identity into one readable key. Parts are escaped, so that two different rows never get
 * the same key, whatever characters a vendor puts into an id.
 */
export function rowKey(...parts: Array<string | undefined | null>): string {
	return parts.map((part) => (part ?? '').replace(/[%|]/g, encodeURIComponent)).join('|');
}
