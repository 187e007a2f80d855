import type { FastifyError } from 'fastify';
import { FaultPlan } from '../faults';
import { Journal } from '../journal';
import { listen, vendorServer } from '../vendorServer';
import { ClayApiError } from './apiError';
import { ApiWebhooks, type ApiWebhook, type Delivery } from './apiWebhooks';
import type { ColumnSettings } from './column';
import { Enrichment } from './enrichment';
import { TABLE_ID } from './leadsTable';
import { credentialsSeen } from './login';
import { RoutineRuns, type RoutineRun } from './routineRuns';
import { routesMe } from './routesMe';
import { routesRegistration, type Registration } from './routesRegistration';
import { routesRoutines } from './routesRoutines';
import { routesSearch } from './routesSearch';
import { routesTables } from './routesTables';
import { ClayRows, type Callback, type ClayRow, type EnrichedFields } from './rows';
import { Searches } from './searches';
import { Sender } from '../sendBytes';
import { DEFAULT_CLAY_SETTINGS, type ClaySettings } from './settings';
import { ClaySources, type ClaySource, type SourceOptions } from './sources';
import { tableWebhook } from './tableWebhook';

export interface ClayOptions {
	/** Of everything that is drawn; default 1. */
	seed?: string | number;
	settings?: Partial<ClaySettings>;
	/** The first webhook source: submissions that it takes, and its token. */
	source?: SourceOptions;
	/** The HTTP API column; default none, so that rows come in and nothing goes out. */
	column?: Partial<ColumnSettings>;
	/** Key of the public API. */
	apiKey?: string;
	/** Default 127.0.0.1. */
	host?: string;
	/** Default: any free one. */
	port?: number;
}

/** A running stand-in for a Clay workspace with one table. */
export interface ClayService {
	/** e.g. `http://127.0.0.1:40123` */
	origin: string;
	/** Address of the first webhook source. */
	webhookUrl: string;
	/** What its header `x-clay-webhook-auth` has to be; `undefined`: none is asked for. */
	readonly token: string | undefined;
	/** All webhook sources; limits and tokens can be changed at any time. */
	sources: ClaySource[];
	addSource(options?: SourceOptions): ClaySource;
	/** Base URL of the public API, for the header `clay-api-key`. */
	apiUrl: string;
	apiKey: string;
	/** The table that can be queried. */
	tableId: string;
	/** Routine runs, in the order in which they were started. */
	runs: RoutineRun[];
	/** Base URL of the registration of webhooks that only integration guides know. */
	registrationUrl: string;
	/** What is registered there. */
	registrations: Registration[];
	/** Can be changed at any time. */
	settings: ClaySettings;

	/** What arrived, in order. */
	rows: ClayRow[];
	/** All rows as soon as there are `count`; rejects after `timeoutMs`. */
	waitForRows(count: number, timeoutMs: number): Promise<ClayRow[]>;
	/** The HTTP API column as it is set up; `undefined`: there is none. */
	readonly column: ColumnSettings | undefined;
	/** Sets the column up anew (what is not given gets its default), or removes it. */
	setColumn(column?: Partial<ColumnSettings>): void;
	/**
	 * Enriches a row again and calls back. With changes the content is new and so is its time; without, the very same
	 * bytes are sent.
	 */
	rerun(rowId: string, changes?: EnrichedFields): void;
	/** The answers to callbacks, copies and repeats included, in the order in which they came. */
	callbacks: Callback[];
	waitForCallbacks(count: number, timeoutMs: number): Promise<Callback[]>;

	/** Registers a signed webhook for the end of routine runs, as Clay's CLI does. */
	createApiWebhook(url: string): ApiWebhook;
	/** Sends the signed test envelope, whose data is empty. */
	pingApiWebhook(id: string): Promise<Delivery>;
	/** Sends the envelope about a run again, byte for byte. */
	redeliver(routineRunId: string): Promise<Delivery>;
	/** Signed envelopes and their answers. */
	deliveries: Delivery[];
	waitForDeliveries(count: number, timeoutMs: number): Promise<Delivery[]>;

