/**
 * Decodes the format in which n8n stores and sends execution data: a table of values where every string inside an
 * object or a list is the index of another entry, so that shared and circular references survive.
 */
export function decodeFlatted(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const revived = new Map<number, unknown>();
	const valueOf = (entry: unknown): unknown =>
		typeof entry === 'string' ? revive(Number(entry)) : entry;
	const revive = (index: number): unknown => {
		if (revived.has(index)) return revived.get(index);
		const raw = table[index];
		if (typeof raw !== 'object' || raw === null) return raw;
		// Registered before it is filled, so that a circle finds it.
		if (Array.isArray(raw)) {
			const list: unknown[] = [];
			revived.set(index, list);
			for (const entry of raw as unknown[]) list.push(valueOf(entry));
			return list;
		}
		const object: Record<string, unknown> = {};
		revived.set(index, object);
		for (const [key, entry] of Object.entries(raw)) object[key] = valueOf(entry);
		return object;
	};
	return revive(0);
}
