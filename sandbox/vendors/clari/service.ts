import type { FastifyError } from 'fastify';
import { FaultPlan } from '../faults';
import { Journal } from '../journal';
import { listen, vendorServer } from '../vendorServer';
import { GATEWAY_UNAUTHORIZED, gatewayNotFound, Refusal, VendorError } from './errors';
import { ExportJobs } from './jobs';
import { credentialsSeen, NotLoggedIn } from './login';
import { Organisation, type OrganisationOptions } from './organisation';
import { routesActivity } from './routesActivity';
import { routesAudit } from './routesAudit';
import { routesOpportunity } from './routesOpportunity';
import { routesV1 } from './routesV1';
import { routesV4 } from './routesV4';
import { DEFAULT_SETTINGS, type ClariSettings } from './settings';

export interface ClariOptions {
	/** A company to be invented, or one that exists already. */
	organisation?: OrganisationOptions | Organisation;
	settings?: Partial<ClariSettings>;
	/** Token of the integration user. */
	token?: string;
	/** Token of another user of the same organisation. */
	otherToken?: string;
	/** Default 127.0.0.1. */
	host?: string;
	/** Default: any free one. */
	port?: number;
}

/** A running stand-in for Clari. */
export interface ClariService {
	/** e.g. `http://127.0.0.1:40123` */
	origin: string;
	/** Base URL of the present API, for the header `apikey`. */
	v4Url: string;
	/** Base URL of the v1 profile, for a bearer token. */
	v1Url: string;
	token: string;
	/** Somebody else's: its jobs answer 403 to the first one. */
	otherToken: string;
	/** Can be changed at any time. */
	settings: ClariSettings;
	organisation: Organisation;
	jobs: ExportJobs;
	journal: Journal;
	faults: FaultPlan;
	close(): Promise<void>;
}

const USER_ID = 77;
const OTHER_USER_ID = 78;

/** Starts the stand-in for Clari's export API. */
export async function startClari(options: ClariOptions = {}): Promise<ClariService> {
	const { token = 'sandbox-clari-token', otherToken = 'sandbox-clari-token-of-somebody-else' } =
		options;
	const settings: ClariSettings = { ...structuredClone(DEFAULT_SETTINGS), ...options.settings };
	const organisation =
		options.organisation instanceof Organisation
			? options.organisation
			: new Organisation(options.organisation);
	const jobs = new ExportJobs(organisation.seed, settings, () => organisation.now());
	const journal = new Journal();
	const faults = new FaultPlan();
	const tokens = new Map([
		[token, USER_ID],
		[otherToken, OTHER_USER_ID],
	]);
	const server = vendorServer({
		journal,
		faults,
		credentialsSeen: (request) => credentialsSeen(request, tokens),
	});
	const { app } = server;
	const state = { organisation, jobs, faults, settings };
	let origin = '';

	app.setNotFoundHandler((_request, reply) => reply.code(404).send(gatewayNotFound()));
	app.setErrorHandler((error: FastifyError, _request, reply) => {
		if (error instanceof Refusal) return reply.code(error.status).send(error.body);
		if (error instanceof NotLoggedIn) return reply.code(401).send(GATEWAY_UNAUTHORIZED);
		const { message, statusCode = 500 } = error;
		return reply
			.code(statusCode)
			.send(new VendorError(statusCode, 'internal_server_error', message).body);
	});
	app.get('/__sandbox/movements', async () => organisation.movements);
	routesV4(server, state, tokens);
	routesActivity(server, state, tokens);
	routesAudit(server, state, tokens, () => origin);
	routesOpportunity(server, state, tokens);
	routesV1(server, state, tokens, () => origin);
	origin = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);

	return {
		origin,
		v4Url: `${origin}/v4`,
		v1Url: `${origin}/v1`,
		token,
		otherToken,
		settings,
		organisation,
		jobs,
		journal,
		faults,
		close: () => app.close(),
	};
}
