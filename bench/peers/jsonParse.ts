import { toJson } from '../data/snapshots';
import type { Comparison, Peer } from './peer';

/** The floor of the files: nothing is compared. */
export const jsonParse: Peer = {
	id: 'files-parse',
	title: 'JSON.parse alone (floor)',
	group: 'files',
	about: 'The bytes of both files to text, the text to objects. Nothing is compared.',
	prepare(snapshots): Comparison {
		const previous = toJson(snapshots.previous);
		const current = toJson(snapshots.current);
		return () => {
			const parsed = [previous, current].map((bytes): unknown =>
				JSON.parse(bytes.toString('utf8')),
			);
			return { counts: null, output: [previous, current, parsed] };
		};
	},
};
