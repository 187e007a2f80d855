/** Where the baselines stand in the memory of a workflow. */
export const MEMORY_SECTION = 'forecastBaselines';

/**
 * The key of a baseline in the memory.
 *
 * @param name as the user gave it; when empty it is the node's own baseline, which survives a rename of the node
 */
export function memoryKey(name: string, nodeId: string): string {
	return name === '' ? `node:${nodeId}` : `name:${name}`;
}

/** The name in a key; '' for a node's own baseline. */
export function nameOfKey(key: string): string {
	return key.startsWith('name:') ? key.slice('name:'.length) : '';
}

/** Whether a text can be a key: what comes in with an item may be anything. */
export function isMemoryKey(key: string): boolean {
	return /^(node|name):./s.test(key);
}
