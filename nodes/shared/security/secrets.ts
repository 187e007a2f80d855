/** Shorter ones can be guessed by trying. */
const SHORTEST_SECRET = 16;

/**
 * The secrets that count, without blanks around them: they come from pasting. Two may be live, so that one can be
 * exchanged without losing a delivery. Empty means that nothing is configured, and nothing may be let in.
 */
export function liveSecrets(...secrets: string[]): string[] {
	return secrets.map((secret) => secret.trim()).filter((secret) => secret !== '');
}

/** What speaks against secrets that only others send, so that no request can try them; `undefined` when nothing does. */
export function secretAdvice(...secrets: string[]): string | undefined {
	const live = liveSecrets(...secrets);
	if (live.length === 0) return 'Put a secret in: without one, every request is refused.';
	return live.some((secret) => secret.length < SHORTEST_SECRET)
		? `Take a secret of at least ${SHORTEST_SECRET} characters.`
		: undefined;
}
