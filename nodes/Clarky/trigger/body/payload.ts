import { isRecord } from '../../../shared/json/read';
import { readJson } from '../../../shared/webhook/jsonBody';
import { knownEvent } from '../event/eventNames';

/** What a request brought, whichever way. */
export interface Payload {
	/** What fields are read from; empty when there is nothing to read. */
	body: Record<string, unknown>;
	/** What came: an object, other JSON, or text. */
	raw: unknown;
	/** A name of an event beside the fields: of the URL, or found in a text that is no JSON. */
	eventHint?: string;
	warnings: string[];
}

/** Methods that carry their values in the URL when there is no body. */
const QUERY_METHODS = ['GET', 'DELETE'];

/**
 * Reads a request whose form the user chooses in Clarky, template and method. Nothing is turned away because of its form,
 * since nobody would see the answer: what cannot be read stays in `raw`, and `warnings` says so.
 *
 * @param url of the request, with its query
 * @returns `undefined` when the body is nested too deep to be walked
 */
export function readPayload(
	bytes: Buffer,
	{ method = 'POST', url = '' }: { method?: string; url?: string },
): Payload | undefined {
	const query = queryOf(url);
	const eventHint = query.event;
	const text = new TextDecoder().decode(bytes);
	if (text.trim() === '') {
		const isQuery = QUERY_METHODS.includes(method.toUpperCase()) && Object.keys(query).length > 0;
		return isQuery
			? { body: query, raw: query, warnings: [] }
			: { body: {}, raw: '', eventHint, warnings: ['The request has no body.'] };
	}
	const parsed = readJson(bytes);
	if (!parsed.ok) {
		if (parsed.refusal === 'tooDeep') return undefined;
		return {
			body: {},
			raw: text,
			eventHint: eventHint ?? eventInText(text),
			warnings: [
				'The body is not JSON, and is given out as text under raw. A value with quotes or line breaks may have been put into the template as it is: leave firstMessage and sentimentSummary out of it, or use the default payload.',
			],
		};
	}
	const { value } = parsed;
	const [only, ...more] = Array.isArray(value) ? value : [value];
	if (isRecord(only) && more.length === 0) {
		return { body: only, raw: value, eventHint, warnings: [] };
	}
	const warning =
		'The body is no JSON object, and is given out under raw. No field is read from it.';
	return { body: {}, raw: value, eventHint, warnings: [warning] };
}

function queryOf(url: string): Record<string, string> {
	const [, query = ''] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
	const entries = [...new URLSearchParams(query)].filter(([name]) => name !== '__proto__');
	return Object.fromEntries(entries);
}

/** The event in a text that was to be JSON, if it is one that is known: its place is not certain. */
function eventInText(text: string): string | undefined {
	const [, name] = /"event"\s*:\s*"([^"\\]{1,100})"/i.exec(text) ?? [];
	return name !== undefined && knownEvent(name) ? name : undefined;
}
