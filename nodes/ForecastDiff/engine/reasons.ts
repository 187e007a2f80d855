import { difference } from './amounts';
import type { Difference } from './compare';
import { ancestors, type Hierarchy, type Team } from './hierarchy';
import type { Holding } from './holding';
import { effectsOf } from './teams';
import type { ChangeReason, Field, Owner } from './types';
import { eachWeek, type WeekCell } from './weekCell';

/** Value types that the CRM fills, not a person. */
const CRM_TYPES: ReadonlySet<string | null> = new Set(['crm_total', 'crm_closed']);

const OWN_CALL: ReadonlySet<string | null> = new Set(['forecast', null]);

/** What a reason may be derived from besides the change itself. */
export interface Evidence {
	hierarchy: Hierarchy;
	/** Names under which managers appear in `updatedBy`, in lower case. */
	managerNames: ReadonlySet<string>;
	/** Owner and period of CRM amounts that have moved, with the differences. */
	crmMoves: ReadonlyMap<string, readonly number[]>;
	/** Team, period and field of overrides that have moved. */
	adjusted: ReadonlySet<string>;
	/** The largest change of a rep per team, period, field and direction, with its effect on the team. */
	largest: ReadonlyMap<string, Part>;
}

interface Part {
	change: Difference;
	delta: number;
}

/** Collects, in one pass over all differences, what reasons are derived from. */
export function gatherEvidence(
	differences: readonly Difference[],
	hierarchy: Hierarchy,
	owners: readonly Owner[],
): Evidence {
	const crmMoves = new Map<string, number[]>();
	const adjusted = new Set<string>();
	const largest = new Map<string, Part>();
	for (const change of differences) {
		const entry = change.current ?? change.previous;
		if (entry === undefined || change.onlyResolves === true) continue;
		const { owner, field, timePeriod } = entry;
		if (CRM_TYPES.has(field.type) && change.delta !== null) {
			const name = ownerName(owner, timePeriod);
			crmMoves.set(name, [...(crmMoves.get(name) ?? []), change.delta]);
		}
		if (change.level !== 'rep' || !hierarchy.hasTeams) continue;
		if (field.type === 'adjustment') {
			const team = hierarchy.teamOf(owner);
			for (const above of [team, ...ancestors(team)]) {
				adjusted.add(teamName(above, timePeriod, { ...field, type: 'forecast' }));
			}
		} else if (OWN_CALL.has(field.type)) {
			for (const [team, delta] of effectOnTeams(change, hierarchy)) {
				const part = { change, delta };
				const name = partName(team, delta);
				if (isLarger(part, largest.get(name))) largest.set(name, part);
			}
		}
	}
	const managerNames = new Set<string>();
	for (const owner of owners) {
		if (hierarchy.levelOf(owner) === 'manager') {
			for (const name of namesOf(owner)) managerNames.add(name);
		}
	}
	return { hierarchy, managerNames, crmMoves, adjusted, largest };
}

/** What a change adds to each team's total; a change of currency adds nothing that could be told. */
function effectOnTeams(change: Difference, hierarchy: Hierarchy): Map<string, number> {
	const effects = new Map<string, number>();
	if (change.delta === null) return effects;
	const [from, to] = effectsOf(change, hierarchy);
	const add = (side: Holding | undefined, times: 1 | -1) => {
		if (side === undefined || typeof side.value !== 'number') return;
		const team = hierarchy.teamOf(side.owner);
		for (const above of [team, ...ancestors(team)]) {
			const name = teamName(above, side.timePeriod, side.field);
			effects.set(name, difference(-(effects.get(name) ?? 0), side.value * times));
		}
	};
	add(from, -1);
	add(to, 1);
	return effects;
}

/**
 * Why a call has changed: the first reason that applies, in the order of `ChangeReason`.
 *
 * Who changed a call is known from `isUpdated` and `updatedBy` (value type `forecast_updated` of the export) and from
 * the overrides and CRM amounts that moved with it. A manager's total has the reason of its largest part.
 */
