import type { CallLabels, Field } from '../engine/types';
import { datum, phrase, type Datum, type Phrase } from './phrase';

/** Value types that need no mention: the field's name says it all. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(['forecast', 'quota']);

/** The owner's name; without one the e-mail, and without that the id. */
export function ownerOf(owner: {
	ownerName: string | null;
	ownerId: string | null;
	ownerEmail?: string | null;
}): Datum {
	return datum(firstText(owner.ownerName, owner.ownerEmail, owner.ownerId) ?? 'unknown owner');
}

/** `Commit`, `Commit (adjustment)`, or the field's id. */
export function fieldOf({ fieldName, fieldId, type }: Field): Phrase {
	const name = datum(firstText(fieldName, fieldId) ?? 'unknown field');
	return type === null || PLAIN_TYPES.has(type) ? [name] : phrase`${name} (${datum(type)})`;
}

/** `Ann · Commit · 2026_Q1` */
export function callOf(labels: CallLabels): Phrase {
	return phrase`${ownerOf(labels)} · ${fieldOf(labels)} · ${datum(labels.timePeriod)}`;
}

function firstText(...texts: Array<string | null | undefined>): string | undefined {
	// A name of invisible characters only would leave a gap.
	return texts.find((text): text is string => typeof text === 'string' && datum(text).data !== '');
}
