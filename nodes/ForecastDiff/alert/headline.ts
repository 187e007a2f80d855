import type { SummaryCounts } from '../engine/summary';
import type { Format } from './format';

/** The first line: how many changes, or why there are none. Words and numbers only, so no format has to escape it. */
export function headlineOf(counts: SummaryCounts, format: Format): string {
	const headline = whatHappened(counts, format);
	return counts.preview ? `Preview · ${headline}` : headline;
}

function whatHappened(counts: SummaryCounts, { whole }: Format): string {
	if (counts.blocked) return 'Forecast not compared';
	if (counts.comparedWith === null) return 'Forecast baseline stored, nothing to compare yet';
	const { changes, up, down, currencyChanged } = counts.inAlert;
	if (changes === 0) return withoutChanges(counts);
	const parts = [
		up > 0 ? `${whole(up)} up` : '',
		down > 0 ? `${whole(down)} down` : '',
		currencyChanged > 0 ? `${whole(currencyChanged)} in another currency` : '',
	].filter((part) => part !== '');
	const noun = changes === 1 ? 'forecast change' : 'forecast changes';
	const detail = parts.length > 0 ? `: ${parts.join(', ')}` : '';
	return `${whole(changes)} ${noun}${detail}`;
}

/** What else there is to tell. More than one may be the same move on several levels of management: not counted. */
function withoutChanges({ changes, lateChanges, cameBack }: SummaryCounts): string {
	// Managers' rows that passed a threshold by many moves that did not.
	if (changes > 0) return 'Team totals moved';
	if (lateChanges.length === 1) return '1 late change of a closed period';
	if (lateChanges.length > 1) return 'Late changes of closed periods';
	if (cameBack.length === 1) return '1 kept-back change is back where it was';
	if (cameBack.length > 1) return 'Kept-back changes are back where they were';
	return 'No forecast changes';
}
