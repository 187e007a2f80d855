/** What a failed check of a report means, as it goes on after "The last export of forecast …". */
const WORDS: Readonly<Record<string, string>> = {
	expected_rows: 'has fewer rows than are expected of it',
	period_is_current:
		'is of a quarter that is over or has not begun: compare the fiscal calendar of the node with that in Clari',
	period_matches: 'is of another quarter than the one that was asked for',
	request_matches: 'is of another request (types, scope, currency or weeks)',
	rows_readable: 'has a file that could not be read',
};

/** These have sentences of their own. */
const TOLD_APART = new Set(['', 'not_empty', 'not_truncated']);

/**
 * The failed checks of a report in words.
 *
 * @param failed names separated by commas; one that is not known is given as it is
 */
export function checkWords(failed = ''): string[] {
	return failed
		.split(',')
		.map((name) => name.trim())
		.filter((name) => !TOLD_APART.has(name))
		.map((name) => WORDS[name] ?? `did not pass the check '${name.replaceAll('_', ' ')}'`);
}
