/** The host of a web address, with its port; `undefined` when the text is no web address. */
export function hostOf(url: string): string | undefined {
	try {
		const { protocol, host } = new URL(url);
		return /^https?:$/.test(protocol) ? host : undefined;
	} catch {
		return undefined;
	}
}
