import { difference, percentOf } from './amounts';
import { TAB_COLUMN, type ColumnNames } from './columns';
import {
	asTold,
	entryOf,
	isOtherField,
	isOtherOwner,
	sinceOf,
	type AmountOf,
	type Baseline,
	type Comparison,
	type Difference,
	type Move,
} from './compare';
import type { ExportIndex } from './exportIndex';
import type { Hierarchy } from './hierarchy';
import { sidesOf } from './holding';
import { splitKey } from './key';
import { newestCell } from './snapshot';
import { managerName } from './teams';
import type { SnapshotEntry } from './types';
import { isUnclear } from './weekCell';

/**
 * Finds, among what was added and removed, what has only moved: the same thing under another key. Two states belong
 * together when they agree in everything that cannot change by moving, and no third one does.
 *
 * - A team's own row under another manager is recognised by the role, where one person has it.
 * - A person who got another id (another role) is recognised by the e-mail address.
 * - A record (a key with a column of its own, such as a deal) is recognised by that column: under another owner, or in
 *   another period. Also in a period that only one side has, since a deal that slips into the new quarter is not gone.
 *
 * A call for a period is no record: nobody's call for the first quarter becomes the one for the second.
 */
export function pairMoves(
	comparison: Comparison,
	current: ExportIndex,
	baseline: Baseline,
	hierarchy: Hierarchy,
	columns: ColumnNames,
	amountOf: AmountOf,
): void {
	const { keyColumns } = current;
	const person = personSignature(keyColumns, columns);
	if (person !== undefined) pair(comparison, 'owner', person, hierarchy);
	const successor = successorSignature(keyColumns, columns, hierarchy);
	if (successor !== undefined) pair(comparison, 'owner', successor, hierarchy);
	const isRecord = keyColumns.some((column) => !labelColumns(columns).has(column));
	if (!isRecord) return;
	const owners = new Set([columns.ownerId, columns.ownerName, columns.ownerEmail]);
	if (keyColumns.some((column) => owners.has(column))) {
		pair(comparison, 'owner', (key) => partsWithout(key, keyColumns, owners), hierarchy);
	}
	if (!keyColumns.includes(columns.timePeriod)) return;
	const record = (key: string) => partsWithout(key, keyColumns, new Set([columns.timePeriod]));
	pair(comparison, 'period', record, hierarchy);
	pairWithOtherPeriods(comparison, current, baseline, record, amountOf);
}

type Signature = (key: string, entry: SnapshotEntry) => string | undefined;

/** The same person: the e-mail address in place of the owner's id. */
function personSignature(
	keyColumns: readonly string[],
	{ ownerId, ownerEmail }: ColumnNames,
): Signature | undefined {
	if (!keyColumns.includes(ownerId) || keyColumns.includes(ownerEmail)) return undefined;
	const ids = new Set([ownerId]);
	return (key, { owner }) =>
		owner.ownerEmail === null
			? undefined
			: `${owner.ownerEmail.toLowerCase()} ${partsWithout(key, keyColumns, ids)}`;
}

/** The same team: the role of its one manager in place of the owner. */
function successorSignature(
	keyColumns: readonly string[],
	{ ownerId, ownerName, ownerEmail }: ColumnNames,
	hierarchy: Hierarchy,
): Signature | undefined {
	const owners = new Set([ownerId, ownerName, ownerEmail]);
	if (!hierarchy.hasTeams || !keyColumns.some((column) => owners.has(column))) return undefined;
	return (key, { owner }) => {
		const team = hierarchy.ledBy(owner);
		if (team?.manager === undefined) return undefined;
		return `${team.index} ${partsWithout(key, keyColumns, owners)}`;
	};
}

/** Columns that describe a call, and do not name a record of its own. A forecast tab is none either. */
function labelColumns(columns: ColumnNames): ReadonlySet<string> {
	return new Set([...Object.values(columns), TAB_COLUMN, 'jobId', 'dataAsOf']);
}

function partsWithout(
	key: string,
	keyColumns: readonly string[],
	leaveOut: ReadonlySet<string>,
): string {
	const parts = splitKey(key).filter((_, position) => !leaveOut.has(keyColumns[position] ?? ''));
	return JSON.stringify(parts);
}

function pair(
	comparison: Comparison,
	move: Move,
	signature: Signature,
	hierarchy: Hierarchy,
): void {
	const { added, removed } = oneSidedChanges(comparison, signature);
	const paired = new Set<Difference>();
	for (const [name, gone] of removed.entries()) {
		const arrived = added.get(name);
		if (arrived?.current === undefined || gone.previous === undefined) continue;
		// Who has become a manager now has a total: that is not the call of before.
		if (arrived.level !== gone.level) continue;
		paired.add(gone);
		comparison.differences.push(
			movedTo(comparison, arrived, gone.previous, gone.key, gone.since, move, gone.previous),
		);
		if (gone.level === 'rep') comparison.flows.removed(gone.previous, -1);
		else noteCall(comparison, gone.previous, arrived.current, hierarchy);
		paired.add(arrived);
		comparison.compared++;
	}
	if (paired.size === 0) return;
	comparison.differences = comparison.differences.filter((change) => !paired.has(change));
}

/** The call beside a team's sum, which came and went as two: in two currencies it stays so. */
function noteCall(
	{ flows, managerCalls }: Comparison,
	before: SnapshotEntry,
	now: SnapshotEntry,
	hierarchy: Hierarchy,
): void {
	const team = hierarchy.ledBy(now.owner);
	const [from, to] = sidesOf(before, now);
	if (team?.manager === undefined || from === undefined || to === undefined) return;
	const group = flows.groupOf(to);
	if (flows.groupOf(from) !== group) return;
	managerCalls.set(managerName(team, group), {
		previous: from.value ?? null,
		current: to.value ?? null,
	});
}

