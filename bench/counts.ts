/** What became of the rows between two snapshots: the one question that every peer answers. */
export interface Counts {
	added: number;
	removed: number;
	changed: number;
	same: number;
}

const NAMES = ['added', 'removed', 'changed', 'same'] as const;

export function sameCounts(a: Counts, b: Counts): boolean {
	return NAMES.every((name) => a[name] === b[name]);
}

/** For a line of text: `10 added, 10 removed, 50 changed, 940 same`. */
export function describeCounts(counts: Counts): string {
	return NAMES.map((name) => `${counts[name].toLocaleString('en-US')} ${name}`).join(', ');
}
