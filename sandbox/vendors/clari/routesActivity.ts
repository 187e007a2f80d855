import type { VendorServer } from '../vendorServer';
import { activitiesOf } from './activities';
import { activityBodyOf } from './checkBody';
import { customersOf } from './customers';
import { exportFile } from './exportFile';
import { userOf, type Tokens } from './login';
import { checkRoom, type ClariState } from './queueExport';

/** Activity exports: queued here, polled and fetched as any job. */
export function routesActivity(
	{ app, noteJob }: VendorServer,
	{ organisation, jobs, faults, settings }: ClariState,
	tokens: Tokens,
): void {
	app.post(
		'/v4/export/activity',
		{ config: { routeName: 'queueActivity' } },
		async (request, reply) => {
			const userId = userOf(request, tokens);
			const body = activityBodyOf(request);
			checkRoom(jobs);
			const outcome = faults.takeJobOutcome('queueActivity');
			const customers = customersOf(organisation);
			const activities = activitiesOf(organisation, customers, body, settings.activityDates);
			const file = exportFile({ activities }, 'activities', outcome);
			const { jobId } = jobs.add({ userId, module: 'ACTIVITY', outcome, file });
			noteJob(request, jobId);
			return reply.code(202).send({ jobId });
		},
	);
}
