/** Longest piece of data in an alert, in UTF-16 units; longer names are cut, so that a row always fits. */
export const MAX_DATA_LENGTH = 80;

/**
 * White space, control characters, and the invisible ones that join or hide text or turn its direction around
 * (Unicode Bidirectional Algorithm, section 2). The joiners inside emoji and words (U+200C, U+200D) are not among them.
 */
const BREAKS_A_LINE =
	/[\s\p{Cc}\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/gu;

/** Halves of characters and code points that are none: other systems refuse a whole message because of one. */
const NOT_A_CHARACTER = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/** Blocks whose characters are written from right to left, and the right-to-left marks themselves. */
const RIGHT_TO_LEFT =
	/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\u200f]/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** What nearly all names are, and what needs no cleaning: printable ASCII with single spaces. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/;

/** On one line, without invisible characters, and at most `length` UTF-16 units; never cuts a character in half. */
export function shorten(text: string, length: number): string {
	if (text.length <= length && CLEAN.test(text)) return text;
	const line = text.replace(BREAKS_A_LINE, ' ').replace(NOT_A_CHARACTER, '\ufffd').trim();
	if (line.length <= length) return line;
	let cut = '';
	for (const character of line) {
		if (cut.length + character.length >= length) break;
		cut += character;
	}
	return `${cut}…`;
}

/** Text that is written from right to left, closed off, so that it cannot reorder the amounts that follow it. */
export function isolate(text: string): string {
	return RIGHT_TO_LEFT.test(text)
		? `${FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}`
		: text;
}

/** A currency that is no code comes from a cell: of its characters only letters and digits stand in an amount, twelve. */
export function plainCode(currency: string): string {
	return [...currency.replace(/[^\p{L}\p{N}]/gu, '')].slice(0, 12).join('');
}

/** `&`, `<` and `>` as entities: all that Slack wants escaped, and what HTML wants in text. */
export function escapeEntities(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
