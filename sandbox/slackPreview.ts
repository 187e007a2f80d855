import type { SlackMessage } from './vendors';

/** What a reader of the Slack channel sees of a message, as plain text. */
export function slackPreview({ blocks, text }: SlackMessage): string {
	const lines = blocks.flatMap(textsOf);
	return (lines.length > 0 ? lines.join('\n') : text)
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');
}

/** The first line of that: for one alert after another. */
export function slackHeadline(message: SlackMessage): string {
	return slackPreview(message).split('\n')[0] ?? '';
}

/** Every text inside a block, in the order in which Slack shows them. */
function textsOf(part: unknown): string[] {
	if (Array.isArray(part)) return part.flatMap(textsOf);
	if (typeof part !== 'object' || part === null) return [];
	return Object.entries(part).flatMap(([key, value]) => {
		if (typeof value === 'string') return key === 'text' ? [value] : [];
		return textsOf(value);
	});
}
