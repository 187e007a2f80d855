import { FaultPlan } from '../faults';
import { isRecord } from '../isRecord';
import { Journal } from '../journal';
import { MalformedBody } from '../requestBody';
import { listen, vendorServer } from '../vendorServer';
import { problemOf, TEAMS_MAX_BYTES } from './checkMessage';

export interface TeamsOptions {
	/** The signature in the address: whoever knows it may post. */
	signature?: string;
	/** Default 127.0.0.1. */
	host?: string;
	/** Default: any free one. */
	port?: number;
}

/** A card that the webhook took. */
export interface TeamsMessage {
	/** ISO date-time, the real clock. */
	at: string;
	/** Every text of the card in its order, without markup. */
	text: string;
	/** The whole body. */
	body: Record<string, unknown>;
}

/** A running sink for Microsoft Teams, as the webhook of a workflow that posts a card to a channel. */
export interface TeamsService {
	origin: string;
	webhookUrl: string;
	/** What was taken, in order. */
	messages: TeamsMessage[];
	/** Forgets the messages. */
	clear(): void;
	journal: Journal;
	faults: FaultPlan;
	close(): Promise<void>;
}

const PATH = '/workflows/sandbox/triggers/manual/paths/invoke';

/** Starts the sink. It answers 202 without a body, 400 with a reason, 401 for a wrong signature, 413 for too much. */
export async function startTeams(options: TeamsOptions = {}): Promise<TeamsService> {
	const { signature = 'sandbox-signature' } = options;
	const messages: TeamsMessage[] = [];
	const journal = new Journal();
	const faults = new FaultPlan();
	const signatureOf = (url: string) => new URL(url, 'http://sandbox').searchParams.get('sig');
	const { app } = vendorServer({
		journal,
		faults,
		credentialsSeen: ({ url }) => {
			const brought = signatureOf(url);
			if (brought === null) return 'none';
			return brought === signature ? 'valid' : 'invalid';
		},
		// The journal shows no signature.
		maskQuery: (query) => query.replace(/(^|&)sig=[^&]*/, '$1sig=…'),
	});

	app.post(PATH, { config: { routeName: 'teams' } }, async ({ url, body, headers }, reply) => {
		if (signatureOf(url) !== signature) return reply.code(401).send(refusal('Unauthorized'));
		if (Number(headers['content-length']) > TEAMS_MAX_BYTES) {
			return reply.code(413).send(refusal('Message size is too large'));
		}
		const problem = body instanceof MalformedBody ? 'The body is no JSON' : problemOf(body);
		if (problem !== undefined || !isRecord(body)) return reply.code(400).send(refusal(problem));
		messages.push({
			at: new Date().toISOString(),
			text: textsOf(body.attachments).join('\n'),
			body,
		});
		return reply.code(202).send();
	});
	app.get('/__sandbox/messages', async () => messages);

	const origin = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);
	return {
		origin,
		webhookUrl: `${origin}${PATH}?api-version=2016-06-01&sig=${signature}`,
		messages,
		clear: () => {
			messages.length = 0;
		},
		journal,
		faults,
		close: () => app.close(),
	};
}

const refusal = (message = 'Bad request') => ({ error: { code: 'InvalidRequest', message } });

/** The texts of the card; the pieces of one block make one line. */
function textsOf(part: unknown): string[] {
	if (Array.isArray(part)) return part.flatMap(textsOf);
	if (!isRecord(part)) return [];
	const { inlines } = part;
	if (Array.isArray(inlines)) return [inlines.flatMap(textsOf).join('')];
	if (typeof part.text === 'string') return [part.text];
	return Object.values(part).flatMap(textsOf);
}
