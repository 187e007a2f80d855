import type { SummaryCounts } from '../engine/summary';
import type { Change, ChangeKind, ComparedWith, DataQualityItem } from '../engine/types';
import { formatAmounts } from './money';
import { shorten, slackData } from './slackText';

/** Block Kit, as far as the alert uses it. */
export type SlackBlock =
	| { type: 'header'; text: { type: 'plain_text'; text: string; emoji: boolean } }
	| { type: 'section'; text: { type: 'mrkdwn'; text: string } }
	| { type: 'context'; elements: Array<{ type: 'mrkdwn'; text: string }> };

export interface SlackAlert {
	/** The whole alert as one mrkdwn text: for messages without blocks, and for notifications. */
	text: string;
	blocks: SlackBlock[];
}

/** Limits of Slack (docs.slack.dev, Block Kit reference and "Truncating really long messages"), in characters. */
const MAX_HEADER = 150;
const MAX_SECTION = 3000;
const MAX_BLOCKS = 50;
const MAX_TEXT = 4000;

/** Kinds whose percentage says nothing, or that have none. */
const WORDS: Partial<Record<ChangeKind, string>> = {
	added: 'new',
	removed: 'removed',
	from_zero: 'from zero',
	set: 'set',
	cleared: 'cleared',
};

/** Value types that need no mention: the field's name says it all. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(['forecast', 'quota']);

/**
 * The Slack alert of one comparison: how many calls changed, and the largest changes, one line each.
 *
 * @param dataQuality what is critical takes the place of the changes, warnings stand below them
 */
export function slackAlert(
	counts: SummaryCounts,
	dataQuality: readonly DataQualityItem[],
): SlackAlert {
	const headline = headlineOf(counts);
	const lines = counts.top.map(changeLine);
	const footer = footerLines(counts, dataQuality);
	return {
		text: alertText(headline, lines, counts.changes, footer),
		blocks: alertBlocks(headline, lines, counts.changes, footer),
	};
}

/** One change as one line, such as `*Robin Example* · Commit · 2026_Q1: $125,000 -> $150,000 (+20.0%)` after an emoji. */
export function changeLine(change: Change): string {
	const { ownerName, ownerEmail, ownerId, fieldName, fieldId, type, timePeriod } = change;
	const owner = slackData(ownerName ?? ownerEmail ?? ownerId ?? 'unknown owner');
	const field = slackData(fieldName ?? fieldId ?? 'unknown field');
	const typeNote = type === null || PLAIN_TYPES.has(type) ? '' : ` (${slackData(type)})`;
	const currencies: [string | null, string | null] = [
		change.previousCurrency ?? change.currency,
		change.currency,
	];
	const [previous, current] = formatAmounts([change.previous, change.current], currencies);
	return (
		`${emojiOf(change)} *${owner}* · ${field}${typeNote} · ${slackData(timePeriod)}: ` +
		`${slackData(previous)} -> ${slackData(current)} (${noteOf(change)})`
	);
}

function emojiOf({ kind, direction }: Change): string {
	if (kind === 'currency_changed') return ':currency_exchange:';
	if (direction === 'up') return ':chart_with_upwards_trend:';
	return direction === 'down' ? ':chart_with_downwards_trend:' : ':left_right_arrow:';
}

function noteOf({ kind, changePct, previousCurrency, currency }: Change): string {
	if (kind === 'currency_changed') {
		return `currency ${slackData(previousCurrency ?? '')} -> ${slackData(currency ?? '')}`;
	}
	const word = WORDS[kind];
	if (word !== undefined || changePct === null) return word ?? kind;
	return `${changePct < 0 ? '-' : '+'}${Math.abs(changePct).toFixed(1)}%`;
}

function headlineOf(counts: SummaryCounts): string {
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
	return shorten(`${whole(counts.changes)} ${noun}${detail}`, MAX_HEADER);
}

function footerLines(counts: SummaryCounts, dataQuality: readonly DataQualityItem[]): string[] {
	const lines = dataQuality.filter(({ severity }) => severity !== 'info').map(({ text }) => text);
	if (counts.comparedWith !== null) {
		const below =
			counts.belowThreshold > 0 ? ` · ${whole(counts.belowThreshold)} below the threshold` : '';
		lines.push(
			`${whole(counts.compared)} ${counts.compared === 1 ? 'call' : 'calls'} compared with ${baselineName(counts.comparedWith)}${below}`,
		);
	}
	return lines;
}

function baselineName({ source, takenAt, week }: ComparedWith): string {
	const when = takenAt === undefined ? '' : ` of ${slackData(minuteOf(takenAt))}`;
	if (source === 'previousWeek') {
		return week === undefined ? 'the week before' : `the week of ${slackData(week)}`;
	}
	return source === 'memory' ? `the last baseline${when}` : `the second input${when}`;
}

/** `2026-01-05T08:00:12.345Z` as `2026-01-05 08:00 UTC`; another notation stays as it is. */
function minuteOf(isoDateTime: string): string {
	const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):[\d.]+Z$/.exec(isoDateTime);
	return match === null ? isoDateTime : `${match[1]} ${match[2]} UTC`;
}

function whole(amount: number): string {
	return amount.toLocaleString('en-US');
}

function moreLine(hidden: number): string[] {
	return hidden > 0 ? [`and ${whole(hidden)} more`] : [];
}

/** As many whole lines as Slack shows without cutting the text. */
function alertText(headline: string, lines: string[], changes: number, footer: string[]): string {
	let shown = lines;
	let notes = footer;
	const compose = () =>
		[`*${headline}*`, ...shown, ...moreLine(changes - shown.length), ...notes].join('\n');
	while (compose().length > MAX_TEXT && shown.length > 0) {
		shown = shown.slice(0, Math.floor(shown.length * 0.9));
	}
	while (compose().length > MAX_TEXT && notes.length > 0) notes = notes.slice(0, -1);
	return compose();
}

function alertBlocks(
	headline: string,
	lines: string[],
	changes: number,
	footer: string[],
): SlackBlock[] {
	// A place each for the header and for the context, which holds what stands below the changes.
	const sections = packLines(lines).slice(0, MAX_BLOCKS - 2);
	const shown = sections.reduce((sum, section) => sum + section.length, 0);
	const notes = [...moreLine(changes - shown), ...footer];
	const blocks: SlackBlock[] = [
		{ type: 'header', text: { type: 'plain_text', text: headline, emoji: true } },
	];
	for (const section of sections) {
		blocks.push({ type: 'section', text: { type: 'mrkdwn', text: section.join('\n') } });
	}
	if (notes.length > 0) {
		blocks.push({
			type: 'context',
			elements: notes.slice(0, MAX_CONTEXT_ELEMENTS).map((text) => ({ type: 'mrkdwn', text })),
		});
	}
	return blocks;
}

/** A context block takes ten elements. */
const MAX_CONTEXT_ELEMENTS = 10;

/** Groups lines into sections; a line is never cut. */
function packLines(lines: readonly string[]): string[][] {
	const sections: string[][] = [];
	let length = Infinity;
	for (const line of lines) {
		const last = sections[sections.length - 1];
		if (last !== undefined && length + 1 + line.length <= MAX_SECTION) {
			last.push(line);
			length += 1 + line.length;
		} else {
			sections.push([line]);
			length = line.length;
		}
	}
	return sections;
}
