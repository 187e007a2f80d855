/** Text that is HTML already. Only `markup` makes it, so nothing else gets into a page without being escaped. */
export class Html {
	constructor(readonly source: string) {}
}

type Piece = Html | string | number | null | ReadonlyArray<Html | string>;

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/**
 * A piece of a page. Whatever is put into the template is escaped, as text or in an attribute in double quotes, unless it
 * is such a piece itself; `null` is nothing.
 */
export function markup(literals: TemplateStringsArray, ...pieces: Piece[]): Html {
	const source = literals.map((literal, position) => literal + sourceOf(pieces[position] ?? null));
	return new Html(source.join(''));
}

function sourceOf(piece: Piece): string {
	if (piece === null) return '';
	if (piece instanceof Html) return piece.source;
	if (typeof piece === 'number') return String(piece);
	return typeof piece === 'string' ? escape(piece) : piece.map(sourceOf).join('');
}

function escape(text: string): string {
	// Unpaired surrogates would make the answer invalid UTF-8.
	return text
		.replace(/\p{Surrogate}/gu, '\ufffd')
		.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
