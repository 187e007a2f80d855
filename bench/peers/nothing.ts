import { toJson, toRows, type Snapshot } from '../data/snapshots';
import type { Comparison, Group, Peer } from './peer';

/** Has the data and does nothing: what a measurement's memory is counted from. */
export function nothingWith(group: Group): Peer {
	return {
		id: `${group}-data`,
		title: 'The data alone',
		group,
		about: 'Both snapshots in memory, and nothing done with them.',
		prepare(snapshots): Comparison {
			const make = (snapshot: Snapshot): unknown =>
				group === 'files' ? toJson(snapshot) : toRows(snapshot);
			const data = [make(snapshots.previous), make(snapshots.current)];
			return () => ({ counts: null, output: data });
		},
	};
}
