import { performance } from 'node:perf_hooks';
import { toJson, toRows, type Row } from '../data/snapshots';
import { requirePeer } from '../paths';
import { withSame, type Comparison, type Found, type Peer } from './peer';

interface Difference {
	type: 'CREATE' | 'REMOVE' | 'CHANGE';
	path: Array<string | number>;
}

type Microdiff = (before: object, after: object) => Difference[];

/** It compares objects by their keys, so lists of rows have to become objects by `rowId` first. */
function keyed(rows: readonly Row[]): Record<string, Row> {
	const byId: Record<string, Row> = {};
	for (const row of rows) byId[String(row.rowId)] = row;
	return byId;
}

function compare(diff: Microdiff, previous: readonly Row[], current: readonly Row[]): Found {
	const start = performance.now();
	const before = keyed(previous);
	const after = keyed(current);
	const keyedAt = performance.now();
	const differences = diff(before, after);
	const found = { added: 0, removed: 0, changed: 0 };
	let lastChanged: unknown;
	for (const { type, path } of differences) {
		if (path.length === 1) found[type === 'CREATE' ? 'added' : 'removed']++;
		else if (path[0] !== lastChanged) {
			// The differences of one row, a column each, come one after the other.
			lastChanged = path[0];
			found.changed++;
		}
	}
	return {
		counts: withSame(previous.length, found),
		output: [previous, current, before, after, differences],
		parts: { keying: keyedAt - start, diff: performance.now() - keyedAt },
	};
}

function loadMicrodiff(): Microdiff {
	const library: { default: Microdiff } = requirePeer('microdiff');
	return library.default;
}

export const microdiff: Peer = {
	id: 'microdiff',
	title: 'microdiff',
	group: 'table',
	about:
		'Rows put into an object by `rowId` (part of the time, because that is what it needs), then compared, every column.',
	prepare(snapshots): Comparison {
		const diff = loadMicrodiff();
		const previous = toRows(snapshots.previous);
		const current = toRows(snapshots.current);
		return () => compare(diff, previous, current);
	},
};

export const microdiffFromFiles: Peer = {
	id: 'files-microdiff',
	title: 'JSON.parse and microdiff',
	group: 'files',
	about: '`JSON.parse` of both files, then as above.',
	prepare(snapshots): Comparison {
		const diff = loadMicrodiff();
		const previous = toJson(snapshots.previous);
		const current = toJson(snapshots.current);
		return () => {
			const found = compare(
				diff,
				JSON.parse(previous.toString('utf8')),
				JSON.parse(current.toString('utf8')),
			);
			return { ...found, output: [previous, current, found.output] };
		};
	},
};
