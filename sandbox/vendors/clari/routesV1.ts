import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VendorServer } from '../vendorServer';
import { exportBodyOf } from './checkBody';
import type { ExportRequest } from './exportRequest';
import type { JobOutcome } from '../faults';
import { checkDownloadable, findJob } from './findJob';
import type { ExportJob, JobStatus, ResultFile } from './jobs';
import { userOf, type Tokens } from './login';
import { queueExport, type ClariState } from './queueExport';
import { flatRows } from './resultsFlat';

type JobRoute = { Params: { jobId: string } };

const STATUS_WORDS: Partial<Record<JobStatus, string>> = {
	SCHEDULED: 'PENDING',
	STARTED: 'PENDING',
	DONE: 'COMPLETED',
};

/**
 * The v1 profile: bearer token, a list of forecast types, a download URL, flat rows. Integration guides describe an API
 * of this form; no source of the vendor confirms it, and the vendor's gateway has no such routes.
 */
export function routesV1(
	{ app, noteJob }: VendorServer,
	state: ClariState,
	tokens: Tokens,
	origin: () => string,
): void {
	const { jobs, settings, organisation } = state;
	const build = (request: ExportRequest, outcome: JobOutcome): ResultFile => {
		const { entries } = flatRows(organisation, request);
		const kept = outcome === 'EMPTY' ? 0 : Math.ceil(entries.length / 2);
		const isCut = outcome === 'EMPTY' || outcome === 'TRUNCATED_ROWS';
		return {
			content: JSON.stringify({ entries: isCut ? entries.slice(0, kept) : entries }),
			contentType: 'application/json; charset=utf-8',
			format: 'JSON',
			rowsTruncated: outcome === 'TRUNCATED_ROWS',
			cellsTruncated: outcome === 'TRUNCATED_CELLS',
		};
	};
	const view = (job: ExportJob) => {
		const status = jobs.status(job);
		return {
			jobId: job.jobId,
			status: STATUS_WORDS[status] ?? status,
			...(status === 'DONE' && { downloadUrl: `${origin()}/v1/downloads/${job.jobId}` }),
		};
	};
	const jobOf = (request: FastifyRequest<JobRoute>, userId: number): ExportJob => {
		noteJob(request, request.params.jobId);
		return findJob(jobs, request.params.jobId, userId);
	};
	const download = (reply: FastifyReply, job: ExportJob) => {
		checkDownloadable(jobs, job);
		job.downloads++;
		return reply.type(job.file.contentType).send(job.file.content);
	};
	// Absent routes, not refused ones: this is how the vendor's gateway answers today.
	app.addHook('preHandler', async (request, reply) => {
		if (request.url.startsWith('/v1/') && !settings.serveV1 && !request.is404) {
			return reply.callNotFound();
		}
	});

	app.get('/v1/forecast/types', { config: { routeName: 'types' } }, async (request) => {
		userOf(request, tokens);
		return settings.forecasts;
	});

	app.post<{ Params: { forecastName: string } }>(
		'/v1/export/forecast/:forecastName',
		{ config: { routeName: 'queue' } },
		async (request) => {
			const userId = userOf(request, tokens);
			const { forecastName } = request.params;
			const job = queueExport(state, userId, forecastName, exportBodyOf(request), build);
			noteJob(request, job.jobId);
			return { jobId: job.jobId };
		},
	);

	app.get('/v1/export/jobs', { config: { routeName: 'jobs' } }, async (request) => {
		const userId = userOf(request, tokens);
		return jobs.all.filter((job) => job.userId === userId).map(view);
	});

	app.get<JobRoute>('/v1/export/jobs/:jobId', { config: { routeName: 'job' } }, async (request) => {
		const job = jobOf(request, userOf(request, tokens));
		jobs.poll(job);
		return view(job);
	});

	app.get<JobRoute>(
		'/v1/export/jobs/:jobId/results',
		{ config: { routeName: 'results' } },
		async (request, reply) => download(reply, jobOf(request, userOf(request, tokens))),
	);

	// Like a signed address: whoever knows it may load the file.
	app.get<JobRoute>(
		'/v1/downloads/:jobId',
		{ config: { routeName: 'results' } },
		async (request, reply) => {
			const owner = jobs.get(request.params.jobId)?.userId ?? 0;
			return download(reply, jobOf(request, owner));
		},
	);
}
