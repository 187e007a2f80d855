import type { VendorServer } from '../vendorServer';
import { callDetailsAnswer, listCalls } from './callQuery';
import type { Calls } from './calls';
import { createCall } from './createCall';
import type { CopilotSettings } from './settings';

/** Calls: the list, one with details, and uploads. */
export function routesCalls(
	{ app }: VendorServer,
	calls: Calls,
	settings: CopilotSettings,
	now: () => number,
): void {
	app.get('/calls', { config: { routeName: 'copilotCalls' } }, async (request, reply) => {
		const answer = JSON.stringify(listCalls(request, calls, settings));
		if (Buffer.byteLength(answer) > settings.responseLimit) {
			return reply
				.code(502)
				.type('text/html')
				.send('<html><head><title>502 Bad Gateway</title></head></html>');
		}
		return reply.type('application/json; charset=utf-8').send(answer);
	});
	app.get('/call-details', { config: { routeName: 'copilotCall' } }, async (request) =>
		callDetailsAnswer(request, calls, settings),
	);
	app.post('/create-call', { config: { routeName: 'copilotCreateCall' } }, async (request) =>
		createCall(request, calls, now),
	);
}
