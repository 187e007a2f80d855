import type { SummaryCounts, Waterfall } from '../engine/summary';
import type { DataQualityItem } from '../engine/types';
import { changeRow, type ChangeRow } from './changeRow';
import { basisOf } from './comparedWith';
import { formatFor } from './format';
import { headlineOf } from './headline';
import type { AlertOptions } from './index';
import { link, type Link } from './links';
import { marksOf, missingOf } from './marks';
import { datum, phrase, plain, type Phrase } from './phrase';
import { balance, teamRow, type Balance, type TeamRow } from './totals';

/** Some rows, and how many there are besides. */
export interface Listed<Row> {
	rows: Row[];
	/** Rows that are not listed. */
	more: number;
	/** `and 2 more`; `null` when all are listed. */
	moreText(hiddenAsWell: number): string | null;
}

/** One comparison, in the order in which a reader wants to know it, without the markup of any system. */
export interface AlertContent {
	/** Words and numbers only. */
	headline: string;
	/** One line without markup, at most 150 characters. */
	subject: string;
	/** Why the export cannot be trusted. Where there is something, it takes the place of the changes. */
	problems: Phrase[];
	/** Totals that moved, the biggest move first. */
	balances: Listed<Balance>;
	marks: Phrase[];
	/** The most important ones, in the order of the comparison. */
	changes: Listed<ChangeRow>;
	teams: Listed<TeamRow>;
	/** Who has not submitted. */
	missing: Phrase | null;
	/** What was left out of the comparison. */
	warnings: Phrase[];
	/** What was compared with what. */
	basis: Phrase | null;
	links: Link[];
}

/** An alert that lists more is not read; the items of the node have them all. */
const MAX_CHANGES = 50;
const MAX_BALANCES = 5;
const MAX_TEAMS = 5;
const MAX_NOTES = 7;
const MAX_NOTE_LENGTH = 500;
const MAX_SUBJECT_LENGTH = 150;

/** Everything that an alert says, in words. */
export function alertContent(
	counts: SummaryCounts,
	dataQuality: readonly DataQualityItem[],
	options: AlertOptions,
): AlertContent {
	const format = formatFor(options.locale, options.timeZone);
	const headline = headlineOf(counts, format);
	const notes = (severity: DataQualityItem['severity']): Phrase[] => {
		const found = dataQuality.filter((item) => item.severity === severity);
		const shown = found.slice(0, MAX_NOTES).map(({ message }) => [datum(message, MAX_NOTE_LENGTH)]);
		const more = found.length - shown.length;
		return more > 0 ? [...shown, [`and ${format.whole(more)} more`]] : shown;
	};

	const moved = counts.blocked ? [] : movedTotals(counts.waterfall);
	const top = counts.blocked ? [] : counts.top.slice(0, MAX_CHANGES);
	const teams = counts.blocked ? [] : counts.teams.slice(0, MAX_TEAMS);
	const listed = <Row>(
		rows: Row[],
		total: number,
		noun: readonly [string, string] = ['', ''],
	): Listed<Row> => {
		const more = Math.max(0, total - rows.length);
		return {
			rows,
			more,
			moreText(hiddenAsWell) {
				const hidden = more + hiddenAsWell;
				return hidden > 0 ? `and ${format.whole(hidden)} more${noun[hidden === 1 ? 0 : 1]}` : null;
			},
		};
	};
	const balances = moved.slice(0, MAX_BALANCES).map((one) => balance(one, format));
	return {
		headline,
		subject: subjectOf(headline, balances),
		problems: notes('critical'),
		balances: listed(balances, moved.length, [' total', ' totals']),
		marks: marksOf(counts, format),
		changes: listed(
			top.map((change) => changeRow(change, format)),
			counts.blocked ? 0 : counts.inAlert.changes,
		),
		teams: listed(
			teams.map((team) => teamRow(team, format)),
			counts.blocked ? 0 : counts.teams.length + counts.moreTeams,
			[' team', ' teams'],
		),
		missing: missingOf(counts, format),
		warnings: notes('warning'),
		basis: basisOf(counts, format),
		links: [
			...link('Open the forecast in Clari', options.clariUrl),
			...link('Open the execution in n8n', options.executionUrl),
		],
	};
}

/**
 * The biggest move first, without overrides, whose sum is no total of anything. Amounts of different currencies are compared by their numbers, because nobody knows the rates
 * here; equal ones stay in their order.
 */
function movedTotals(waterfall: readonly Waterfall[]): Waterfall[] {
	return waterfall
		.filter(({ delta, type }) => delta !== 0 && type !== 'adjustment')
		.sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
}

/** The headline and the biggest total, because the subject is all that many readers see. */
function subjectOf(headline: string, [biggest]: readonly Balance[]): string {
	if (biggest === undefined) return headline;
	const { field, period, delta, percent } = biggest;
	const move = `${delta}${percent === null ? '' : ` (${percent})`}`;
	const subject = plain(phrase`${headline} · ${field} ${period} ${move}`);
	// Cut in the middle of the names, it would lose the amount.
	return subject.length <= MAX_SUBJECT_LENGTH ? subject : headline;
}
