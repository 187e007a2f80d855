import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { toJson, type Row } from '../data/snapshots';
import { loadEngine, runEngine, TABLE_OPTIONS } from './forecastDiff';
import type { Comparison, Peer } from './peer';

/** Rows come in batches, so that a large file is never in memory twice. */
interface FileReader {
	readTable(
		bytes: Buffer,
		file: { fileName: string },
	): Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;
}

async function readRows({ readTable }: FileReader, bytes: Buffer): Promise<Row[]> {
	const rows: Row[] = [];
	for await (const batch of readTable(bytes, { fileName: 'forecast.json' })) {
		for (const row of batch) rows.push(row);
	}
	return rows;
}

export const forecastDiffFromFiles: Peer = {
	id: 'files-ours',
	title: 'Forecast Diff, from files',
	group: 'files',
	about: 'The bytes of both files through the file reader of Forecast Diff and its comparison.',
	prepare(snapshots, { engine, fileReader }): Comparison {
		if (fileReader === undefined) throw new Error('This build has no file reader.');
		const loadedEngine = loadEngine(engine);
		const reader: FileReader = createRequire(__filename)(fileReader);
		const previous = toJson(snapshots.previous);
		const current = toJson(snapshots.current);
		return async () => {
			const start = performance.now();
			const before = await readRows(reader, previous);
			const after = await readRows(reader, current);
			const read = performance.now();
			const found = runEngine(loadedEngine, before, after, TABLE_OPTIONS);
			return {
				...found,
				output: [previous, current, found.output],
				parts: { read: read - start, compare: performance.now() - read },
			};
		};
	},
};
