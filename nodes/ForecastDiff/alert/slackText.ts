import { escapeEntities, isolate, shorten } from './cleanText';
import type { Phrase } from './phrase';

export { escapeEntities as escapeSlack, shorten } from './cleanText';

/** An entity is up to five characters long, so a name of 80 ampersands would be 400 long. */
const MAX_ESCAPED_LENGTH = 200;

/**
 * What Slack's mrkdwn gives a meaning to and does not let escape (docs.slack.dev, "Formatting text for app surfaces"),
 * with look-alikes: bold, code, strike, `:emoji:`, `@here`, and the underscores of italics (a word joiner after `@` is not seen). An underscore between
 * letters or digits means nothing to Slack and stays: `2026_Q1`.
 */
const LOOK_ALIKES: ReadonlyArray<readonly [RegExp, string]> = [
	[/\*/g, '∗'],
	[/`/g, '’'],
	[/~/g, '∼'],
	[/:(?=[\w+'-]+:)/g, '∶'],
	[/(?<![\w.+-])@/g, '@\u2060'],
	[/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, 'ˍ'],
];

/**
 * Data (a name, a field, an id, a message) as Slack text: on one line, without a meaning to Slack, and unable to change
 * the direction of what follows.
 *
 * @param length in UTF-16 units before escaping
 */
export function slackData(data: string, length = 80): string {
	let text = shorten(data, length);
	for (const [meaning, lookAlike] of LOOK_ALIKES) text = text.replace(meaning, lookAlike);
	return isolate(escapeWithin(text, Math.max(MAX_ESCAPED_LENGTH, length + 100)));
}

/** A phrase as Slack text. */
export function slackPhrase(phrase: Phrase): string {
	return phrase
		.map((piece) => (typeof piece === 'string' ? escapeEntities(piece) : slackData(piece.data)))
		.join('');
}

function escapeWithin(text: string, limit: number): string {
	const escaped = escapeEntities(text);
	if (escaped.length <= limit) return escaped;
	let cut = '';
	for (const character of text) {
		const next = escapeEntities(character);
		if (cut.length + next.length >= limit) break;
		cut += next;
	}
	return `${cut}…`;
}