export function reasonOf(change: Difference, evidence: Evidence): ChangeReason {
	const { kind, moves } = change;
	const entry = change.current ?? change.previous;
	if (moves.includes('owner') || moves.includes('team')) return 'ownership_moved';
	if (moves.includes('period')) return 'period_rolled_over';
	if (kind === 'currency_changed') return 'currency_changed';
	if (entry === undefined) return 'unknown';
	const { field, owner, timePeriod } = entry;
	if (kind !== 'added' && kind !== 'removed') {
		if (OWN_CALL.has(field.type)) {
			const actor = actorOf(change, owner, field, timePeriod, evidence);
			if (actor !== undefined) return actor;
		}
		if (field.type === 'adjustment') return 'manager_adjusted';
		if (CRM_TYPES.has(field.type)) return 'crm_rollup_moved';
		if (field.type === 'quota') return 'quota_changed';
		return 'unknown';
	}
	return kind;
}

function actorOf(
	change: Difference,
	owner: Owner,
	field: Field,
	timePeriod: string,
	evidence: Evidence,
): ChangeReason | undefined {
	if (change.level === 'manager') {
		const team = evidence.hierarchy.ledBy(owner);
		const name = team === undefined ? undefined : teamName(team, timePeriod, field);
		// A part that went the other way does not explain the move.
		const part =
			name === undefined ? undefined : evidence.largest.get(partName(name, change.delta));
		if (part !== undefined) return reasonOf(part.change, evidence);
		const overridden = name !== undefined && evidence.adjusted.has(name);
		return overridden || updateOf(change)?.isUpdated === true ? 'manager_adjusted' : undefined;
	}
	const update = updateOf(change);
	if (update?.isUpdated === true) {
		const by = update.updatedBy?.toLowerCase();
		const isManager =
			by !== undefined && evidence.managerNames.has(by) && !namesOf(owner).includes(by);
		return isManager ? 'manager_adjusted' : 'rep_changed_call';
	}
	const { delta } = change;
	if (update?.isUpdated !== false || delta === null) return undefined;
	const crm = evidence.crmMoves.get(ownerName(owner, timePeriod)) ?? [];
	const withCrm = crm.some((move) => Math.sign(move) === Math.sign(delta));
	return withCrm ? 'crm_rollup_moved' : undefined;
}

/** Whether the call was updated in the week of the baseline or later; `undefined` when the export does not tell. */
function updateOf({ call, previous }: Difference): WeekCell | undefined {
	if (call === undefined) return undefined;
	let found: WeekCell | undefined;
	const since = previous?.week ?? '';
	eachWeek(call, (cell) => {
		if (cell.isUpdated === undefined || (cell.week ?? '') < since) return;
		const isBetter =
			found === undefined ||
			(cell.isUpdated && found.isUpdated !== true) ||
			(cell.isUpdated === found.isUpdated && (cell.week ?? '') > (found.week ?? ''));
		if (isBetter) found = cell;
	});
	return found;
}

function isLarger({ change, delta }: Part, other: Part | undefined): boolean {
	const size = Math.abs(delta);
	const otherSize = other === undefined ? 0 : Math.abs(other.delta);
	if (size !== otherSize) return size > otherSize;
	return size > 0 && other !== undefined && change.key < other.change.key;
}

function partName(team: string, delta: number | null): string {
	return `${team}\n${Math.sign(delta ?? 0)}`;
}

/** Ids, address and name; of an id such as `4101:role`, also the part of the person. */
function namesOf({ ownerId, ownerEmail, ownerName: name }: Owner): string[] {
	const person = ownerId?.split(':')[0];
	return [ownerId, person, ownerEmail, name].flatMap((text) => (text ? [text.toLowerCase()] : []));
}

function ownerName({ ownerId, ownerEmail }: Owner, timePeriod: string): string {
	return `${ownerId ?? ownerEmail ?? ''}\n${timePeriod}`;
}

function teamName({ index }: Team, timePeriod: string, { fieldId, type }: Field): string {
	return `${index}\n${timePeriod}\n${fieldId ?? ''}\n${type ?? 'forecast'}`;
}
