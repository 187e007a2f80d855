import { difference, largerAmount, percentOf, sameAmount } from './amounts';
import { rateChange } from './anomaly';
import { isOtherField, isOtherOwner, type Difference, type Move } from './compare';
import type { Settings } from './options';
import { reaches, thresholdsFor, type ThresholdPair } from './thresholds';
import type {
	Anomaly,
	ChangeSeverity,
	HeldChange,
	LastAlert,
	Snapshot,
	SnapshotEntry,
} from './types';
import { eachWeek, isUnclear } from './weekCell';

const HOUR_MS = 60 * 60 * 1000;

/** How much larger than the reported one a move must be to break a cool-down; the other way, it always does. */
const ESCALATION_FACTOR = 2;

/** What becomes of a difference. */
export type Decision = 'report' | 'below_threshold' | 'already_reported' | 'hold';

export interface DecidedChange {
	difference: Difference;
	decision: Decision;
	severity: ChangeSeverity;
	anomaly: Anomaly;
	resolves?: { alertedAt: string };
	escalates?: { alertedAt: string };
	heldSince?: string;
	why?: HeldChange['why'];
}

/**
 * Decides which differences are told now.
 *
 * 1. Below the threshold: not now; against the last alert, such moves add up.
 * 2. Told already, when an older state is compared with: not again, unless it has moved on by as much as the threshold.
 * 3. Within the cool-down of the last alert about the same call: kept back, unless the move is taken back (resolved) or
 *    has escalated (from medium to high, to twice the move, or the other way).
 * 4. In quiet hours: kept back.
 *
 * What is kept back stays a difference for the next run, because its baseline does not move.
 *
 * @param last what the last run knew and told; for a comparison with rows, nothing
 */
export function decide(
	difference: Difference,
	last: Snapshot | undefined,
	settings: Settings,
): DecidedChange {
	const { thresholds, reference } = settings;
	const { key, previousKey, level, changePct, delta } = difference;
	const entry = difference.current ?? difference.previous;
	const limits = entry === undefined ? thresholds : thresholdsFor(entry.field, level, thresholds);
	const known = last?.entries.get(key) ?? last?.entries.get(previousKey ?? key);
	const anomaly = rateChange(
		{ changePct, movesTotal: delta !== null && delta !== 0 },
		historyOf(difference, known),
		difference.current?.value ?? null,
		{ swing: settings.swingPercent, score: settings.anomalyScore },
	);
	const severity = anomaly.state === 'anomaly' ? 'high' : 'medium';
	const decided: DecidedChange = { difference, decision: 'report', severity, anomaly };
	if (!isSignificant(difference, limits, thresholds.mode)) {
		decided.decision = 'below_threshold';
		return decided;
	}
	const alert = known?.alert;
	if (reference !== undefined && isTold(difference, known, last, limits, settings)) {
		return { ...decided, decision: 'already_reported' };
	}
	const held = last?.held?.get(key) ?? last?.held?.get(previousKey ?? key);
	if (held !== undefined) decided.heldSince = held.at;
	const now = difference.current?.value ?? null;
	if (alert !== undefined && takesBack(difference, alert, limits, thresholds.mode)) {
		decided.resolves = { alertedAt: alert.at };
	} else if (alert !== undefined && isWithin(alert, settings)) {
		if (!hasEscalated(alert, now, severity))
			return { ...decided, decision: 'hold', why: 'coolDown' };
		decided.escalates = { alertedAt: alert.at };
	}
	return settings.quiet ? { ...decided, decision: 'hold', why: 'quietHours' } : decided;
}

/** Whether the amount is back where it was before the alert. Another owner, field or currency takes nothing back. */
function takesBack(
	{ kind, moves, current }: Difference,
	{ from }: LastAlert,
	limits: ThresholdPair,
	mode: 'both' | 'either',
): boolean {
	if (moves.length > 0 || kind === 'currency_changed') return false;
	return !moved(from, current?.value ?? null, limits, mode);
}