	journal: Journal;
	faults: FaultPlan;
	/** Also ends what is under way: enrichments, callbacks, runs. */
	close(): Promise<void>;
}

/** Starts the stand-in for Clay. Nothing goes out of it before a column is set or a run names a webhook. */
export async function startClay(options: ClayOptions = {}): Promise<ClayService> {
	const { apiKey = 'sandbox-clay-key' } = options;
	const seed = String(options.seed ?? 1);
	const settings: ClaySettings = { ...DEFAULT_CLAY_SETTINGS, ...options.settings };
	const journal = new Journal();
	const faults = new FaultPlan();
	let origin = '';
	const sources = new ClaySources(seed, () => origin);
	const first = sources.add(options.source);
	const rows = new ClayRows();
	const sender = new Sender();
	const enrichment = new Enrichment({ seed, settings, rows, sender });
	if (options.column) enrichment.setColumn(options.column);
	const webhooks = new ApiWebhooks(seed, sender);
	const runs = new RoutineRuns(seed, settings, webhooks);
	const registrations: Registration[] = [];
	const server = vendorServer({
		journal,
		faults,
		credentialsSeen: (request) => credentialsSeen(request, { apiKey, sources }),
		// Whoever knows a source's address may send to it.
		maskPath: (path) => path.replace(/^(\/v3\/sources\/webhook\/).+$/, '$1…'),
	});
	const { app } = server;
	tableWebhook(server, { sources, rows, settings, onRow: (row) => enrichment.start(row) });
	routesMe(server, apiKey);
	routesRoutines(server, { apiKey, settings, runs, webhooks });
	routesSearch(server, { apiKey, settings, searches: new Searches(seed, settings) });
	routesTables(server, { apiKey, seed, settings });
	routesRegistration(server, { apiKey, seed, settings, registrations });
	app.setNotFoundHandler(({ url }, reply) => {
		// All of v1 is gone at the real host.
		const message = url.startsWith('/v1/') ? 'deprecated API endpoint' : 'Not found';
		return reply.code(404).send({ message });
	});
	app.setErrorHandler((error: FastifyError | ClayApiError, _request, reply) => {
		const status = error instanceof ClayApiError ? error.status : (error.statusCode ?? 500);
		return reply.code(status).send({ message: error.message });
	});
	app.get('/__sandbox/rows', async () => rows.rows.all);
	origin = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);

	return {
		origin,
		webhookUrl: first.url,
		get token() {
			return first.token;
		},
		sources: sources.all,
		addSource: (source) => sources.add(source),
		apiUrl: `${origin}/public/v0`,
		apiKey,
		tableId: TABLE_ID,
		runs: runs.all,
		registrationUrl: `${origin}/v1`,
		registrations,
		settings,
		rows: rows.rows.all,
		waitForRows: (count, timeoutMs) => rows.rows.waitFor(count, timeoutMs),
		get column() {
			return enrichment.column;
		},
		setColumn: (column) => enrichment.setColumn(column),
		rerun: (rowId, changes) => enrichment.start(rows.get(rowId), changes),
		callbacks: rows.callbacks.all,
		waitForCallbacks: (count, timeoutMs) => rows.callbacks.waitFor(count, timeoutMs),
		createApiWebhook: (url) => webhooks.create(url),
		pingApiWebhook: (id) => webhooks.ping(id),
		redeliver: (routineRunId) => webhooks.redeliver(routineRunId),
		deliveries: webhooks.deliveries.all,
		waitForDeliveries: (count, timeoutMs) => webhooks.deliveries.waitFor(count, timeoutMs),
		journal,
		faults,
		close: async () => {
			enrichment.close();
			runs.close();
			sender.close();
			await app.close();
		},
	};
}
