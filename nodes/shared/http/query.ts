/** Parameters of a request; a list becomes a parameter for each entry, and what is `undefined` is left out. */
export type QueryValues = Record<string, string | number | boolean | string[] | undefined>;

/** The query with its question mark, or nothing. Every special character is encoded, also the `+` of a time's offset. */
export function toQuery(values: QueryValues): string {
	const pairs = Object.entries(values).flatMap(([name, value]) => {
		const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
		return list.map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`);
	});
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
