import type { Change, ChangeKind, Explanation } from '../engine/types';
import { plainCode } from './cleanText';
import { daysBetween } from './dates';
import type { Format } from './format';
import { fieldOf, ownerOf } from './labels';
import { datum, joined, phrase, type Datum, type Phrase } from './phrase';
import { toneOfChange, type Tone } from './tone';

/** One change, ready to be written. */
export interface ChangeRow {
	tone: Tone;
	owner: Datum;
	field: Phrase;
	period: Datum;
	/** With the currency. */
	previous: string;
	current: string;
	/** The percentage, or a word where it says nothing: `+20.0%`, `new`, `cleared`. */
	note: string;
	/** Why, and since when. */
	remarks: Phrase[];
	/** How unusual it is for this call, where that is known and much: `anomaly (score 5.2)`. */
	anomaly: string | null;
}

/** Kinds whose percentage says nothing, or that have none. */
const WORDS: Partial<Record<ChangeKind, string>> = {
	added: 'new',
	removed: 'removed',
	from_zero: 'from zero',
	set: 'set',
	cleared: 'cleared',
};

export function changeRow(change: Change, format: Format): ChangeRow {
	const [previous, current] = format.amounts(
		[change.previous, change.current],
		[change.previousCurrency ?? change.currency, change.currency],
	);
	return {
		tone: toneOfChange(change),
		owner: ownerOf(change),
		field: fieldOf(change),
		period: datum(change.timePeriod),
		previous,
		current,
		note: noteOf(change, format),
		remarks: remarksOf(change, format),
		anomaly: anomalyOf(change.anomaly, format),
	};
}

/** `Ann +$80,000, Bob -$20,000` */
export function explanations(
	explainedBy: readonly Explanation[],
	currency: string | null,
	format: Format,
): Phrase {
	return joined(
		explainedBy
			.slice(0, 3)
			.map((part) => phrase`${ownerOf(part)} ${format.signed(part.delta, currency)}`),
		', ',
	);
}

function noteOf({ kind, changePct, delta, ...change }: Change, format: Format): string {
	if (kind === 'currency_changed') {
		return `currency ${plainCode(change.previousCurrency ?? '')} -> ${plainCode(change.currency ?? '')}`;
	}
	const word = WORDS[kind];
	if (word !== undefined) return word;
	if (changePct === null || (kind === 'moved' && delta === 0)) return kind.replace(/_/g, ' ');
	return format.percent(changePct);
}

function remarksOf(change: Change, format: Format): Phrase[] {
	const { since, detectedAt, resolves, escalates, heldSince } = change;
	const remarks = [...reasonOf(change), ...teamOf(change, format)];
	const age = since === null ? null : daysBetween(since, detectedAt);
	if (since !== null && age !== null && age > 1) remarks.push(phrase`since ${format.date(since)}`);
	if (resolves !== undefined) {
		remarks.push(phrase`resolves the alert of ${format.dateTime(resolves.alertedAt)}`);
	}
	if (escalates !== undefined) {
		remarks.push(phrase`escalated since the alert of ${format.dateTime(escalates.alertedAt)}`);
	}
	if (heldSince !== undefined) {
		remarks.push(phrase`kept back since ${format.timeBefore(heldSince, detectedAt)}`);
	}
	return remarks;
}

/** A large swing needs no words: the percentage says it. */
function anomalyOf({ rules, score }: Change['anomaly'], format: Format): string | null {
	return rules.includes('score') && score !== null
		? `anomaly (score ${format.score(score)})`
		: null;
}

/** Why, in words. What only repeats the kind, and what is unknown, adds nothing. */
function reasonOf(change: Change): Phrase[] {
	const from = movedFromOf(change);
	switch (change.reason) {
		case 'ownership_moved':
			return [from ?? ['moved from another owner']];
		case 'period_rolled_over':
			return [
				change.movedFrom?.timePeriod === undefined
					? ['rolled over from another period']
					: phrase`rolled over from ${datum(change.movedFrom.timePeriod)}`,
			];
		case 'rep_changed_call':
			return [['rep changed the call']];
		case 'manager_adjusted':
			return [['manager adjusted']];
		case 'crm_rollup_moved':
			return [['CRM roll-up moved']];
		case 'quota_changed':
			return [['quota changed']];
		default:
			return from === undefined ? [] : [from];
	}
}

/** `moved from Bob`: the labels that are others now, the most telling one. */
function movedFromOf({ movedFrom }: Change): Phrase | undefined {
	if (movedFrom === undefined) return undefined;
	const { ownerName, ownerEmail, ownerId, fieldName, fieldId, timePeriod, role, parentRole } =
		movedFrom;
	const label = [
		ownerName,
		ownerEmail,
		ownerId,
		fieldName,
		fieldId,
		timePeriod,
		parentRole,
		role,
	].find((text) => typeof text === 'string' && text.trim() !== '');
	return typeof label === 'string' ? phrase`moved from ${datum(label)}` : undefined;
}

function teamOf({ level, explainedBy, unexplained, currency }: Change, format: Format): Phrase[] {
	if (level !== 'manager') return [];
	const remarks: Phrase[] = [];
	if (explainedBy !== undefined && explainedBy.length > 0) {
		remarks.push(phrase`explained by ${explanations(explainedBy, currency, format)}`);
	}
	if (typeof unexplained === 'number' && unexplained !== 0) {
		remarks.push([`not explained by the team: ${format.signed(unexplained, currency)}`]);
	}
	return remarks;
}
