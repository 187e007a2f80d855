import type { JobOutcome } from '../faults';
import type { ExportRequest } from './exportRequest';
import type { ResultFile } from './jobs';
import type { Organisation } from './organisation';
import { fiveLists, type FiveLists } from './results';
import { resultsCsv, type CsvAmounts } from './resultsCsv';

/** Damages a result in the way that the job's fate asks for. */
function spoil(lists: FiveLists, outcome: JobOutcome): FiveLists {
	const { entries, users, fields, timeFrames } = lists;
	if (outcome === 'EMPTY') return { ...lists, entries: [], users: [] };
	if (outcome === 'TRUNCATED_ROWS') {
		return { ...lists, entries: entries.slice(0, Math.ceil(entries.length / 2)) };
	}
	if (outcome === 'MISSING_LOOKUPS') {
		// The first of each list is gone: its entries refer to nobody, to no field, to no week.
		return {
			...lists,
			users: users.slice(1),
			fields: fields.slice(1),
			timeFrames: timeFrames.slice(1),
		};
	}
	return lists;
}

/** The file of a v4 job, as the numbers are now. Only the JSON can be spoilt; the CSV can be cut or empty. */
export function buildFile(
	organisation: Organisation,
	request: ExportRequest,
	outcome: JobOutcome,
	csvAmounts: CsvAmounts,
): ResultFile {
	const truncation = {
		rowsTruncated: outcome === 'TRUNCATED_ROWS',
		cellsTruncated: outcome === 'TRUNCATED_CELLS',
	};
	if (request.format === 'CSV') {
		const { content } = resultsCsv(organisation, request, csvAmounts);
		const lines = content.split('\n');
		const kept = { EMPTY: 1, TRUNCATED_ROWS: Math.ceil(lines.length / 2) };
		const cut =
			outcome === 'EMPTY' || outcome === 'TRUNCATED_ROWS'
				? `${lines.slice(0, kept[outcome]).join('\n')}\n`
				: content;
		return { content: cut, contentType: 'text/csv; charset=utf-8', format: 'CSV', ...truncation };
	}
	const lists = spoil(fiveLists(organisation, request), outcome);
	return {
		content: JSON.stringify(lists),
		contentType: 'application/json; charset=utf-8',
		format: 'JSON',
		...truncation,
	};
}
