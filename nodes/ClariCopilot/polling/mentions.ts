import { isRecord, readNumber, readRecords, readText } from '../../shared/json/read';
import type { Call } from '../calls/callPages';

/** Something that was looked for and came up in a call. */
export interface Mention {
	kind: 'topic' | 'competitor';
	/** As Copilot writes it. */
	name: string;
	/** How often a topic came up. */
	occurrences: number | null;
	/** What was felt about a competitor, and why the AI thinks so; different ones joined by `, `, and by line breaks. */
	sentiment: string | null;
	reasoning: string | null;
}

/**
 * Mentions of topics or competitors in a call with details, by their names whatever their case: one for each. A topic that came
 * up no time is none.
 */
export function mentionsOf(call: Call, names: readonly string[]): Mention[] {
	const wanted = new Set(names.map(plain));
	const metrics = isRecord(call.metrics) ? call.metrics : {};
	const topics = readRecords(metrics.categories).map(({ name, occurences }): Mention => {
		// The vendor spells it so.
		const occurrences = readNumber(occurences) ?? null;
		return { kind: 'topic', name: textOf(name), occurrences, sentiment: null, reasoning: null };
	});
	const competitors = readRecords(call.competitor_sentiments).map(
		(one): Mention => ({
			kind: 'competitor',
			name: textOf(one.competitor_name),
			occurrences: null,
			sentiment: readText(one.sentiment) ?? null,
			reasoning: readText(one.reasoning) ?? null,
		}),
	);
	const found = new Map<string, Mention>();
	for (const one of [...topics, ...competitors]) {
		if (!wanted.has(plain(one.name)) || one.occurrences === 0) continue;
		const key = `${one.kind} ${plain(one.name)}`;
		const before = found.get(key);
		found.set(key, before ? joined(before, one) : one);
	}
	return [...found.values()];
}

/** A topic may be found in two ways, a competitor rated several times in a call. */
function joined(one: Mention, other: Mention): Mention {
	const count = (one.occurrences ?? 0) + (other.occurrences ?? 0);
	return {
		...one,
		occurrences: one.occurrences === null && other.occurrences === null ? null : count,
		sentiment: joinedTexts(', ', one.sentiment, other.sentiment),
		reasoning: joinedTexts('\n', one.reasoning, other.reasoning),
	};
}

function joinedTexts(separator: string, ...texts: Array<string | null>): string | null {
	const parts = texts.flatMap((text) => text?.split(separator) ?? []);
	return parts.length === 0 ? null : [...new Set(parts)].join(separator);
}

function plain(name: string): string {
	return name.trim().toLowerCase();
}

function textOf(value: unknown): string {
	return readText(value) ?? '';
}
