/** Longest piece of data in an alert line; longer names are cut, so that a line always fits into a block. */
const MAX_DATA_LENGTH = 80;

/** Line breaks, control characters, and the invisible ones that turn the direction of the text after them around. */
const BREAKS_A_LINE = /[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** The three characters that Slack gives a meaning to (docs.slack.dev, "Formatting text for app surfaces"). */
const ENTITIES: ReadonlyMap<string, string> = new Map([
	['&', '&amp;'],
	['<', '&lt;'],
	['>', '&gt;'],
]);

/**
 * Data (a name, a field, an id) as Slack text: on one line, at most 80 characters, without a meaning to Slack.
 * `*` and a backtick would end the bold name or open a code block and cannot be escaped, so look-alikes stand in.
 */
export function slackData(data: string): string {
	return escapeSlack(shorten(data, MAX_DATA_LENGTH)).replace(/\*/g, '∗').replace(/`/g, '’');
}

export function escapeSlack(text: string): string {
	return text.replace(/[&<>]/g, (character) => ENTITIES.get(character) ?? character);
}

/** On one line and at most `length` characters; never cuts a character in half. */
export function shorten(text: string, length: number): string {
	const line = text.replace(BREAKS_A_LINE, ' ').trim();
	if (line.length <= length) return line;
	let cut = '';
	for (const character of line) {
		if (cut.length + character.length >= length) break;
		cut += character;
	}
	return `${cut}…`;
}