/** What was added and what was removed, by a name that only one of each has. */
function oneSidedChanges(
	{ differences }: Comparison,
	signature: Signature,
): { added: Unique<Difference>; removed: Unique<Difference> } {
	const added = new Unique<Difference>();
	const removed = new Unique<Difference>();
	for (const change of differences) {
		const entry = change.current ?? change.previous;
		if (entry === undefined || (change.kind !== 'added' && change.kind !== 'removed')) continue;
		(change.kind === 'added' ? added : removed).add(signature(change.key, entry), change);
	}
	return { added, removed };
}

/** Records that came from a period (or a field of it) which is gone, or went to one that is new. */
function pairWithOtherPeriods(
	comparison: Comparison,
	current: ExportIndex,
	baseline: Baseline,
	record: (key: string) => string,
	amountOf: AmountOf,
): void {
	const { gonePeriods, newPeriods, goneGroups, newGroups } = comparison;
	const hasGone = gonePeriods.length > 0 || goneGroups.size > 0;
	const hasNew = newPeriods.length > 0 || newGroups.size > 0;
	if (!hasGone && !hasNew) return;
	const { calls } = current;
	const origins = new Unique<{ key: string; entry: SnapshotEntry }>();
	const targets = new Unique<{ key: string; entry: SnapshotEntry }>();
	const { added, removed } = oneSidedChanges(comparison, record);
	if (hasGone) {
		for (const [key, rest] of baseline.rest()) {
			const entry = calls.hasGroup(key, rest.timePeriod) ? undefined : entryOf(rest);
			if (entry !== undefined) origins.add(record(key), { key, entry });
		}
	}
	const fresh = new Set(newPeriods);
	for (let number = 0; hasNew && number < calls.size; number++) {
		const place = calls.placeOf(number);
		if (!fresh.has(place.timePeriod) && !baseline.lacks(place)) continue;
		const key = calls.key(number);
		const entry = newestCell(calls.cell(number));
		if (entry !== undefined && !isUnclear(entry)) targets.add(record(key), { key, entry });
	}
	comparison.differences = comparison.differences.map((change) => {
		const name = record(change.key);
		if (added.get(name) === change && change.current !== undefined) {
			const origin = origins.get(name);
			if (origin === undefined || typeof origin.entry.value !== 'number') return change;
			const isTold = amountOf(origin.key) === 'told';
			const entry = isTold ? asTold(origin.entry) : origin.entry;
			comparison.compared++;
			const since = sinceOf(entry, isTold, baseline);
			// A total that is not compared has nothing to lose.
			return movedTo(comparison, change, entry, origin.key, since, 'period', undefined);
		}
		if (removed.get(name) === change && change.previous !== undefined) {
			const target = targets.get(name);
			if (target === undefined || typeof target.entry.value !== 'number') return change;
			comparison.compared++;
			if (change.level === 'rep') {
				comparison.flows.removed(change.previous, -1);
				comparison.flows.moved(change.previous, undefined);
			}
			return {
				...change,
				...amountsOf(change.previous, target.entry),
				key: target.key,
				previousKey: change.key,
				current: target.entry,
				moves: movesOf('period', change.previous, target.entry),
			};
		}
		return change;
	});
}

function movedTo(
	{ flows }: Comparison,
	arrived: Difference,
	previous: SnapshotEntry,
	previousKey: string,
	since: string | null,
	move: Move,
	/** What the totals lose. */
	loss: SnapshotEntry | undefined,
): Difference {
	const { current } = arrived;
	if (current !== undefined && arrived.level === 'rep') {
		flows.added(current, -1);
		flows.moved(loss, current);
	}
	return {
		...arrived,
		...amountsOf(previous, current),
		previous,
		previousKey,
		since,
		moves: current === undefined ? [move] : movesOf(move, previous, current),
	};
}

/** A record may have changed hands and category as well, when it went to another period. */
function movesOf(move: Move, previous: SnapshotEntry, current: SnapshotEntry): Move[] {
	const moves = new Set<Move>([move]);
	if (move !== 'owner' && isOtherOwner(previous.owner, current.owner)) moves.add('owner');
	if (isOtherField(previous.field, current.field)) moves.add('field');
	return [...moves];
}

function amountsOf(
	previous: SnapshotEntry,
	current: SnapshotEntry | undefined,
): Pick<Difference, 'kind' | 'delta' | 'changePct'> {
	const before = previous.value ?? 0;
	const after = current?.value ?? 0;
	const sameCurrency =
		previous.currency === null ||
		current?.currency === null ||
		previous.currency === current?.currency;
	if (!sameCurrency) return { kind: 'currency_changed', delta: null, changePct: null };
	const delta = difference(before, after);
	const changePct = before === 0 || delta === 0 ? null : percentOf(delta, before);
	return { kind: 'moved', delta, changePct };
}

/** Things by name; a name that two things have stands for none. */
class Unique<T> {
	private readonly things = new Map<string, T | undefined>();

	add(name: string | undefined, thing: T): void {
		if (name !== undefined) this.things.set(name, this.things.has(name) ? undefined : thing);
	}

	get(name: string): T | undefined {
		return this.things.get(name);
	}

	*entries(): Iterable<[string, T]> {
		for (const [name, thing] of this.things) if (thing !== undefined) yield [name, thing];
	}
}
