import type { AdaptiveCard, CardColor, CardElement, TextRun } from './adaptiveCard';
import { isolate } from './cleanText';
import type { AlertContent } from './content';
import { displayLists, type DisplayLists, type DisplayRow } from './displayRow';
import { fitRows } from './fitRows';
import { joined, type Phrase } from './phrase';
import { ARROWS, type Tone } from './tone';

/** The body of a POST to an incoming webhook or to a workflow "When a Teams webhook request is received". */
export type TeamsMessage = {
	type: 'message';
	attachments: Array<{
		contentType: 'application/vnd.microsoft.card.adaptive';
		contentUrl: null;
		content: AdaptiveCard;
	}>;
};

/**
 * Bytes of JSON. Teams takes 28 KB (learn.microsoft.com, "Create Incoming Webhooks"), but counts more than is sent:
 * 24,453 bytes were refused as 28,897 (github.com/MicrosoftDocs/msteams-docs/issues/11274).
 */
const MAX_MESSAGE_BYTES = 20_000;

const COLORS: Record<Tone, CardColor> = {
	up: 'good',
	down: 'attention',
	flat: 'default',
	currency: 'warning',
};

/** The rows of the card, by what they tell. */
interface Rows extends DisplayLists<CardElement> {
	problems: CardElement[];
	warnings: CardElement[];
}

/** In the order in which what does not fit is left out last; the shares add up to 1. */
const SHARES: ReadonlyArray<readonly [keyof Rows, number]> = [
	['problems', 0.2],
	['changes', 0.4],
	['balances', 0.2],
	['warnings', 0.1],
	['teams', 0.1],
];

/** The alert as a message for Microsoft Teams. Data stands in runs of text only, which know no Markdown. */
export function teamsMessage(content: AlertContent): TeamsMessage {
	const lists = displayLists(content);
	const all: Rows = {
		problems: content.problems.map(note),
		balances: lists.balances.map(row),
		changes: lists.changes.map(row),
		teams: lists.teams.map(row),
		warnings: content.warnings.map(note),
	};
	const none: Rows = { problems: [], changes: [], balances: [], warnings: [], teams: [] };
	// What stands around the rows, with a line for what is left out of each kind.
	const frame = jsonBytes(messageOf(content, none)) + 1500;
	const counts = fitRows(
		SHARES.map(([part, share]) => ({ costs: all[part].map(jsonBytes), share })),
		MAX_MESSAGE_BYTES - frame,
	);
	const fitting = { ...all };
	SHARES.forEach(([part], position) => {
		fitting[part] = all[part].slice(0, counts[position]);
	});
	return messageOf(content, fitting);
}

function messageOf(content: AlertContent, rows: Rows): TeamsMessage {
	const { headline, marks, missing, basis, links } = content;
	const listed = (part: 'balances' | 'changes' | 'teams', title: string): CardElement[] => {
		const more = content[part].moreText(content[part].rows.length - rows[part].length);
		if (rows[part].length === 0 && more === null) return [];
		const heading = text([{ ...run(title), weight: 'bolder', size: 'medium' }]);
		return [
			{ ...heading, spacing: 'medium' },
			...rows[part],
			...(more === null ? [] : [{ ...small([more]), spacing: 'small' as const }]),
		];
	};
	const state: CardElement[] = [
		...(missing === null ? [] : [missing]),
		...(marks.length > 0 ? [joined(marks, ' · ')] : []),
	].map((line) => ({ ...text([runOf(line)]), spacing: 'small' }));
	const card: AdaptiveCard = {
		type: 'AdaptiveCard',
		$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
		version: '1.4',
		fallbackText: headline,
		msteams: { width: 'Full' },
		body: [
			{
				type: 'Container',
				style: 'emphasis',
				bleed: true,
				items: [text([{ ...run(headline), size: 'large', weight: 'bolder' }])],
			},
			...box('attention', rows.problems),
			...listed('balances', 'Totals'),
			...listed('changes', 'Largest changes'),
			...listed('teams', 'Teams'),
			...(state.length === 0
				? []
				: [{ type: 'Container' as const, items: state, spacing: 'medium' as const }]),
			...box('warning', rows.warnings),
			...(basis === null ? [] : [{ ...small(basis), spacing: 'medium' as const }]),
		],
	};
	if (links.length > 0) {
		card.actions = links.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url }));
	}
	return {
		type: 'message',
		attachments: [
			{
				contentType: 'application/vnd.microsoft.card.adaptive',
				contentUrl: null,
				content: card,
			},
		],
	};
}

/** What it is on the left, the amounts on the right, why below both. */
function row({ title, subtitle, remarks, badge, amounts, move, tone }: DisplayRow): CardElement {
	const name: TextRun[] = [{ ...runOf(title), weight: 'bolder' }];
	if (badge !== null) {
		name.push({ ...run(`  ${badge}`), size: 'small', weight: 'bolder', color: 'warning' });
	}
	const moveRun: TextRun = {
		...run(`${ARROWS[tone]} ${move}`),
		color: COLORS[tone],
		weight: 'bolder',
	};
	return {
		type: 'Container',
		separator: true,
		spacing: 'small',
		items: [
			{
				type: 'ColumnSet',
				columns: [
					{
						type: 'Column',
						width: 1,
						items: [text(name), small(subtitle)],
					},
					{
						type: 'Column',
						width: 1,
						items: [
							{ ...text([run(amounts)]), horizontalAlignment: 'right' },
							{ ...text([moveRun]), horizontalAlignment: 'right', spacing: 'none' },
						],
					},
				],
			},
			...(remarks.length === 0 ? [] : [small(joined(remarks, ' · '))]),
		],
	};
}

function note(message: Phrase): CardElement {
	return { ...text([runOf(['⚠ ', ...message])]), spacing: 'small' };
}

function box(style: 'attention' | 'warning', items: CardElement[]): CardElement[] {
	return items.length === 0 ? [] : [{ type: 'Container', style, items, spacing: 'medium' }];
}

function small(message: Phrase) {
	return {
		...text([{ ...runOf(message), size: 'small', isSubtle: true }]),
		spacing: 'none' as const,
	};
}

function text(inlines: TextRun[]) {
	return { type: 'RichTextBlock' as const, inlines };
}

/** One run for a whole phrase: a name needs none of its own, since no run knows markup. */
function runOf(message: Phrase): TextRun {
	return run(
		message
			.map((piece) => (typeof piece === 'string' ? piece : isolate(noFunctions(piece.data))))
			.join(''),
	);
}

function run(words: string): TextRun {
	return { type: 'TextRun', text: words };
}

/** `{{DATE(…)}}` and `{{TIME(…)}}` are worked out wherever they stand (learn.microsoft.com, "Text features"). */
function noFunctions(data: string): string {
	return data.replace(/\{(?=\{)/g, '{\u2060');
}

/** Bytes of JSON where everything but ASCII is escaped, as some senders do: never less than what is really sent. */
function jsonBytes(value: object): number {
	const json = JSON.stringify(value);
	let bytes = json.length + 1;
	for (let position = 0; position < json.length; position++) {
		if (json.charCodeAt(position) > 0x7f) bytes += 5;
	}
	return bytes;
}
