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
	if (counts.changes === 0) return 'No forecast changes';
	const parts = [
		counts.up > 0 ? `${whole(counts.up)} up` : '',
		counts.down > 0 ? `${whole(counts.down)} down` : '',
		counts.currencyChanged > 0 ? `${whole(counts.currencyChanged)} in another currency` : '',
	].filter((part) => part !== '');
	const noun = counts.changes === 1 ? 'forecast change' : 'forecast changes';
	const detail = parts.length > 0 ? `: ${parts.join(', ')}` : '';
	return `${whole(counts.changes)} ${noun}${detail}`;
}
