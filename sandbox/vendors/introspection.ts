import type { FastifyInstance } from 'fastify';
import type { FaultPlan } from './faults';
import { parseFaults } from './parseFaults';
import type { Journal } from './journal';

/** Paths of the sandbox itself: not part of any vendor's API, not in the journal. */
export const OWN_PATHS = '/__sandbox/';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * For the curious: what has been asked so far, and faults on demand. Answers this machine only.
 *
 *     curl http://127.0.0.1:<port>/__sandbox/journal
 *     curl http://127.0.0.1:<port>/__sandbox/faults -H 'content-type: application/json' \
 *       -d '{"route":"job","kind":"status","status":429,"retryAfter":"1","times":2}'
 */
export function introspection(app: FastifyInstance, journal: Journal, faults: FaultPlan): void {
	app.addHook('onRequest', async (request, reply) => {
		if (request.url.startsWith(OWN_PATHS) && !LOOPBACK.test(request.ip)) {
			return reply.code(403).send({ message: 'The sandbox shows itself on loopback only' });
		}
	});

	app.get(`${OWN_PATHS}journal`, async () => journal.entries);
	app.get(`${OWN_PATHS}faults`, async () => faults.pending);
	app.post(`${OWN_PATHS}faults`, async ({ body }, reply) => {
		const parsed = parseFaults(body);
		if ('problem' in parsed) return reply.code(400).send({ message: parsed.problem });
		faults.plan(...parsed.faults);
		return faults.pending;
	});
	app.delete(`${OWN_PATHS}faults`, async (_request, reply) => {
		faults.clear();
		return reply.code(204).send();
	});
}
