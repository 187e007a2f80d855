import { isRecord } from '../isRecord';

/** "The message size limit is 28 KB" (learn.microsoft.com, "Create Incoming Webhooks"), of the body as it is sent. */
export const TEAMS_MAX_BYTES = 28 * 1024;

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
/** The newest version of the card schema that Teams shows everywhere. */
const CARD_VERSION = /^1\.[0-5]$/;

/** What a workflow that posts a card to a channel would refuse about a message; `undefined` when it would take it. */
export function problemOf(body: unknown): string | undefined {
	if (!isRecord(body) || body.type !== 'message') return 'The body is no message';
	const { attachments } = body;
	if (!Array.isArray(attachments) || attachments.length === 0) return 'There are no attachments';
	return attachments.map(problemOfAttachment).find((problem) => problem !== undefined);
}

function problemOfAttachment(attachment: unknown): string | undefined {
	if (!isRecord(attachment) || attachment.contentType !== CARD_TYPE) {
		return `An attachment is not of type ${CARD_TYPE}`;
	}
	const { content } = attachment;
	if (!isRecord(content) || content.type !== 'AdaptiveCard')
		return 'The content is no AdaptiveCard';
	if (typeof content.version !== 'string' || !CARD_VERSION.test(content.version)) {
		return 'The version of the card is not known';
	}
	return Array.isArray(content.body) && content.body.length > 0 ? undefined : 'The card is empty';
}
