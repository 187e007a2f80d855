import { compareDatasets } from './compareDatasets';
import { duckdbFromFiles, duckdbFromRows, duckdbLoaded } from './duckdb';
import { forecastDiff, forecastDiffOfClari } from './forecastDiff';
import { forecastDiffFromFiles } from './forecastDiffFromFiles';
import { jsonParse } from './jsonParse';
import { mapJoin, mapJoinOfClari } from './mapJoin';
import { microdiff, microdiffFromFiles } from './microdiff';
import { naive } from './naiveScript';
import { nothingWith } from './nothing';
import type { Group, Peer } from './peer';

/** Ours first in each group: the others are put in relation to it. */
export const PEERS: readonly Peer[] = [
	forecastDiff,
	mapJoin,
	naive,
	microdiff,
	duckdbLoaded,
	duckdbFromRows,
	compareDatasets,
	forecastDiffOfClari,
	mapJoinOfClari,
	forecastDiffFromFiles,
	jsonParse,
	microdiffFromFiles,
	duckdbFromFiles,
];

export const DATA_ALONE: Readonly<Record<Group, Peer>> = {
	table: nothingWith('table'),
	clari: nothingWith('clari'),
	files: nothingWith('files'),
};

export function peerById(id: string): Peer {
	const peer = [...PEERS, ...Object.values(DATA_ALONE)].find((candidate) => candidate.id === id);
	if (peer === undefined) throw new Error(`There is no peer "${id}".`);
	return peer;
}
