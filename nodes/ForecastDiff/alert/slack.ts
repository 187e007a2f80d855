import { shorten } from './cleanText';
import type { ChangeRow } from './changeRow';
import type { AlertContent } from './content';
import { fitRows } from './fitRows';
import { joined, type Phrase } from './phrase';
import { escapeSlack, slackData, slackPhrase } from './slackText';
import type { Balance, TeamRow } from './totals';
import type { Tone } from './tone';

/** With `verbatim` Slack makes no links, channels or mentions out of what stands in the text. */
export type SlackMrkdwn = { type: 'mrkdwn'; text: string; verbatim: true };

/** Block Kit, as far as the alert uses it. */
export type SlackBlock =
	| { type: 'header'; text: { type: 'plain_text'; text: string; emoji: boolean } }
	| { type: 'section'; text: SlackMrkdwn }
	| { type: 'context'; elements: SlackMrkdwn[] };

export interface SlackAlert {
	/** The whole alert as one mrkdwn text: for messages without blocks, and for notifications. */
	text: string;
	blocks: SlackBlock[];
}

/** Limits of Slack (docs.slack.dev, Block Kit reference and "Truncating really long messages"), in characters. */
const MAX_HEADER = 150;
const MAX_SECTION = 3000;
const MAX_CONTEXT_ELEMENTS = 10;
const MAX_TEXT = 4000;
/**
 * All blocks of one message together, in characters of JSON. Not in the reference: Slack refuses a message with
 * `msg_blocks_too_long` from about 13,200 on, and says 12,000 (github.com/slackapi/bolt-js/issues/2509 and 2867). Leaves
 * room for what stands around the lines.
 */
const MAX_BLOCKS_LENGTH = 8500;

const EMOJI: Record<Tone, string> = {
	up: ':chart_with_upwards_trend:',
	down: ':chart_with_downwards_trend:',
	flat: ':left_right_arrow:',
	currency: ':currency_exchange:',
};

/** All lines of the alert, before it is known how many of them fit. */
interface Lines {
	problems: string[];
	balances: string[];
	changes: string[];
	marks: string[];
	teams: string[];
	missing: string[];
	warnings: string[];
	basis: string[];
	links: string[];
}

/** In the order in which what does not fit is left out last; the shares add up to 1. */
const SHARES: ReadonlyArray<readonly [keyof Lines, number]> = [
	['problems', 0.2],
	['changes', 0.32],
	['balances', 0.14],
	['basis', 0.06],
	['links', 0.08],
	['warnings', 0.08],
	['missing', 0.04],
	['marks', 0.04],
	['teams', 0.04],
];

/** The Slack alert of one comparison. */
export function slackAlert(content: AlertContent): SlackAlert {
	const lines = linesOf(content);
	return { text: alertText(content, lines), blocks: alertBlocks(content, lines) };
}

/**
 * One change as one line, such as
 * `*Robin Example* · Commit · 2026_Q1: $125,000 -> $150,000 (+20.0%) · rep changed the call` after an emoji.
 */
export function changeLine(row: ChangeRow): string {
	const { tone, owner, field, period, previous, current, note, remarks, anomaly } = row;
	const line =
		`${EMOJI[tone]} *${slackData(owner.data)}* · ${slackPhrase(field)} · ` +
		`${slackData(period.data)}: ${escapeSlack(previous)} -> ${escapeSlack(current)} (${note})`;
	return [line, ...remarks.map(slackPhrase), ...(anomaly === null ? [] : [anomaly])].join(' · ');
}

function linesOf(content: AlertContent): Lines {
	const { problems, balances, marks, changes, teams, missing, warnings, basis, links } = content;
	return {
		problems: problems.map((problem) => `:rotating_light: ${slackNote(problem)}`),
		balances: balances.rows.map(balanceLine),
		changes: changes.rows.map(changeLine),
		marks: marks.length === 0 ? [] : [slackPhrase(joined(marks, ' · '))],
		teams: teams.rows.map(teamLine),
		missing: missing === null ? [] : [`:hourglass_flowing_sand: ${slackPhrase(missing)}`],
		warnings: warnings.map((warning) => `:warning: ${slackNote(warning)}`),
		basis: basis === null ? [] : [slackPhrase(basis)],
		links: links.map(({ label, url }) => `<${escapeSlack(url)}|${label}>`),
	};
}

