import { isolate, MAX_DATA_LENGTH, shorten } from './cleanText';

/** A name, field, id or anything else that somebody typed: every format writes it in a way that it cannot be markup. */
export interface Datum {
	/** On one line and short, without invisible characters. */
	data: string;
}

/** Words of ours (and amounts), with data in between. */
export type Phrase = ReadonlyArray<string | Datum>;

/** @param length in UTF-16 units; what is longer is cut */
export function datum(text: string, length = MAX_DATA_LENGTH): Datum {
	return { data: shorten(text, length) };
}

/** Puts a phrase together: `` phrase`moved from ${datum(name)}` ``. */
export function phrase(
	words: TemplateStringsArray,
	...values: Array<string | Datum | Phrase>
): Phrase {
	return words.flatMap((word, position) => {
		const value = values[position];
		const pieces = value === undefined ? [] : isPhrase(value) ? value : [value];
		return word === '' ? pieces : [word, ...pieces];
	});
}

/** `Ann, Bob, Cid` */
export function joined(phrases: readonly Phrase[], separator: string): Phrase {
	return phrases.flatMap((one, position) => (position === 0 ? one : [separator, ...one]));
}

/** Without markup. Text that runs from right to left is closed off. */
export function plain(text: Phrase): string {
	return text.map((piece) => (typeof piece === 'string' ? piece : isolate(piece.data))).join('');
}

function isPhrase(value: string | Datum | Phrase): value is Phrase {
	return Array.isArray(value);
}
