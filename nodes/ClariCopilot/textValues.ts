import { toList } from '../shared/parameters/read';
import { sessionError } from './errors';
import type { CopilotSession } from './transport';

/**
 * A text as the panel or an expression gives it; `undefined` when an expression found nothing.
 *
 * @throws NodeOperationError for what would be a text that nobody meant, like `[object Object]`
 */
export function readPlainText(
	session: CopilotSession,
	value: unknown,
	label: string,
): string | undefined {
	if (value === null || value === undefined) return undefined;
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
	throw sessionError(
		session,
		`'${label}' is neither a text nor a number`,
		'Of an object or a list, name the field that you want, e.g. {{ $json.account.name }}.',
	);
}

/**
 * A list of texts: chosen in the panel, given by an expression, or a text separated by commas. Gaps are left out.
 *
 * @throws NodeOperationError for entries that are no texts: without them a filter would let everything through
 */
export function readTextList(session: CopilotSession, value: unknown, label: string): string[] {
	if (!Array.isArray(value)) return toList(readPlainText(session, value, label));
	const entries: unknown[] = value;
	return toList(entries.map((entry) => readPlainText(session, entry, label)));
}
