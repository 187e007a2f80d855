const PLUMBING = ['correlation_id', 'callback_url'];

/** The cells of a row that are about the lead; not what its sender needs to find the answer again. */
export function inputFields(cells: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(cells).filter(([key]) => !PLUMBING.includes(key)));
}
