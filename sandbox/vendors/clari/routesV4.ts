import type { FastifyRequest } from 'fastify';
import type { VendorServer } from '../vendorServer';
import { buildFile } from './buildFile';
import { checkCancelBody, exportBodyOf } from './checkBody';
import { checkNoQuery } from './checkQuery';
import { VendorError } from './errors';
import { checkDownloadable, findJob } from './findJob';
import type { ExportJob } from './jobs';
import { userOf, type Tokens } from './login';
import { queueExport, type ClariState } from './queueExport';

type JobRoute = { Params: { jobId: string } };

/** The vendor's present API, forecasts, jobs and limits: paths, bodies and answers follow its specification. */
export function routesV4({ app, noteJob }: VendorServer, state: ClariState, tokens: Tokens): void {
	const { jobs, settings, organisation } = state;
	const refuse = (message: string) => new VendorError(400, 'SWW', message);
	const jobOf = (request: FastifyRequest<JobRoute>): ExportJob => {
		const userId = userOf(request, tokens);
		noteJob(request, request.params.jobId);
		return findJob(jobs, request.params.jobId, userId);
	};

	app.post<{ Params: { forecastId: string } }>(
		'/v4/export/forecast/:forecastId',
		{ config: { routeName: 'queue' } },
		async (request) => {
			const userId = userOf(request, tokens);
			const { forecastId } = request.params;
			const job = queueExport(state, userId, forecastId, exportBodyOf(request), (wanted, outcome) =>
				buildFile(organisation, wanted, outcome, settings.csvAmounts),
			);
			noteJob(request, job.jobId);
			return { jobId: job.jobId };
		},
	);

	app.get('/v4/export/jobs', { config: { routeName: 'jobs' } }, async (request) => {
		const userId = userOf(request, tokens);
		checkNoQuery(request, refuse);
		// Newest first; the vendor promises no order.
		const own = jobs.all.filter((job) => job.userId === userId).map((job) => jobs.view(job));
		own.reverse();
		return settings.wrapJobList ? { jobs: own } : own;
	});

	app.get<JobRoute>('/v4/export/jobs/:jobId', { config: { routeName: 'job' } }, async (request) => {
		const job = jobOf(request);
		checkNoQuery(request, refuse);
		jobs.poll(job);
		const view = jobs.view(job);
		return settings.wrapJob ? { job: view } : view;
	});

	app.patch<JobRoute>(
		'/v4/export/jobs/:jobId',
		{ config: { routeName: 'cancel' } },
		async (request) => {
			const job = jobOf(request);
			checkCancelBody(request);
			const status = jobs.cancel(job);
			if (!status) {
				throw new VendorError(400, 'export_failed_to_cancel', 'The job has already finished.');
			}
			return { status, successful: true };
		},
	);

	app.get<JobRoute>(
		'/v4/export/jobs/:jobId/results',
		{ config: { routeName: 'results' } },
		async (request, reply) => {
			const job = jobOf(request);
			checkNoQuery(request, refuse);
			checkDownloadable(jobs, job);
			job.downloads++;
			return reply.type(job.file.contentType).send(job.file.content);
		},
	);

	app.get('/v4/admin/limits', { config: { routeName: 'limits' } }, async (request) => {
		userOf(request, tokens);
		checkNoQuery(request, refuse);
		return jobs.limits();
	});
}
