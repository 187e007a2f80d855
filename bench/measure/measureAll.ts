import { startStep, type Step } from '../../scripts/progress';
import type { BenchOptions } from '../options';
import { DATA_ALONE, PEERS } from '../peers';
import type { Group, Peer, Surroundings } from '../peers/peer';
import { cellOf, falsehoodOf, skippedCell, type Cell } from './cell';
import type { Measured } from './protocol';
import { runWorker } from './runWorker';
import { foretell } from './statistics';

const LIMIT_MS = 60_000;
/** From here on one run has to do. */
const LONG_MS = 10_000;
const SECOND = 1000;

export interface Measurements {
	cells: Cell[];
	/** Peers whose counts are not the truth, a sentence each. */
	falsehoods: string[];
}

type Settings = BenchOptions & {
	surroundings: Omit<Surroundings, 'scratch'>;
	signal?: AbortSignal;
};

/** All peers, or the wanted ones. */
export function peersToMeasure(wanted: readonly string[]): Peer[] {
	return wanted.length === 0 ? [...PEERS] : PEERS.filter(({ id }) => wanted.includes(id));
}

/** Measures every peer at every size, the peers by turns so that what else the machine does hits all of them alike. */
export async function measureAll(settings: Settings): Promise<Measurements> {
	const all: Measurements = { cells: [], falsehoods: [] };
	for (const rows of settings.sizes) {
		const step = startStep(`${rows.toLocaleString('en-US')} rows`);
		try {
			await measureSize(rows, settings, all, step);
			step.done();
		} catch (error) {
			step.fail();
			throw error;
		}
	}
	return all;
}

async function measureSize(
	rows: number,
	settings: Settings,
	all: Measurements,
	step: Step,
): Promise<void> {
	const peers = peersToMeasure(settings.peers);
	const dataBytes = await measureData(rows, peers, settings, step);
	const runs = new Map<Peer, Measured[]>(peers.map((peer) => [peer, []]));
	const skipped = new Map<Peer, string>();
	for (const peer of peers) {
		const expectedMs = foretell(timesOf(peer, all.cells), rows);
		const before = all.cells.filter((cell) => cell.peer === peer.id).at(-1);
		if (expectedMs > LIMIT_MS || before?.skipped !== undefined) {
			skipped.set(peer, `would take longer than ${LIMIT_MS / SECOND} s`);
		}
	}
	for (let round = 0; round < settings.rounds; round++) {
		for (const peer of rotate(peers, round)) {
			const known = runs.get(peer) ?? [];
			if (skipped.has(peer) || known.some(({ ms }) => ms > LONG_MS)) continue;
			step.detail(`round ${round + 1} of ${settings.rounds}, ${peer.title}`);
			const outcome = await runWorker({ ...settings, peer: peer.id, rows, limitMs: LIMIT_MS });
			if ('tooSlow' in outcome) {
				skipped.set(peer, `took longer than ${LIMIT_MS / SECOND} s`);
				continue;
			}
			known.push(outcome.measured);
			const falsehood = falsehoodOf(outcome.measured);
			if (falsehood !== undefined) all.falsehoods.push(`${peer.id}, ${rows} rows: ${falsehood}`);
		}
	}
	for (const peer of peers) {
		const reason = skipped.get(peer);
		all.cells.push(
			reason === undefined
				? cellOf(peer, rows, runs.get(peer) ?? [], dataBytes.get(peer.group) ?? NaN)
				: skippedCell(peer, rows, reason),
		);
	}
}

/** What the data alone takes, for each group that is measured. */
async function measureData(
	rows: number,
	peers: readonly Peer[],
	settings: Settings,
	step: Step,
): Promise<Map<Group, number>> {
	const bytes = new Map<Group, number>();
	for (const group of new Set(peers.map((peer) => peer.group))) {
		step.detail('the data alone');
		const peer = DATA_ALONE[group].id;
		const outcome = await runWorker({ ...settings, peer, rows, limitMs: LIMIT_MS });
		if ('measured' in outcome) bytes.set(group, outcome.measured.peakBytes);
	}
	return bytes;
}

function timesOf(peer: Peer, cells: readonly Cell[]): Cell[] {
	return cells.filter((cell) => cell.peer === peer.id && cell.skipped === undefined);
}

function rotate<T>(list: readonly T[], by: number): T[] {
	const first = by % Math.max(1, list.length);
	return [...list.slice(first), ...list.slice(0, first)];
}
