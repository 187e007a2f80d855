/** Longest URL that Slack takes behind a text (docs.slack.dev, Block Kit reference: 3,000), with room for escapes. */
const MAX_URL_LENGTH = 1000;

export interface Link {
	label: string;
	/** http or https, without a user and a password; what means something to HTML or Slack is percent-encoded. */
	url: string;
}

/** The link, or none where the URL is not one that an alert may carry. */
export function link(label: string, url: string | undefined): Link[] {
	const safe = url === undefined ? undefined : safeUrl(url);
	return safe === undefined ? [] : [{ label, url: safe }];
}

function safeUrl(text: string): string | undefined {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		return undefined;
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
	// An alert goes to many readers.
	url.username = '';
	url.password = '';
	const encoded = url.href.replace(/["'<>|`*\\^{}\s]/g, (character) =>
		character === "'" ? '%27' : character === '*' ? '%2A' : encodeURIComponent(character),
	);
	return encoded.length > MAX_URL_LENGTH ? undefined : encoded;
}
