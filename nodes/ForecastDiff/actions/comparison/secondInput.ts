import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readBaselineItem } from '../../baseline/storedState';
import type { BaselineItem } from '../../baseline/token';
import type { ComparedWith, RowSource, Snapshot } from '../../engine';
import { groupReader } from '../../engine/key';
import { groupsOf, withNewGroups } from '../../engine/newGroups';
import { inputItems, readInput } from '../inputs/inputTable';
import type { ColumnNames } from '../../engine/columns';
import type { Since } from '../settings/baseline';
import type { Clock } from '../settings/clock';
import type { DataSettings } from '../settings/data';
import { decodeItem } from './decodeBaseline';

/** What the second input says about the past. */
export interface SecondInput {
	previous: Snapshot | RowSource | undefined;
	reference?: Snapshot;
	comparedWith: ComparedWith;
	errors: string[];
	remarks: string[];
}

/**
 * Reads the second input: baseline items of earlier runs (a history from a data table), or the rows of an earlier
 * export. Of several baselines the newest is what the last run knew; what is compared with is chosen by `since`.
 *
 * @param options.name the baselines that count; all when empty
 * @throws {NodeOperationError} for baselines of several names, or one that cannot be read
 */
export async function readSecondInput(
	context: IExecuteFunctions,
	options: { name: string; since: Since; clock: Clock; data: DataSettings },
): Promise<SecondInput> {
	const { name, since, clock, data } = options;
	const all = inputItems(context, 1).flatMap(({ json }) => readBaselineItem(json) ?? []);
	if (all.length === 0) {
		const { rows, items, errors, remarks } = await readInput(context, 1, data);
		return {
			previous: items.length === 0 ? undefined : rows,
			comparedWith: { source: 'secondInput' },
			errors,
			remarks,
		};
	}
	const baselines = ofName(context, all, name).sort((a, b) => timeOf(b) - timeOf(a));
	const [newest] = baselines;
	const comparedWith: ComparedWith = { source: 'secondInput', since };
	const nothingElse = { errors: [], remarks: [] };
	if (newest === undefined) return { previous: undefined, comparedWith, ...nothingElse };
	const previous = decodeItem(context, newest.token);
	const chosen = choose(baselines, since, clock) ?? newest;
	const reference =
		chosen === newest
			? previous
			: withLaterGroups(context, decodeItem(context, chosen.token), previous, {
					baselines,
					chosen,
					columns: data.columns,
				});
	const remarks = isTooYoung(chosen, since, clock)
		? [
				'The second input has no baseline from before the week or quarter began, so the oldest one is compared with. Pass the history on, not only the newest baseline.',
			]
		: [];
	return {
		previous,
		...(since !== 'lastAlert' && since !== 'lastRun' && { reference }),
		comparedWith: {
			...comparedWith,
			...(chosen.baseline !== '' && { baseline: chosen.baseline }),
			takenAt: chosen.takenAt,
		},
		errors: [],
		remarks,
	};
}

/**
 * Adds the periods, and the fields and types of periods, that came after the reference was taken, each as the first
 * baseline had it that knew it: otherwise a new quarter would never be compared with its start.
 *
 * @param history.baselines the newest first
 */
function withLaterGroups(
	context: IExecuteFunctions,
	reference: Snapshot,
	newest: Snapshot,
	history: { baselines: readonly BaselineItem[]; chosen: BaselineItem; columns: ColumnNames },
): Snapshot {
	const { baselines, chosen, columns } = history;
	const groupOf = groupReader(reference.keyColumns, columns);
	const wanted = groupsOf(newest, groupOf);
	let grown = reference;
	const later = baselines.slice(0, baselines.indexOf(chosen)).reverse();
	for (const item of later) {
		const known = groupsOf(grown, groupOf);
		if ([...wanted].every((group) => known.has(group))) break;
		const snapshot = decodeItem(context, item.token);
		if (!sameColumns(snapshot, reference)) continue;
		grown = withNewGroups(grown, snapshot, groupsOf(snapshot, groupOf), groupOf);
	}
	return grown;
}

function sameColumns(a: Snapshot, b: Snapshot): boolean {
	return a.keyColumns.join('\n') === b.keyColumns.join('\n');
}

function isTooYoung(chosen: BaselineItem, since: Since, clock: Clock): boolean {
	return (
		(since === 'startOfWeek' || since === 'startOfQuarter') &&
		timeOf(chosen) >= clock[since].toMillis()
	);
}

function ofName(
	context: IExecuteFunctions,
	all: readonly BaselineItem[],
	name: string,
): BaselineItem[] {
	if (name !== '') return all.filter(({ baseline }) => baseline === name);
	const names = [...new Set(all.map(({ baseline }) => baseline))];
	if (names.length === 1) return [...all];
	throw new NodeOperationError(
		context.getNode(),
		`The second input has baselines of several names: ${names.map((each) => each || '(none)').join(', ')}`,
		{ description: "Choose one with 'Baseline Name', or pass only one on." },
	);
}

/** @param baselines the newest first */
function choose(
	baselines: readonly BaselineItem[],
	since: Since,
	clock: Clock,
): BaselineItem | undefined {
	const oldest = baselines[baselines.length - 1];
	switch (since) {
		case 'lastAlert':
		case 'lastRun':
			return baselines[0];
		case 'namedBaseline':
			return oldest;
		case 'startOfWeek':
		case 'startOfQuarter': {
			const start = clock[since].toMillis();
			return baselines.find((baseline) => timeOf(baseline) < start) ?? oldest;
		}
	}
}

/** A time that cannot be read is older than any other. */
function timeOf({ takenAt }: { takenAt: string }): number {
	const time = Date.parse(takenAt);
	return Number.isNaN(time) ? 0 : time;
}
