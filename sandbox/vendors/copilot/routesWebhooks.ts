import type { FastifyRequest } from 'fastify';
import { isRecord } from '../isRecord';
import type { VendorServer } from '../vendorServer';
import { CopilotApiError } from './apiError';
import { REGISTRATION_PATH } from './login';
import type { CopilotSettings } from './settings';

/** The two events that guides name. */
export const WEBHOOK_EVENTS = ['call.completed', 'call.analyzed'];

/** A webhook as integration guides register it. */
export interface CopilotWebhook {
	id: string;
	url: string;
	events: string[];
	/** ISO date-time. */
	created_at: string;
}

interface Registrations {
	webhookToken: string;
	settings: CopilotSettings;
	/** Filled and emptied by the requests. */
	webhooks: CopilotWebhook[];
	now: () => number;
}

/**
 * The registration that integration guides describe and no source of Clari's confirms. Unless told otherwise nothing is
 * there: the real host does not even resolve.
 */
export function routesWebhooks({ app }: VendorServer, options: Registrations): void {
	const { webhookToken, settings, webhooks, now } = options;
	const route = { config: { routeName: 'copilotWebhooks' } } as const;
	let count = 0;
	const check = ({ headers }: FastifyRequest) => {
		if (settings.registration === 'gone') throw new CopilotApiError(404, 'Not found');
		if (headers.authorization !== `Bearer ${webhookToken}`) {
			throw new CopilotApiError(401, 'Invalid token');
		}
	};
	const checkChange = (request: FastifyRequest) => {
		check(request);
		if (!settings.registrationChanges) throw new CopilotApiError(405, 'Method not allowed');
	};
	const find = (id: string) => {
		const webhook = webhooks.find((one) => one.id === id);
		if (webhook) return webhook;
		throw new CopilotApiError(404, 'Webhook not found');
	};

	app.post(REGISTRATION_PATH, route, async (request, reply) => {
		check(request);
		const { url, events } = fieldsOf(request.body);
		if (!url || !events) throw new CopilotApiError(400, 'url and events are required');
		const created_at = new Date(now()).toISOString();
		const webhook = { id: `webhook_${++count}`, url, events, created_at };
		webhooks.push(webhook);
		return await reply.code(201).send(webhook);
	});

	app.get(REGISTRATION_PATH, route, async (request) => {
		check(request);
		const { registrationList: list } = settings;
		if (typeof list === 'number') throw new CopilotApiError(list, 'There is no list');
		return { [list]: webhooks };
	});

	app.patch<{ Params: { id: string } }>(`${REGISTRATION_PATH}/:id`, route, async (request) => {
		checkChange(request);
		return Object.assign(find(request.params.id), fieldsOf(request.body));
	});

	app.delete<{ Params: { id: string } }>(
		`${REGISTRATION_PATH}/:id`,
		route,
		async (request, reply) => {
			checkChange(request);
			webhooks.splice(webhooks.indexOf(find(request.params.id)), 1);
			return await reply.code(204).send();
		},
	);
}

/** URL and events, where given; what is given must be right. */
function fieldsOf(body: unknown): { url?: string; events?: string[] } {
	const given = isRecord(body) ? body : {};
	const { url, events } = given;
	if (url !== undefined && (typeof url !== 'string' || !URL.canParse(url))) {
		throw new CopilotApiError(400, 'url is no web address');
	}
	if (events === undefined) return url === undefined ? {} : { url };
	const isList = Array.isArray(events) && events.length > 0;
	const list = isList ? events.map(String) : [];
	if (!isList || list.some((event) => !WEBHOOK_EVENTS.includes(event))) {
		throw new CopilotApiError(400, `events must be of ${WEBHOOK_EVENTS.join(', ')}`);
	}
	return { ...(url !== undefined && { url }), events: list };
}
