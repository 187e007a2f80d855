import { createRequire } from 'node:module';
import { toJson, type Row } from '../data/snapshots';
import { loadEngine, runEngine, TABLE_OPTIONS } from './forecastDiff';
import type { Comparison, Peer } from './peer';

/** The part of the reader that is used here, as it is bundled for the benchmark. */
interface FileReader {
	readTable(bytes: Buffer, file: { fileName: string }): { batches: Iterable<readonly Row[]> };
}

const FILE = { fileName: 'forecast.json' };

export const forecastDiffFromFiles: Peer = {
	id: 'files-ours',
	title: 'Forecast Diff',
	group: 'files',
	about:
		'The bytes of both files through the file reader of Forecast Diff, batch by batch, into `compareForecasts`.',
	prepare(snapshots, { engine, fileReader }): Comparison {
		const loadedEngine = loadEngine(engine);
		const { readTable }: FileReader = createRequire(__filename)(fileReader);
		const previous = toJson(snapshots.previous);
		const current = toJson(snapshots.current);
		return () => {
			const found = runEngine(
				loadedEngine,
				readTable(previous, FILE),
				readTable(current, FILE),
				TABLE_OPTIONS,
			);
			return { ...found, output: [previous, current, found.output] };
		};
	},
};
