import { toRows, type Row } from '../data/snapshots';
import type { Counts } from '../counts';
import type { Comparison, Peer } from './peer';

/** The floor: one look at each row, one `Map`, four counters. Whoever compares by key in JavaScript does at least this. */
export function joinByMap(
	previous: readonly Row[],
	current: readonly Row[],
	key: string,
	amount: string,
): Counts {
	const earlier = new Map<unknown, Row>();
	for (const row of previous) earlier.set(row[key], row);
	const counts: Counts = { added: 0, removed: 0, changed: 0, same: 0 };
	let met = 0;
	for (const row of current) {
		const before = earlier.get(row[key]);
		if (before === undefined) {
			counts.added++;
			continue;
		}
		met++;
		if (before[amount] === row[amount]) counts.same++;
		else counts.changed++;
	}
	counts.removed = earlier.size - met;
	return counts;
}

function peerOf(group: 'table' | 'clari', key: string, amount: string): Peer {
	return {
		id: group === 'table' ? 'map' : 'clari-map',
		title: 'Map join (floor)',
		group,
		about: 'A bare `Map` by the ready-made key and four counters; no changes, no report.',
		prepare(snapshots): Comparison {
			const previous = toRows(snapshots.previous);
			const current = toRows(snapshots.current);
			return () => {
				const counts = joinByMap(previous, current, key, amount);
				return { counts, output: [previous, current] };
			};
		},
	};
}

export const mapJoin = peerOf('table', 'rowId', 'amount');
export const mapJoinOfClari = peerOf('clari', 'rowKey', 'value');
