import type { FiscalCalendar } from '../shared/time/fiscalQuarter';

export const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

/** What a fiscal year has its number from, as the options say it. */
export const NAMED_AFTER = {
	end: 'The Calendar Year It Ends In',
	start: 'The Calendar Year It Starts In',
};

/** What the parameters have to be set to for this calendar, as it stands in a sentence. */
export function fiscalYearSettings({ firstMonth, yearNamedAfter }: FiscalCalendar): string {
	const start = `'Fiscal Year Starts In' to ${MONTHS[firstMonth - 1] ?? ''}`;
	if (firstMonth === 1) return start;
	return `${start} and 'Fiscal Year Named After' to ${NAMED_AFTER[yearNamedAfter]}`;
}

/** The calendar as it stands in a sentence: `starts in February and is named after the calendar year it ends in`. */
export function fiscalYearText({ firstMonth, yearNamedAfter }: FiscalCalendar): string {
	const start = `starts in ${MONTHS[firstMonth - 1] ?? ''}`;
	if (firstMonth === 1) return start;
	return `${start} and is named after the calendar year it ${yearNamedAfter === 'end' ? 'ends' : 'starts'} in`;
}