/** A message is longer than a name. */
function slackNote(note: Phrase): string {
	return note
		.map((piece) => (typeof piece === 'string' ? piece : slackData(piece.data, 500)))
		.join('');
}

function balanceLine({ field, period, start, end, parts, ...total }: Balance): string {
	const head = `*${slackPhrase(field)} ${slackData(period.data)}*: ${escapeSlack(`${start} → ${end}`)}`;
	const how = parts.length === 0 ? '' : `: ${escapeSlack(parts.join(', '))}`;
	return `${head} (${escapeSlack(moveOf(total))})${how}`;
}

function teamLine({ manager, field, period, start, end, explainedBy, ownCall, ...total }: TeamRow) {
	const head = `:busts_in_silhouette: *${slackData(manager.data)}* · ${slackPhrase(field)} · ${slackData(period.data)}`;
	return [
		`${head}: ${escapeSlack(`${start} → ${end} (${moveOf(total)})`)}`,
		...(explainedBy.length === 0 ? [] : [slackPhrase(explainedBy)]),
		...(ownCall === null ? [] : [escapeSlack(ownCall)]),
	].join(' · ');
}

function moveOf({ delta, percent }: { delta: string; percent: string | null }): string {
	return percent === null ? delta : `${delta}, ${percent}`;
}

/** What fits of each kind, with a line that counts what does not. */
function fit(
	content: AlertContent,
	lines: Lines,
	budget: number,
	cost: (line: string) => number,
): Lines {
	const counts = fitRows(
		SHARES.map(([part, share]) => ({ costs: lines[part].map(cost), share })),
		budget,
	);
	const fitting = { ...lines };
	SHARES.forEach(([part], position) => {
		fitting[part] = lines[part].slice(0, counts[position]);
	});
	for (const part of ['balances', 'changes', 'teams'] as const) {
		const more = content[part].moreText(lines[part].length - fitting[part].length);
		if (more !== null) fitting[part].push(more);
	}
	return fitting;
}

/** What the three lines that count the rest may take. */
const MORE_LINES = 100;

function alertText(content: AlertContent, lines: Lines): string {
	const headline = `*${escapeSlack(shorten(content.headline, MAX_HEADER))}*`;
	const budget = MAX_TEXT - headline.length - MORE_LINES;
	const { problems, balances, marks, changes, teams, missing, warnings, basis, links } = fit(
		content,
		lines,
		budget,
		(line) => line.length + 1,
	);
	return [
		headline,
		...problems,
		...balances,
		...changes,
		...teams,
		...missing,
		...marks,
		...warnings,
		...basis,
		...links,
	].join('\n');
}

function alertBlocks(content: AlertContent, lines: Lines): SlackBlock[] {
	const fitting = fit(content, lines, MAX_BLOCKS_LENGTH, (line) => JSON.stringify(line).length);
	const { problems, balances, marks, changes, teams, missing, warnings, basis, links } = fitting;
	const headline = shorten(content.headline, MAX_HEADER);
	return [
		{ type: 'header', text: { type: 'plain_text', text: headline, emoji: true } },
		...sections(problems),
		...sections(balances),
		...sections(changes),
		...sections(teams),
		...sections(missing),
		...context(marks),
		// Links that stand for buttons: a button asks for an app that answers when it is pressed.
		...context([...warnings, ...basis, ...(links.length === 0 ? [] : [links.join(' · ')])]),
	];
}

/** Groups lines into sections; a line is never cut. */
function sections(lines: readonly string[]): SlackBlock[] {
	const texts: string[] = [];
	for (const line of lines) {
		const last = texts[texts.length - 1];
		if (last !== undefined && last.length + 1 + line.length <= MAX_SECTION) {
			texts[texts.length - 1] = `${last}\n${line}`;
		} else {
			texts.push(line);
		}
	}
	return texts.map((text) => ({ type: 'section', text: mrkdwn(text) }));
}

function context(lines: readonly string[]): SlackBlock[] {
	const elements = lines.slice(0, MAX_CONTEXT_ELEMENTS).map(mrkdwn);
	return elements.length === 0 ? [] : [{ type: 'context', elements }];
}

function mrkdwn(text: string): SlackMrkdwn {
	return { type: 'mrkdwn', text, verbatim: true };
}
