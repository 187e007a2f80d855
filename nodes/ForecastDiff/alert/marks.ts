import type { SummaryCounts } from '../engine/summary';
import type { HeldChange } from '../engine/types';
import { daysBetween } from './dates';
import type { Format } from './format';
import { callOf, ownerOf } from './labels';
import { joined, phrase, type Phrase } from './phrase';

/** Names in one line; the rest is counted. */
const MAX_NAMES = 5;

/** What else the reader should know about the changes as a whole: digest, resolved, kept back, anomalies. */
export function marksOf(counts: SummaryCounts, format: Format): Phrase[] {
	const { anomalies, resolved, escalated, heldBefore, heldBack } = counts.inAlert;
	const marks: Phrase[] = [];
	if (heldBefore > 0) marks.push(digestOf(counts, format));
	if (anomalies > 0) {
		marks.push([`${format.whole(anomalies)} to review`]);
	}
	if (escalated > 0) marks.push([`${format.whole(escalated)} escalated since an earlier alert`]);
	if (resolved > 0) marks.push([`${format.whole(resolved)} resolved since an earlier alert`]);
	if (heldBack > 0) marks.push([`${format.whole(heldBack)} kept back for a later alert`]);
	if (counts.cameBack.length > 0) {
		const calls = counts.cameBack.map(
			({ labels }) =>
				() =>
					callOf(labels),
		);
		marks.push(phrase`Back where they were: ${named(calls, calls.length, format)}`);
	}
	if (counts.lateChanges.length > 0) {
		const moves = counts.lateChanges.map((change) => () => lateChange(change, format));
		marks.push(phrase`Before their period closed: ${named(moves, moves.length, format)}`);
	}
	return marks;
}

/** `Ann · Commit · 2026_Q1 $100 -> $500` */
function lateChange({ labels, previous, current, currency }: HeldChange, format: Format): Phrase {
	const [from, to] = format.amounts([previous, current], [currency, currency]);
	return phrase`${callOf(labels)} ${from} -> ${to}`;
}

/** `7 of 24 reps have not submitted: Ann, Bob, Cid, Dee, Eve and 2 more`; `null` when all have, or nobody knows. */
export function missingOf(
	{ didNotSubmit, submissions }: SummaryCounts,
	format: Format,
): Phrase | null {
	// One rep may miss several periods.
	const people = new Map(
		didNotSubmit.map((rep) => [rep.ownerId ?? rep.ownerEmail ?? rep.ownerName, rep]),
	);
	const missing = submissions?.missing ?? people.size;
	if (missing === 0) return null;
	const of = submissions === null ? '' : ` of ${format.whole(submissions.reps)}`;
	const single = missing === 1 && (submissions === null || submissions.reps === 1);
	const who = `${format.whole(missing)}${of} ${single ? 'rep has' : 'reps have'} not submitted`;
	const names = [...people.values()].map((rep) => () => [ownerOf(rep)]);
	return names.length === 0 ? [who] : phrase`${who}: ${named(names, missing, format)}`;
}

/** @param names made only where they are shown */
function named(names: ReadonlyArray<() => Phrase>, total: number, format: Format): Phrase {
	const shown = names.slice(0, MAX_NAMES).map((name) => name());
	const more = total - shown.length;
	return phrase`${joined(shown, ', ')}${more > 0 ? ` and ${format.whole(more)} more` : ''}`;
}

/** Of the changes that waited only: others may have come since. */
function digestOf({ inAlert, top, detectedAt }: SummaryCounts, format: Format): Phrase {
	let first: string | undefined;
	let age = -1;
	for (const { heldSince } of top) {
		const days = heldSince === undefined ? null : daysBetween(heldSince, detectedAt);
		if (days === null || days <= age) continue;
		first = heldSince;
		age = days;
	}
	const { heldBefore } = inAlert;
	const what = `${format.whole(heldBefore)} ${heldBefore === 1 ? 'change' : 'changes'} kept back`;
	return [
		first === undefined
			? `Digest: ${what}`
			: `Digest: ${what} since ${format.timeBefore(first, detectedAt)}`,
	];
}
