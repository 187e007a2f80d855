import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import type { Counts } from '../counts';
import { toRows, type Row } from '../data/snapshots';
import type { Comparison, Found, Peer } from './peer';

/** The part of the engine's result that is looked at here, of the build that is measured. */
interface Result {
	changes: unknown[];
	summary: {
		changes: number;
		added: number;
		removed: number;
		belowThreshold: number;
		unchanged: number;
	};
	/** Made when it is read. */
	nextBaseline: object | null;
	dataQuality: Array<{ check: string; severity: string; message: string }>;
}

/** Rows at hand, or batches of them as the reader of files gives them. */
export type RowSource = readonly Row[] | { batches: Iterable<readonly Row[]> };

export interface Engine {
	compareForecasts(
		previous: RowSource,
		current: RowSource,
		options: Readonly<Record<string, unknown>>,
	): Result;
}

const ALL_FEATURES = {
	detectedAt: '2026-01-12T09:00:00.000Z',
	against: 'lastAlert',
	percentThreshold: 10,
};

/** Names of the columns of `generateTable`, as somebody types them who has such a table. */
export const TABLE_OPTIONS = {
	...ALL_FEATURES,
	keyColumns: ['rowId'],
	columns: {
		ownerId: 'ownerEmail',
		ownerName: 'ownerName',
		ownerEmail: 'ownerEmail',
		fieldId: 'field',
		fieldName: 'field',
		timePeriod: 'timeFrame',
		value: 'amount',
		currency: 'currency',
		role: '',
		parentRole: '',
		type: '',
		weekStart: '',
	},
};

export function loadEngine(file: string): Engine {
	return createRequire(__filename)(file);
}

/** All that an alert needs: the comparison, and the baseline for the next run. */
export function runEngine(
	{ compareForecasts }: Engine,
	previous: RowSource,
	current: RowSource,
	options: Readonly<Record<string, unknown>>,
): Found {
	const start = performance.now();
	const result = compareForecasts(previous, current, options);
	const compared = performance.now();
	const { nextBaseline } = result;
	const done = performance.now();
	const critical = result.dataQuality.find(({ severity }) => severity === 'critical');
	// It would be very fast.
	if (critical !== undefined) throw new Error(`Nothing was compared: ${critical.message}`);
	return {
		counts: countsOf(result),
		// Rows that came or went have no percentage, so they are all listed.
		listed: result.changes.length - result.summary.added - result.summary.removed,
		output: [result, nextBaseline],
		parts: { compare: compared - start, nextBaseline: done - compared },
	};
}

function countsOf({ summary, changes }: Result): Counts {
	const { added, removed, belowThreshold, unchanged } = summary;
	const changed = changes.length - added - removed + belowThreshold;
	return { added, removed, changed, same: unchanged };
}

function peerOf(
	identity: Pick<Peer, 'id' | 'group' | 'about'>,
	options: Readonly<Record<string, unknown>>,
): Peer {
	return {
		...identity,
		title: 'Forecast Diff',
		prepare(snapshots, { engine }): Comparison {
			const loaded = loadEngine(engine);
			const previous = toRows(snapshots.previous);
			const current = toRows(snapshots.current);
			return () => {
				const found = runEngine(loaded, previous, current, options);
				return { ...found, output: [previous, current, found.output] };
			};
		},
	};
}

export const forecastDiff = peerOf(
	{
		id: 'ours',
		group: 'table',
		about:
			'`compareForecasts` with the columns named: changes with reasons, summary, alert, next baseline; drift since the last alert, threshold 10 %.',
	},
	TABLE_OPTIONS,
);

export const forecastDiffOfClari = peerOf(
	{
		id: 'clari-ours',
		group: 'clari',
		about: 'The same with the default key (owner, field, period, type) and the hierarchy by roles.',
	},
	ALL_FEATURES,
);
