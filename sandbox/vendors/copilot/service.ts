import type { FastifyError } from 'fastify';
import { FaultPlan } from '../faults';
import { Journal } from '../journal';
import { listen, vendorServer } from '../vendorServer';
import { CopilotApiError } from './apiError';
import type { CallPlan } from './callPlan';
import { Calls, type CallsOptions } from './calls';
import { Deliveries, type CopilotDelivery, type DeliveryHabits } from './deliveries';
import { checkLogin, credentialsSeen, REGISTRATION_PATH } from './login';
import { checkQuery } from './queryContract';
import { RequestLimits } from './requestLimits';
import { routesCalls } from './routesCalls';
import { noCrmObjects, routesCrm, type CrmObjects } from './routesCrm';
import { routesScorecards } from './routesScorecards';
import { routesTeam } from './routesTeam';
import { routesWebhooks, type CopilotWebhook } from './routesWebhooks';
import { DEFAULT_COPILOT_SETTINGS, type CopilotSettings } from './settings';
import type { CopilotUser } from './team';

export interface CopilotOptions {
	/** Of everything that is drawn; default 1. */
	seed?: string | number;
	settings?: Partial<CopilotSettings>;
	/** Which calls are planned; default 60 in January 2026, long since analysed. */
	calls?: CallsOptions;
	/** The clock by which calls appear and move on, in milliseconds since the epoch; default the real one. */
	now?: () => number;
	apiKey?: string;
	apiPassword?: string;
	webhookToken?: string;
	/** Default 127.0.0.1. */
	host?: string;
	/** Default: any free one. */
	port?: number;
}

/** A running stand-in for Clari Copilot. */
export interface CopilotService {
	/** e.g. `http://127.0.0.1:40123`; also the base URL of the API. */
	origin: string;
	apiKey: string;
	apiPassword: string;
	/** Base URL of the registration of webhooks that only integration guides know. */
	webhookUrl: string;
	webhookToken: string;
	/** Can be changed at any time. */
	settings: CopilotSettings;
	users: CopilotUser[];
	/** Calls that are known by now. */
	callIds(filter?: { status?: string; isPrivate?: boolean }): string[];
	/** Adds a call like the planned ones, with other features where given. */
	addCall(changes?: Partial<CallPlan>): CallPlan;
	/** Sets what a call is at, as of now. */
	setStatus(callId: string, status: string): void;
	/** By their ids in the CRM. */
	crm: CrmObjects;
	/** What is registered. */
	webhooks: CopilotWebhook[];
	/** Tells every webhook that wants it, and gives their answers. */
	deliver(event: string, callId: string, habits?: DeliveryHabits): Promise<CopilotDelivery[]>;
	/** Called before a request is worked on, e.g. to let statuses move between two pages. */
	beforeRequest?: (url: string) => void;
	/** Requests of this week that were not refused. */
	readonly requestsInWeek: number;
	journal: Journal;
	faults: FaultPlan;
	close(): Promise<void>;
}

/** Starts the stand-in for Clari Copilot. */
export async function startCopilot(options: CopilotOptions = {}): Promise<CopilotService> {
	const { apiKey = 'sandbox-copilot-key', apiPassword = 'sandbox-copilot-password' } = options;
	const { webhookToken = 'sandbox-copilot-token', now = Date.now } = options;
	const secrets = { apiKey, apiPassword, webhookToken };
	const settings: CopilotSettings = { ...DEFAULT_COPILOT_SETTINGS, ...options.settings };
	const journal = new Journal();
	const faults = new FaultPlan();
	const calls = new Calls(String(options.seed ?? 1), now, options.calls ?? {});
	const crm = noCrmObjects();
	const webhooks: CopilotWebhook[] = [];
	const deliveries = new Deliveries(webhooks, calls);
	const limits = new RequestLimits(settings, now);
	const server = vendorServer({
		journal,
		faults,
		credentialsSeen: (request) => credentialsSeen(request, secrets),
	});
	const { app } = server;
	app.addHook('preValidation', async (request) => {
		const isOwn = request.url.startsWith('/__sandbox/');
		if (isOwn || request.url.startsWith(REGISTRATION_PATH)) return;
		service.beforeRequest?.(request.url);
		limits.take();
	});
	app.addHook('preHandler', async (request) => {
		const isOwn = request.url.startsWith('/__sandbox/');
		if (isOwn || request.url.startsWith(REGISTRATION_PATH)) return;
		checkLogin(request, secrets);
		checkQuery(request);
	});
	routesCalls(server, calls, settings, now);
	routesTeam(server, calls.users, settings);
	routesScorecards(server, calls, settings, now);
	routesCrm(server, crm);
	routesWebhooks(server, { webhookToken, settings, webhooks, now });
	app.setNotFoundHandler((request, reply) => {
		// Without login the real host says so on paths that do not exist, too.
		const isKnown = credentialsSeen(request, secrets) === 'valid';
		const errorMessage = isKnown ? 'Not found' : 'Credentials not provided!';
		return reply.code(isKnown ? 404 : 401).send({ errorMessage });
	});
	app.setErrorHandler((error: FastifyError | CopilotApiError, _request, reply) => {
		const status = error instanceof CopilotApiError ? error.status : (error.statusCode ?? 500);
		return reply.code(status).send({ errorMessage: error.message });
	});
	const origin = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);

	const service: CopilotService = {
		origin,
		apiKey,
		apiPassword,
		webhookUrl: `${origin}/v1`,
		webhookToken,
		settings,
		users: calls.users,
		callIds: ({ status, isPrivate } = {}) =>
			calls
				.known()
				.filter(({ state }) => status === undefined || state.status === status)
				.filter(({ plan }) => isPrivate === undefined || plan.isPrivate === isPrivate)
				.map(({ plan }) => plan.id),
		addCall: (changes = {}) => calls.add(changes),
		setStatus: (callId, status) => calls.setStatus(callId, status),
		crm,
		webhooks,
		deliver: async (event, callId, habits = {}) => {
			const { at = new Date(now()).toISOString() } = habits;
			return await deliveries.send({ event, callId, at }, habits);
		},
		get requestsInWeek() {
			return limits.inWeek;
		},
		journal,
		faults,
		close: async () => {
			deliveries.close();
			await app.close();
		},
	};
	return service;
}
