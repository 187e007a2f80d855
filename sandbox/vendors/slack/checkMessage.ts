import { isRecord } from '../isRecord';

/** Slack's words for what is wrong with a message; the body of its answers with status 400. */
export type SlackProblem = 'invalid_payload' | 'invalid_blocks' | 'no_text' | 'msg_too_long';

/** Published limits of messages and of Block Kit, in characters and pieces. */
export const SLACK_LIMITS = {
	text: 40_000,
	blocks: 50,
	header: 150,
	section: 3000,
	sectionFields: 10,
	sectionField: 2000,
	contextElements: 10,
	actions: 25,
	buttonText: 75,
	buttonUrl: 3000,
	blockId: 255,
} as const;

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** A text object of at most this many characters; Slack refuses empty ones too. */
function isText(value: unknown, limit: number, plainOnly = false): boolean {
	if (!isRecord(value) || typeof value.text !== 'string') return false;
	const isKnown = value.type === 'plain_text' || (value.type === 'mrkdwn' && !plainOnly);
	return isKnown && value.text.length > 0 && value.text.length <= limit;
}

function isSection({ text, fields }: Record<string, unknown>): boolean {
	if (text === undefined && fields === undefined) return false;
	if (text !== undefined && !isText(text, SLACK_LIMITS.section)) return false;
	if (fields === undefined) return true;
	return (
		isList(fields) &&
		fields.length > 0 &&
		fields.length <= SLACK_LIMITS.sectionFields &&
		fields.every((field) => isText(field, SLACK_LIMITS.sectionField))
	);
}

function isContext({ elements }: Record<string, unknown>): boolean {
	return (
		isList(elements) &&
		elements.length > 0 &&
		elements.length <= SLACK_LIMITS.contextElements &&
		elements.every(
			(element) =>
				isText(element, SLACK_LIMITS.section) || (isRecord(element) && element.type === 'image'),
		)
	);
}

function isActions({ elements }: Record<string, unknown>): boolean {
	if (!isList(elements) || elements.length === 0 || elements.length > SLACK_LIMITS.actions) {
		return false;
	}
	return elements.every((element) => {
		if (!isRecord(element)) return false;
		if (element.type !== 'button') return typeof element.type === 'string';
		const { url, text } = element;
		const isUrl = typeof url === 'string' && url.length <= SLACK_LIMITS.buttonUrl;
		return isText(text, SLACK_LIMITS.buttonText, true) && (url === undefined || isUrl);
	});
}

function isBlock(block: unknown): boolean {
	if (!isRecord(block)) return false;
	const { block_id: id } = block;
	if (id !== undefined && (typeof id !== 'string' || id.length > SLACK_LIMITS.blockId))
		return false;
	switch (block.type) {
		case 'section':
			return isSection(block);
		case 'header':
			return isText(block.text, SLACK_LIMITS.header, true);
		case 'context':
			return isContext(block);
		case 'actions':
			return isActions(block);
		case 'divider':
			return true;
		case 'image':
			return typeof block.image_url === 'string' && typeof block.alt_text === 'string';
		case 'rich_text':
			return isList(block.elements);
		default:
			return false;
	}
}

/** What Slack would refuse about a message; `undefined` when it would take it. */
export function problemOf(body: unknown): SlackProblem | undefined {
	if (!isRecord(body)) return 'invalid_payload';
	const { text, blocks } = body;
	if (text !== undefined && typeof text !== 'string') return 'invalid_payload';
	if (text !== undefined && text.length > SLACK_LIMITS.text) return 'msg_too_long';
	if (blocks !== undefined) {
		if (!isList(blocks) || blocks.length > SLACK_LIMITS.blocks) return 'invalid_blocks';
		if (!blocks.every(isBlock)) return 'invalid_blocks';
	}
	const isEmpty = (text === undefined || text === '') && (!isList(blocks) || blocks.length === 0);
	return isEmpty ? 'no_text' : undefined;
}
