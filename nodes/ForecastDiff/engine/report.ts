import { writeAlert, type Alert } from '../alert';
import { byImportance, toChange } from './changes';
import type { Baseline, Comparison, Difference } from './compare';
import { countRepeatedRows } from './dataQuality';
import { decide, type DecidedChange } from './decide';
import type { ExportIndex } from './exportIndex';
import { mixedCurrencies } from './gate';
import type { Hierarchy } from './hierarchy';
import { cameBack, lateChanges, nextSnapshot, type Past } from './nextBaseline';
import type { Settings } from './options';
import { gatherEvidence, reasonOf } from './reasons';
import { findMissingSubmissions } from './submissions';
import { countChanges, type AlertCounts, type Reconciliation, type SummaryCounts } from './summary';
import { TeamMoves } from './teams';
import type { Change, DataQualityItem, Owner, Snapshot } from './types';

/** Part of a manager's change that may be left unexplained by the team for the alert to show the team only. */
const EXPLAINED_SHARE = 0.1;

/** The figures and the alert in every form. */
export interface Summary extends SummaryCounts, Alert {}

export interface ForecastDiff {
	/** Changes that reach the thresholds and were not kept back, the most important first. */
	changes: Change[];
	summary: Summary;
	dataQuality: DataQualityItem[];
	/** True when the current export or the rows to compare with cannot be trusted: nothing was compared. */
	blocked: boolean;
	/**
	 * What the next run should be compared with; made when it is asked for. `null` when the baseline must not move: the
	 * current export cannot be trusted, or the weeks of one export were compared.
	 */
	readonly nextBaseline: Snapshot | null;
	/** Groups of calls (see `groupReader`) that the baseline did not have at all, those of new periods included. */
	newGroups: readonly string[];
}

/** What was compared with what. */
export interface Compared {
	comparison: Comparison;
	baseline: Baseline;
	hierarchy: Hierarchy;
	owners: readonly Owner[];
	last: Snapshot | undefined;
}

/** Says why nothing was compared. */
export function reportNothing(
	index: ExportIndex,
	dataQuality: DataQualityItem[],
	settings: Settings,
	blocked: boolean,
	next: () => Snapshot | null,
): ForecastDiff {
	const counts = countsOf([], undefined, index, settings, { blocked });
	return assemble([], counts, dataQuality, settings, { next, newGroups: [] });
}

/** Puts together what a comparison found. */
export function report(
	index: ExportIndex,
	{ comparison, baseline, hierarchy, owners, last }: Compared,
	dataQuality: DataQualityItem[],
	settings: Settings,
	options: { keepsBaseline: boolean; preview: boolean },
): ForecastDiff {
	const { differences, flows } = comparison;
	const decided = differences.map((difference) => decide(difference, last, settings));
	let decisions: ReadonlyMap<string, DecidedChange> | undefined;
	const past: Past = {
		current: index,
		baseline,
		last,
		decisions: () => (decisions ??= byKey(decided)),
		settings,
	};
	const teams = new TeamMoves(flows, hierarchy, differences);
	const evidence = gatherEvidence(differences, hierarchy, owners);
	const changes: Change[] = [];
	for (const decision of decided) {
		if (decision.decision !== 'report') continue;
		const { difference } = decision;
		const change = toChange(decision, {
			reason: reasonOf(difference, evidence),
			comparedWith: comparedWithOf(difference, settings),
			detectedAt: settings.detectedAt,
			behind: teams.behind(difference),
		});
		if (change === undefined) continue;
		if (isExplainedByTeam(change)) change.leftToTeam = true;
		changes.push(change);
	}
	changes.sort(byImportance);
	const waterfall = flows.waterfalls();
	const count = (decision: DecidedChange['decision']) =>
		decided.filter((change) => change.decision === decision).length;
	const heldBack = decided.filter(({ decision }) => decision === 'hold');
	const heldForAlert = heldBack.filter(
		({ difference }) => !isExplainedByTeam({ ...difference, ...teams.behind(difference) }),
	);
	const counts = countsOf(changes, comparison, index, settings, {
		belowThreshold: count('below_threshold'),
		alreadyReported: count('already_reported'),
		heldBack: heldBack.length,
		inAlert: alertCounts(changes, heldForAlert.length),
		digest: changes.some(({ heldSince }) => heldSince !== undefined),
		cameBack: cameBack(past),
		lateChanges: lateChanges(past),
		waterfall,
		categories: flows.categories(),
		...teams.list(comparison.managerCalls),
		...findMissingSubmissions(index, hierarchy),
		comparedWith: settings.comparedWith,
		preview: options.preview,
	});
	const found = [...dataQuality, ...mixedCurrencies(flows.company())];
	return assemble(changes, counts, found, settings, {
		next: () => (options.keepsBaseline ? null : nextSnapshot(past)),
		newGroups: newGroupsOf(index, baseline),
	});
}

