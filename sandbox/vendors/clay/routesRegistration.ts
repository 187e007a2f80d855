import { randomFrom } from '../random';
import { isRecord } from '../isRecord';
import type { VendorServer } from '../vendorServer';
import { ClayApiError } from './apiError';
import { REGISTRATION_PATH } from './login';
import type { ClaySettings } from './settings';

/** A webhook as integration guides register it. */
export interface Registration {
	id: string;
	url: string;
	events: string[];
	table_id: string;
	/** ISO date-time. */
	created_at: string;
}

interface RegistrationOptions {
	apiKey: string;
	seed: string;
	settings: ClaySettings;
	/** Filled and emptied by the requests. */
	registrations: Registration[];
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** URL, events and table under the names that guides use for them, or a refusal. */
function registrationOf(body: unknown): Pick<Registration, 'url' | 'events' | 'table_id'> {
	const given = isRecord(body) ? body : {};
	const url = text(given.url ?? given.endpoint);
	const events: unknown = given.events ?? given.event_types;
	const table_id = text(given.table_id);
	const isList = Array.isArray(events) && events.length > 0 && events.every(text);
	if (!url || !URL.canParse(url) || !isList || !table_id) {
		throw new ClayApiError(400, 'url, events and table_id are required');
	}
	return { url, events: events.map(String), table_id };
}

/**
 * The registration of webhooks under `/v1` that integration guides describe and no source of Clay confirms. Unless told
 * otherwise it answers as the real host does to everything under `/v1`: 404.
 */
export function routesRegistration({ app }: VendorServer, options: RegistrationOptions): void {
	const { apiKey, seed, settings, registrations } = options;
	const route = { config: { routeName: 'clayRegistration' } } as const;
	let count = 0;

	const check = (authorization: string | undefined): void => {
		if (settings.registration === 'gone') throw new ClayApiError(404, 'deprecated API endpoint');
		if (authorization !== `Bearer ${apiKey}`) throw new ClayApiError(401, 'Invalid API key');
	};

	app.post(REGISTRATION_PATH, route, async ({ headers, body }, reply) => {
		check(headers.authorization);
		const wanted = registrationOf(body);
		count++;
		const number = randomFrom(seed, 'registration', count).between(100_000, 999_999);
		const registration: Registration = {
			id: `webhook_${number}${count}`,
			...wanted,
			created_at: new Date().toISOString(),
		};
		registrations.push(registration);
		return reply.code(201).send(registration);
	});

	app.get(REGISTRATION_PATH, route, async ({ headers }) => {
		check(headers.authorization);
		return { data: registrations };
	});

	app.delete<{ Params: { id: string } }>(
		`${REGISTRATION_PATH}/:id`,
		route,
		async ({ headers, params }, reply) => {
			check(headers.authorization);
			const index = registrations.findIndex(({ id }) => id === params.id);
			if (index < 0) throw new ClayApiError(404, 'Webhook not found');
			registrations.splice(index, 1);
			return reply.code(204).send();
		},
	);
}
