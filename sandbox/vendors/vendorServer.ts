import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { playAfter, playBefore } from './faultyAnswers';
import type { AnswerFault, FaultPlan, FaultRoute } from './faults';
import { introspection, OWN_PATHS } from './introspection';
import type { CredentialsSeen, Journal, JournalEntry } from './journal';
import { MalformedBody, readBodiesAsJson } from './requestBody';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** Short name of the route, for journal and fault plan. */
		routeName?: FaultRoute;
	}
}

interface VendorServerOptions {
	journal: Journal;
	faults: FaultPlan;
	credentialsSeen(request: FastifyRequest): CredentialsSeen;
	/** The path as the journal may show it, without secrets; default as it is. */
	maskPath?(path: string): string;
	/** The query as the journal may show it; default as it is. */
	maskQuery?(query: string): string;
}

export interface VendorServer {
	app: FastifyInstance;
	/** Writes down which job a request was about. */
	noteJob(request: FastifyRequest, jobId: string): void;
}

const asItIs = (text: string) => text;

/**
 * A web server that keeps the journal and plays the fault plan, for one vendor.
 * A request passes, in this order: journal, faults that come first, the routes (login, checks, work), faults that spoil.
 */
export function vendorServer(options: VendorServerOptions): VendorServer {
	const { journal, faults, credentialsSeen } = options;
	const { maskPath = asItIs, maskQuery = asItIs } = options;
	const app = Fastify({
		forceCloseConnections: true,
		bodyLimit: 5_000_000,
		routerOptions: { maxParamLength: 1000 },
		ajv: {
			// A stand-in that quietly mends a request would hide the client's mistake.
			customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false },
		},
	});
	const entries = new WeakMap<FastifyRequest, JournalEntry>();
	const playing = new WeakMap<FastifyRequest, AnswerFault>();
	const isOwn = (request: FastifyRequest) => request.url.startsWith(OWN_PATHS);

	readBodiesAsJson(app);
	introspection(app, journal, faults);

	app.addHook('onRequest', async (request) => {
		if (isOwn(request)) return;
		const [path = '', queryString = ''] = request.url.split('?');
		const entry: JournalEntry = {
			at: new Date().toISOString(),
			method: request.method,
			path: maskPath(path),
			route: request.routeOptions.config.routeName ?? 'unknown',
			status: null,
			queryString: maskQuery(queryString),
			credentialsSeen: credentialsSeen(request),
		};
		entries.set(request, entry);
		journal.entries.push(entry);
	});

	app.addHook('preHandler', async (request, reply) => {
		const entry = entries.get(request);
		if (!entry) return;
		const { body } = request;
		if (body !== undefined) entry.requestBody = body instanceof MalformedBody ? body.text : body;
		const fault = faults.takeAnswerFault(entry.route);
		if (!fault) return;
		entry.fault = fault.kind;
		playing.set(request, fault);
		await playBefore(fault, request, reply);
		if (reply.sent) return reply;
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const entry = entries.get(request);
		const fault = playing.get(request);
		const answer = fault ? await playAfter(fault, request, reply, payload) : payload;
		if (entry && fault?.kind !== 'reset') entry.status = reply.statusCode;
		return answer;
	});

	return {
		app,
		noteJob(request, jobId) {
			const entry = entries.get(request);
			if (entry) entry.jobId = jobId;
		},
	};
}

/** Starts listening and returns the origin, e.g. `http://127.0.0.1:40123`. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
	await app.listen({ host, port });
	const address = app.server.address();
	if (address === null || typeof address === 'string') throw new Error('No TCP address');
	const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
	return `http://${name}:${address.port}`;
}
