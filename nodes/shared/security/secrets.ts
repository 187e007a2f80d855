/**
 * The secrets that count, without blanks around them: they come from pasting. Two may be live, so that one can be
 * exchanged without losing a delivery. Empty means that nothing is configured, and nothing may be let in.
 */
export function liveSecrets(...secrets: string[]): string[] {
	return secrets.map((secret) => secret.trim()).filter((secret) => secret !== '');
}
