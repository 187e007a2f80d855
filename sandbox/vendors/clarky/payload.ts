import type { Occurrence } from './occurrence';

/**
 * `flat` and `nested`: two shapes that a default payload may have; its real one is not published. `text`: no JSON at all,
 * which Clarky's editor does not save; a gateway in between may make it. Or the text of a template.
 */
export type PayloadForm = 'flat' | 'nested' | 'text' | (string & {});

export interface TemplateHabits {
	/** Whether values are escaped as JSON wants it; not documented. Default true. */
	isEscaped?: boolean;
	/** What stands there when there is no value: nothing, or the variable as it is. Not documented. Default `empty`. */
	missing?: 'empty' | 'literal';
}

/** The variables of a template, as Clarky documents them. */
function variablesOf(one: Occurrence): Record<string, string | number> {
	return {
		event: one.event,
		timestamp: one.timestamp,
		botId: one.agent.id,
		botName: one.agent.name,
		conversationId: one.conversation.id,
		conversationUrl: one.conversation.url,
		firstMessage: one.conversation.firstMessage,
		type: one.conversation.type,
		phoneNumber: one.contact.phoneNumber,
		firstName: one.contact.firstName,
		lastName: one.contact.lastName,
		email: one.contact.email,
		sentimentScore: one.sentiment.score,
		sentimentSummary: one.sentiment.summary,
	};
}

/**
 * The text of a payload.
 *
 * @throws when a template is not valid JSON: Clarky's editor does not save it
 */
export function payloadText(
	one: Occurrence,
	form: PayloadForm,
	{ isEscaped = true, missing = 'empty' }: TemplateHabits = {},
): string {
	if (form === 'flat') return JSON.stringify(flat(one));
	if (form === 'nested') return JSON.stringify(nested(one));
	if (form === 'text') return plainText(one);
	checkTemplate(form);
	const variables = variablesOf(one);
	return form.replace(/\{\{\s*(\w+)\s*\}\}/g, (literal: string, name: string) => {
		const value = String(variables[name] ?? '');
		if (!Object.hasOwn(variables, name)) return literal;
		if (value === '' && missing === 'literal') return literal;
		return isEscaped ? JSON.stringify(value).slice(1, -1) : value;
	});
}

/** The values of a payload as a query, for methods without a body. */
export function payloadQuery(one: Occurrence): string {
	const entries = Object.entries(flat(one)).map(([name, value]) => [name, String(value)]);
	return new URLSearchParams(Object.fromEntries(entries)).toString();
}

/** Refuses what Clarky's editor does not save. */
export function checkTemplate(template: string): void {
	try {
		JSON.parse(template);
	} catch {
		throw new Error('The payload template is not valid JSON');
	}
}

function plainText({ event, timestamp, contact, conversation }: Occurrence): string {
	const name = `${contact.firstName} ${contact.lastName}`;
	return `${event} at ${timestamp}\n${name} <${contact.email}>: "${conversation.firstMessage}"\n`;
}

function flat(one: Occurrence): Record<string, unknown> {
	return {
		...variablesOf(one),
		contactId: one.contact.id,
		...(one.message && { messageId: one.message.id, messageText: one.message.text }),
		...(one.booking && {
			bookingId: one.booking.id,
			bookingStatus: one.booking.status,
			bookingStartTime: one.booking.startsAt,
			bookingEndTime: one.booking.endsAt,
		}),
	};
}

function nested(one: Occurrence): Record<string, unknown> {
	const { contact, conversation, booking } = one;
	return {
		event: one.event,
		timestamp: one.timestamp,
		agent: one.agent,
		conversation: {
			id: conversation.id,
			url: conversation.url,
			type: conversation.type,
			first_message: conversation.firstMessage,
		},
		contact: {
			id: contact.id,
			first_name: contact.firstName,
			last_name: contact.lastName,
			emails: [{ email: contact.email, is_primary: true }],
			phone_numbers: contact.phoneNumber === '' ? [] : [contact.phoneNumber],
		},
		...(one.message && { message: one.message }),
		...(booking && {
			booking: {
				id: booking.id,
				status: booking.status,
				starts_at: booking.startsAt,
				ends_at: booking.endsAt,
			},
		}),
		sentiment: one.sentiment,
	};
}

/** A template as a user may write it who wants every variable. */
export const FULL_TEMPLATE = JSON.stringify({
	event: '{{event}}',
	timestamp: '{{timestamp}}',
	agent: { id: '{{botId}}', name: '{{botName}}' },
	conversation: {
		id: '{{conversationId}}',
		url: '{{conversationUrl}}',
		type: '{{type}}',
		firstMessage: '{{firstMessage}}',
	},
	contact: {
		firstName: '{{firstName}}',
		lastName: '{{lastName}}',
		email: '{{email}}',
		phoneNumber: '{{phoneNumber}}',
	},
	sentiment: { score: '{{sentimentScore}}', summary: '{{sentimentSummary}}' },
});
