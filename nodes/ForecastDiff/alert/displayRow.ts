import type { ChangeRow } from './changeRow';
import type { AlertContent } from './content';
import { phrase, type Phrase } from './phrase';
import type { Tone } from './tone';
import type { Balance, TeamRow } from './totals';

/** One row as cards and e-mails show it: what it is on the left, the amounts on the right. */
export interface DisplayRow {
	title: Phrase;
	subtitle: Phrase;
	remarks: Phrase[];
	/** Stands out beside the title. */
	badge: string | null;
	/** `$100,000 → $150,000` */
	amounts: string;
	/** `+50.0%`, `+$150,000 (+7.1%)`, `new` */
	move: string;
	tone: Tone;
}

/** The lists of an alert, by the order in which they stand. */
export interface DisplayLists<Row> {
	balances: Row[];
	changes: Row[];
	teams: Row[];
}

export function displayLists({ balances, changes, teams }: AlertContent): DisplayLists<DisplayRow> {
	return {
		balances: balances.rows.map(balanceRow),
		changes: changes.rows.map(changeDisplay),
		teams: teams.rows.map(teamDisplay),
	};
}

/** `+$150,000 (+7.1%)` */
export function moveOf({ delta, percent }: Pick<Balance, 'delta' | 'percent'>): string {
	return percent === null ? delta : `${delta} (${percent})`;
}

/** What is said about a team beside its amounts. */
export function teamRemarks({ explainedBy, ownCall }: TeamRow): Phrase[] {
	return [
		...(explainedBy.length > 0 ? [explainedBy] : []),
		...(ownCall === null ? [] : [[ownCall]]),
	];
}

function balanceRow(balance: Balance): DisplayRow {
	const { field, period, start, end, parts, tone } = balance;
	return {
		title: field,
		subtitle: [period],
		// An amount and its word stay on one line.
		remarks:
			parts.length > 0 ? [[parts.map((part) => part.replace(/ /g, '\u00a0')).join(', ')]] : [],
		badge: null,
		amounts: `${start} → ${end}`,
		move: moveOf(balance),
		tone,
	};
}

function changeDisplay(row: ChangeRow): DisplayRow {
	const { owner, field, period, previous, current, note, remarks, anomaly, tone } = row;
	return {
		title: [owner],
		subtitle: phrase`${field} · ${period}`,
		remarks,
		badge: anomaly,
		amounts: `${previous} → ${current}`,
		move: note.replace('->', '→'),
		tone,
	};
}

function teamDisplay(team: TeamRow): DisplayRow {
	const { manager, field, period, start, end, tone } = team;
	return {
		title: [manager],
		subtitle: phrase`${field} · ${period}`,
		remarks: teamRemarks(team),
		badge: null,
		amounts: `${start} → ${end}`,
		move: moveOf(team),
		tone,
	};
}