function assemble(
	changes: Change[],
	counts: SummaryCounts,
	dataQuality: DataQualityItem[],
	settings: Settings,
	{ next, newGroups }: Pick<ForecastDiff, 'newGroups'> & { next: () => Snapshot | null },
): ForecastDiff {
	const summary = { ...writeAlert(counts, dataQuality, settings.alert), ...counts };
	let made: { snapshot: Snapshot | null } | undefined;
	return {
		changes,
		summary,
		dataQuality,
		blocked: counts.blocked,
		// A snapshot of a million calls is worth making only when somebody stores it.
		get nextBaseline() {
			made ??= { snapshot: next() };
			return made.snapshot;
		},
		newGroups,
	};
}

function countsOf(
	changes: Change[],
	comparison: Comparison | undefined,
	index: ExportIndex,
	settings: Settings,
	more: Partial<SummaryCounts>,
): SummaryCounts {
	const forAlert = changes.filter(isForAlert);
	return {
		...countChanges(changes),
		belowThreshold: 0,
		alreadyReported: 0,
		heldBack: 0,
		digest: false,
		cameBack: [],
		lateChanges: [],
		unchanged: comparison?.unchanged ?? 0,
		compared: comparison?.compared ?? 0,
		notComparable: comparison?.notComparable ?? 0,
		leftOut: comparison?.leftOut ?? 0,
		addedWithoutValue: comparison?.addedWithoutValue ?? 0,
		removedWithoutValue: comparison?.removedWithoutValue ?? 0,
		newPeriods: comparison?.newPeriods ?? [],
		gonePeriods: comparison?.gonePeriods ?? [],
		waterfall: [],
		teams: [],
		moreTeams: 0,
		categories: [],
		didNotSubmit: [],
		submissions: null,
		blocked: false,
		comparedWith: null,
		preview: false,
		inAlert: alertCounts(changes, 0),
		...more,
		reconciliation: reconcile(index, settings),
		detectedAt: settings.detectedAt,
		leftToTeams: changes.length - forAlert.length,
		top: forAlert.slice(0, settings.topChanges),
	};
}

function alertCounts(changes: readonly Change[], heldBack: number): AlertCounts {
	const forAlert = changes.filter(isForAlert);
	const { changes: all, up, down, currencyChanged, anomalies, resolved } = countChanges(forAlert);
	return {
		changes: all,
		up,
		down,
		currencyChanged,
		anomalies,
		resolved,
		escalated: forAlert.filter(({ escalates }) => escalates !== undefined).length,
		heldBefore: forAlert.filter(({ heldSince }) => heldSince !== undefined).length,
		heldBack,
	};
}

function newGroupsOf({ calls, groupOf }: ExportIndex, { lacks, periods }: Baseline): string[] {
	const groups = calls.places
		.all()
		.filter((place) => lacks(place) || !periods.has(place.timePeriod))
		.flatMap(({ numbers }) => {
			const [number] = numbers.values();
			return number === undefined ? [] : groupOf(calls.key(number));
		});
	return [...new Set(groups)].sort();
}

function reconcile(index: ExportIndex, settings: Settings): Reconciliation {
	return {
		rows: index.rows,
		expected: settings.expectedRows,
		calls: index.calls.size,
		repeatedRows: countRepeatedRows(index),
		unusableRows: index.unusable.length,
	};
}

/** A manager's change that the team explains stands with the team; the alert would say it twice. */
function isExplainedByTeam({
	level,
	delta,
	unexplained,
	explainedBy,
}: Pick<Change, 'level' | 'delta' | 'unexplained' | 'explainedBy'>): boolean {
	if (level === 'rep' || delta === null) return false;
	// The team moved in another currency: its own rows tell what happened.
	if (unexplained === null) return true;
	if (unexplained === undefined || !explainedBy?.length) return false;
	return Math.abs(unexplained) <= EXPLAINED_SHARE * Math.abs(delta);
}

function isForAlert({ leftToTeam }: Change): boolean {
	return leftToTeam !== true;
}

function comparedWithOf({ current, previous }: Difference, settings: Settings) {
	const period = (current ?? previous)?.timePeriod;
	const own = period === undefined ? undefined : settings.comparedWithOf?.(period);
	return own ?? settings.comparedWith;
}

/** A move stands under both its keys. */
function byKey(decided: readonly DecidedChange[]): Map<string, DecidedChange> {
	const decisions = new Map<string, DecidedChange>();
	for (const change of decided) {
		const { key, previousKey } = change.difference;
		decisions.set(key, change);
		if (previousKey !== undefined) decisions.set(previousKey, change);
	}
	return decisions;
}
