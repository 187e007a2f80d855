import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Target {
	url: string;
	headers: Record<string, string>;
	/** Callbacks under way at a time, each on a connection that is kept. */
	concurrency: number;
	signal?: AbortSignal;
}

/** How callbacks were answered. */
export interface Answers {
	/** From the first callback to the last answer. */
	ms: number;
	accepted: number;
	/** Accepted ones whose answer says that the event had come before. */
	duplicates: number;
	/** Other statuses, and connections that broke, with how often. */
	refused: Record<string, number>;
}

/** Sends callbacks, always so many at a time: the next one goes when one is answered. Nothing is sent twice. */
export async function sendCallbacks(bodies: Iterable<string>, target: Target): Promise<Answers> {
	const agent = new Agent({ keepAlive: true, maxSockets: target.concurrency });
	const answers: Answers = { ms: 0, accepted: 0, duplicates: 0, refused: {} };
	const queue = bodies[Symbol.iterator]();
	const sendOn = async () => {
		for (let next = queue.next(); !next.done; next = queue.next()) {
			target.signal?.throwIfAborted();
			count(answers, await post(next.value, target, agent));
		}
	};
	const start = performance.now();
	try {
		await Promise.all(Array.from({ length: target.concurrency }, sendOn));
	} finally {
		agent.destroy();
	}
	answers.ms = performance.now() - start;
	return answers;
}

interface Answer {
	/** Status, or code of the connection that broke. */
	status: number | string;
	body: string;
}

function count(answers: Answers, { status, body }: Answer): void {
	if (status === 200) {
		answers.accepted++;
		if (body.includes('"duplicate":true')) answers.duplicates++;
	} else {
		answers.refused[status] = (answers.refused[status] ?? 0) + 1;
	}
}

async function post(body: string, { url, headers }: Target, agent: Agent): Promise<Answer> {
	return await new Promise((resolve) => {
		const broken = (error: NodeJS.ErrnoException) =>
			resolve({ status: error.code ?? error.message, body: '' });
		const sent = request(url, {
			method: 'POST',
			agent,
			headers: {
				...headers,
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(body),
			},
		});
		sent.on('error', broken);
		sent.on('response', (response) => {
			text(response).then(
				(answer) => resolve({ status: response.statusCode ?? 0, body: answer }),
				broken,
			);
		});
		sent.end(body);
	});
}
