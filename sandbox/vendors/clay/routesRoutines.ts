import type { VendorServer } from '../vendorServer';
import { ClayApiError } from './apiError';
import type { ApiWebhooks } from './apiWebhooks';
import { checkedBody, checkKey, limitFrom } from './checkRequest';
import { API_PATH } from './login';
import { cursorTo, offsetFrom } from './pages';
import { RUN_SCHEMA } from './requestSchemas';
import type { RoutineItem, RoutineRuns } from './routineRuns';
import type { ClaySettings } from './settings';

interface Routines {
	apiKey: string;
	settings: ClaySettings;
	runs: RoutineRuns;
	webhooks: ApiWebhooks;
}

interface RunBody {
	items: RoutineItem[];
	webhook_id?: string;
}

const ROUTINE_ID = /^(function:t|workflow:wf)_./;

/** Routines: start a run, ask for its results. Any routine id of the two known forms exists. */
export function routesRoutines({ app }: VendorServer, routines: Routines): void {
	const { apiKey, settings, runs, webhooks } = routines;

	app.post<{ Params: { routineId: string } }>(
		`${API_PATH}/routines/:routineId/run`,
		{ config: { routeName: 'clayRun' } },
		async (request, reply) => {
			checkKey(request, apiKey);
			const { routineId } = request.params;
			const { items, webhook_id: webhookId } = checkedBody<RunBody>(request, RUN_SCHEMA);
			if (!ROUTINE_ID.test(routineId)) throw new ClayApiError(404, 'Routine not found');
			if (webhookId !== undefined && !webhooks.has(webhookId)) {
				throw new ClayApiError(404, 'Webhook not found');
			}
			const run = runs.start(routineId, items, webhookId);
			return reply.code(202).send({ routine_run_id: run.id, status: 'in_progress' });
		},
	);

	app.get<{ Params: { runId: string }; Querystring: { cursor?: string } }>(
		`${API_PATH}/routines/run/:runId/results`,
		{ config: { routeName: 'clayResults' } },
		async (request, reply) => {
			checkKey(request, apiKey);
			const { params, query } = request;
			const run = runs.get(params.runId);
			if (!run) throw new ClayApiError(404, 'Routine run not found');
			const limit = limitFrom(query, 20, 100);
			const offset = offsetFrom(run.id, query.cursor);
			if (!run.isComplete) runs.poll(run);
			const total = run.items.length;
			const head = { routine_run_id: run.id, total, finished: runs.finished(run) };
			if (!run.isComplete) {
				const { firstStatus } = settings;
				const status = run.polls === 1 && firstStatus ? firstStatus : 'in_progress';
				return reply.code(202).send({ ...head, status });
			}
			const end = offset + limit;
			const data = run.items.slice(offset, end).map((item) => runs.resultOf(item));
			const cursor = end < total ? cursorTo(run.id, end) : undefined;
			return { ...head, status: 'complete', data, cursor };
		},
	);
}
