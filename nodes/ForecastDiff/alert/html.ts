import { escapeEntities } from './cleanText';
import type { Phrase } from './phrase';

/** As text or in an attribute with double quotes. */
export function escapeHtml(text: string): string {
	return escapeEntities(text).replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}

/** A phrase as HTML: every name decides its own direction, and keeps it to itself. */
export function htmlPhrase(phrase: Phrase): string {
	return phrase
		.map((piece) =>
			typeof piece === 'string'
				? escapeHtml(piece)
				: `<span dir="auto" style="unicode-bidi:isolate">${escapeHtml(piece.data)}</span>`,
		)
		.join('');
}
