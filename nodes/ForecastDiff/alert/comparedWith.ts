import type { SummaryCounts } from '../engine/summary';
import type { ComparedWith } from '../engine/types';
import type { Format } from './format';
import { datum, phrase, type Phrase } from './phrase';

/** `120 calls compared with the start of the week (2026-01-05 08:00 UTC) · 3 below the threshold` */
export function basisOf(counts: SummaryCounts, format: Format): Phrase | null {
	const { compared, comparedWith, belowThreshold, alreadyReported } = counts;
	if (comparedWith === null) return null;
	if (counts.preview)
		return ['Invented changes, to show what an alert looks like. Nothing was stored.'];
	const calls = `${format.whole(compared)} ${compared === 1 ? 'call' : 'calls'}`;
	const below = belowThreshold > 0 ? ` · ${format.whole(belowThreshold)} below the threshold` : '';
	const told = alreadyReported > 0 ? ` · ${format.whole(alreadyReported)} reported before` : '';
	const again = countsAgain(counts)
		? ' · moves not told yet are in the totals of each alert until they are'
		: '';
	return phrase`${calls} compared with ${baselineName(comparedWith, format)}${below}${told}${again}`;
}

/**
 * Whether a move in these totals will be in those of a later alert as well, because its call still starts from what was
 * told last. Who adds up the totals of several alerts must know.
 */
function countsAgain({
	belowThreshold,
	heldBack,
	comparedWith,
	waterfall,
}: SummaryCounts): boolean {
	if (waterfall.length === 0) return false;
	const since = comparedWith?.since;
	return (
		(since === 'lastAlert' && belowThreshold + heldBack > 0) ||
		(since === 'lastRun' && heldBack > 0)
	);
}

function baselineName(comparedWith: ComparedWith, format: Format): Phrase {
	const { source, since, takenAt, week, baseline } = comparedWith;
	const of = takenAt === undefined ? '' : ` of ${format.dateTime(takenAt)}`;
	const at = takenAt === undefined ? '' : ` (${format.dateTime(takenAt)})`;
	if (source === 'sameExport') {
		return [week === undefined ? 'the week before' : `the week of ${format.date(week)}`];
	}
	const input = source === 'secondInput' ? ', from the second input' : '';
	switch (since) {
		case 'lastRun':
			return [source === 'memory' ? `the last run${of}` : `the second input${of}`];
		case 'lastAlert':
			return [`what the last alerts told${at}${input}`];
		case 'startOfWeek':
			return [`the start of the week${at}${input}`];
		case 'startOfQuarter':
			return [`the start of the quarter${at}${input}`];
		case 'namedBaseline':
			return baseline === undefined
				? [`the named baseline${of}${input}`]
				: phrase`the baseline “${datum(baseline)}”${of}${input}`;
		default:
			return [source === 'memory' ? `the last baseline${of}` : `the second input${of}`];
	}
}
