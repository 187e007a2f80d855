import { FaultPlan } from '../faults';
import { isRecord } from '../isRecord';
import { Journal } from '../journal';
import { MalformedBody } from '../requestBody';
import { listen, vendorServer } from '../vendorServer';
import { problemOf } from './checkMessage';
import { Inbox, type SlackMessage } from './inbox';

export interface SlackOptions {
	/** Last part of the webhook's path: whoever knows it may post. */
	secret?: string;
	/** Default 127.0.0.1. */
	host?: string;
	/** Default: any free one. */
	port?: number;
}

/** A running sink for Slack's incoming webhooks. */
export interface SlackService {
	origin: string;
	webhookUrl: string;
	/** What was taken, in order. */
	messages: SlackMessage[];
	waitForMessage: Inbox['waitForMessage'];
	/** Forgets the messages. */
	clear(): void;
	journal: Journal;
	faults: FaultPlan;
	close(): Promise<void>;
}

const TEAM = 'T0SANDBOX';
const CHANNEL = 'B0SANDBOX';

/**
 * Starts the sink. It answers as Slack's incoming webhooks do: `ok` as text, or one word and status 400; 404 `no_service`
 * for a webhook that does not exist.
 */
export async function startSlack(options: SlackOptions = {}): Promise<SlackService> {
	const { secret = 'sandbox-webhook' } = options;
	const inbox = new Inbox();
	const journal = new Journal();
	const faults = new FaultPlan();
	const secretOf = (path: string) => /^\/services\/[^/]+\/[^/]+\/([^/]+)$/.exec(path)?.[1];
	const { app } = vendorServer({
		journal,
		faults,
		credentialsSeen: ({ url }) => {
			const brought = secretOf(url.split('?')[0] ?? '');
			if (brought === undefined) return 'none';
			return brought === secret ? 'valid' : 'invalid';
		},
		maskPath: (path) => path.replace(/^(\/services\/[^/]+\/[^/]+\/).+$/, '$1…'),
	});

	app.post<{ Params: { team: string; channel: string; secret: string } }>(
		'/services/:team/:channel/:secret',
		{ config: { routeName: 'slack' } },
		async ({ params, body }, reply) => {
			reply.type('text/plain; charset=utf-8');
			const isHere = params.team === TEAM && params.channel === CHANNEL && params.secret === secret;
			if (!isHere) return reply.code(404).send('no_service');
			const problem = body instanceof MalformedBody ? 'invalid_payload' : problemOf(body);
			if (problem || !isRecord(body)) return reply.code(400).send(problem);
			inbox.add(body);
			return reply.send('ok');
		},
	);
	app.get('/__sandbox/messages', async () => inbox.messages);

	const origin = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);
	return {
		origin,
		webhookUrl: `${origin}/services/${TEAM}/${CHANNEL}/${secret}`,
		messages: inbox.messages,
		waitForMessage: (predicate, timeoutMs) => inbox.waitForMessage(predicate, timeoutMs),
		clear: () => inbox.clear(),
		journal,
		faults,
		close: () => app.close(),
	};
}
