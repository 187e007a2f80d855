import type { AlertContent } from './content';
import { teamRemarks } from './displayRow';
import { joined, plain } from './phrase';
import { ARROWS } from './tone';

/** Wider columns than this are not aligned: one long name would push all amounts off the screen. */
const MAX_COLUMN = 32;

/**
 * The alert without markup: for the text part of an e-mail, a log, a terminal. One row per line, columns aligned for a
 * font of equal widths.
 */
export function plainText(content: AlertContent): string {
	const { headline, problems, balances, marks, changes, teams, missing, warnings, basis, links } =
		content;
	const blocks: string[][] = [
		[headline],
		problems.map((problem) => `! ${plain(problem)}`),
		titled('Totals', [
			...table(
				3,
				balances.rows.map(({ tone, field, period, start, end, delta, percent, parts }) => ({
					cells: [
						ARROWS[tone],
						plain(field),
						plain([period]),
						start,
						'->',
						end,
						delta,
						percent ?? '',
					],
					below: parts.join(', '),
				})),
			),
			...more(balances.moreText(0)),
		]),
		titled('Changes', [
			...table(
				4,
				changes.rows.map((row) => ({
					cells: [
						ARROWS[row.tone],
						plain([row.owner]),
						plain(row.field),
						plain([row.period]),
						row.previous,
						'->',
						row.current,
						row.note,
					],
					below: plain(
						joined([...row.remarks, ...(row.anomaly === null ? [] : [[row.anomaly]])], ' · '),
					),
				})),
			),
			...more(changes.moreText(0)),
		]),
		titled('Teams', [
			...table(
				4,
				teams.rows.map((row) => ({
					cells: [
						ARROWS[row.tone],
						plain([row.manager]),
						plain(row.field),
						plain([row.period]),
						row.start,
						'->',
						row.end,
						row.delta,
						row.percent ?? '',
					],
					below: plain(joined(teamRemarks(row), ' · ')),
				})),
			),
			...more(teams.moreText(0)),
		]),
		[...(missing === null ? [] : [plain(missing)]), ...marks.map(plain)],
		warnings.map((warning) => `! ${plain(warning)}`),
		basis === null ? [] : [plain(basis)],
		links.map(({ label, url }) => `${label}: ${url}`),
	];
	return `${blocks
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.join('\n'))
		.join('\n\n')}\n`;
}

function titled(title: string, lines: string[]): string[] {
	return lines.length === 0 ? [] : [title, ...lines];
}

function more(text: string | null): string[] {
	return text === null ? [] : [`  ${text}`];
}

interface TableRow {
	cells: string[];
	/** A line of its own below the row; may be empty. */
	below: string;
}

/** @param amountsFrom the first column of amounts: text starts where its column starts, amounts end where theirs ends */
function table(amountsFrom: number, rows: readonly TableRow[]): string[] {
	const widths: number[] = [];
	for (const { cells } of rows) {
		cells.forEach((cell, column) => {
			const width = Math.min(MAX_COLUMN, widthOf(cell));
			widths[column] = Math.max(widths[column] ?? 0, width);
		});
	}
	return rows.flatMap(({ cells, below }) => {
		const line = cells
			.map((cell, column) => aligned(cell, widths[column] ?? 0, column >= amountsFrom))
			.join('  ');
		return [`  ${line.trimEnd()}`, ...(below === '' ? [] : [`       ${below}`])];
	});
}

function aligned(cell: string, width: number, right: boolean): string {
	const gap = ' '.repeat(Math.max(0, width - widthOf(cell)));
	return right ? gap + cell : cell + gap;
}

/** Columns of a terminal: none for marks and joiners, two for most of East Asia and for emoji. */
function widthOf(text: string): number {
	if (PLAIN.test(text)) return text.length;
	let width = 0;
	for (const character of text) {
		if (NO_WIDTH.test(character)) continue;
		width += WIDE.test(character) ? 2 : 1;
	}
	return width;
}

const PLAIN = /^[\x20-\x7e]*$/;
const NO_WIDTH = /[\p{M}\p{Cf}]/u;
const WIDE =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