/** Whether two amounts differ by as much as the threshold. */
export function moved(
	from: number | null,
	to: number | null,
	limits: ThresholdPair,
	mode: 'both' | 'either',
): boolean {
	if (from === null || to === null) {
		return (
			from !== to && reaches({ delta: (to ?? 0) - (from ?? 0), changePct: null }, limits, mode)
		);
	}
	if (sameAmount(from, to)) return false;
	const delta = difference(from, to);
	return reaches({ delta, changePct: from === 0 ? null : percentOf(delta, from) }, limits, mode);
}

/**
 * A move counts by what was moved, also when the amount is still the same. So does a change of currency: between two
 * currencies there is no difference, but an amount that is too small to be told is so in both.
 */
export function isSignificant(
	{ moves, delta, changePct, previous, current }: Difference,
	limits: ThresholdPair,
	mode: 'both' | 'either',
): boolean {
	if (moves.length === 0 && delta !== null) return reaches({ delta, changePct }, limits, mode);
	return largerAmount(previous?.value ?? null, current?.value ?? null) >= limits.money;
}

/** Whether an alert since the reference has told this already. */
function isTold(
	{ kind, current, moves }: Difference,
	known: SnapshotEntry | undefined,
	last: Snapshot | undefined,
	limits: ThresholdPair,
	{ reference, thresholds, baselineTakenAt }: Settings,
): boolean {
	if (last === undefined || last === reference) return false;
	// No amount any more, and there was none for the last run either: whatever took it has been told.
	const hasNone = (current?.value ?? null) === null;
	const toldBefore = known?.told === undefined ? known?.value : known.told.value;
	if (hasNone && (known === undefined || toldBefore === null)) return true;
	if (kind === 'removed') return false;
	const alert = known?.alert;
	if (alert === undefined || (baselineTakenAt !== null && alert.at < baselineTakenAt)) return false;
	// The last run knew the call, but elsewhere or in another currency: that is news.
	if (known !== undefined && current !== undefined) {
		if (!moves.every((move) => isAtSamePlace(move, known, current))) return false;
		if (kind === 'currency_changed' && known.currency !== current.currency) return false;
	}
	return !moved(alert.to, current?.value ?? null, limits, thresholds.mode);
}

function isAtSamePlace(move: Move, known: SnapshotEntry, now: SnapshotEntry): boolean {
	switch (move) {
		case 'owner':
			return !isOtherOwner(known.owner, now.owner);
		case 'team':
			return known.owner.parentRole === now.owner.parentRole;
		case 'field':
			return !isOtherField(known.field, now.field);
		case 'period':
			return known.timePeriod === now.timePeriod;
	}
}

function isWithin({ at }: LastAlert, { coolDownHours, detectedAt }: Settings): boolean {
	const age = Date.parse(detectedAt) - Date.parse(at);
	return age < coolDownHours * HOUR_MS;
}

function hasEscalated(alert: LastAlert, now: number | null, severity: ChangeSeverity): boolean {
	if (severity === 'high' && alert.severity === 'medium') return true;
	const reported = Math.abs((alert.to ?? 0) - (alert.from ?? 0));
	const move = Math.abs((now ?? 0) - (alert.from ?? 0));
	const turned =
		Math.sign((now ?? 0) - (alert.from ?? 0)) === -Math.sign((alert.to ?? 0) - (alert.from ?? 0));
	return move > 0 && (turned || move >= ESCALATION_FACTOR * reported);
}

/** The values before this one: those that the baseline remembers, else the earlier weeks of the same export. */
function historyOf(
	{ call, current, previous }: Pick<Difference, 'call' | 'current' | 'previous'>,
	known: SnapshotEntry | undefined,
): ReadonlyArray<number | null> {
	if (known?.value !== undefined) return [...(known.history ?? []), known.value];
	const weeks: Array<{ week: string; value: number | null }> = [];
	const newest = current?.week ?? null;
	if (call?.more !== undefined && newest !== null) {
		eachWeek(call, (cell) => {
			const { week, value } = cell;
			if (week === null || week >= newest || value === undefined || isUnclear(cell)) return;
			weeks.push({ week, value });
		});
	}
	if (weeks.length === 0) return previous?.value === undefined ? [] : [previous.value];
	return weeks.sort((a, b) => (a.week < b.week ? -1 : 1)).map(({ value }) => value);
}
