import { contentHash } from '../../shared/events/eventId';
import { readText } from '../../shared/json/read';
import { mayNote } from '../../shared/state/givenMemory';
import { WorkflowMemory } from '../../shared/state/staticData';
import { CLARI_CREDENTIAL } from '../connection';
import type { ClariSession } from '../transport';
import type { ExportRequest } from './exportRequest';
import type { QueuedHere } from './underWay';
import { forgetHere, rememberHere, requestKey } from './underWay';

/** More jobs than a workflow has under way; the oldest are forgotten first. */
const AT_MOST = 50;

/** A request in the memory of the workflow, which may export the same tab of two organizations. */
export function memoryKeyOf(
	{ context, connection }: ClariSession,
	{ kind, path, body }: ExportRequest,
): string {
	const account = context.getNode().credentials?.[CLARI_CREDENTIAL]?.id ?? '';
	return contentHash({ account, baseUrl: connection.baseUrl, kind, path, body });
}

/**
 * The jobs that this workflow has queued and not fetched yet, by their request. The job list of Clari tells neither types
 * nor scope: only this memory is certain that a running job is of the same request. n8n saves it at the end of a
 * production execution, so not when the process is killed before, and not in test runs.
 */
export class QueuedJobs {
	private readonly memory: WorkflowMemory;

	constructor(private readonly session: ClariSession) {
		this.memory = new WorkflowMemory(session.context, 'clariExportJobs');
	}

	/** In a workflow that polls and on workers not beyond this process: there only the list of jobs is left to find it by. */
	remember(request: ExportRequest, queued: QueuedHere): void {
		rememberHere(requestKey(this.session, request), queued);
		if (!mayNote(this.session.context)) return;
		this.memory.write(this.keyOf(request), {
			jobId: queued.jobId,
			queuedAt: new Date(queued.queuedAt).toISOString(),
		});
		const entries = this.memory
			.keys()
			.map((key) => ({ key, queuedAt: readText(this.memory.read(key)?.queuedAt) ?? '' }))
			.sort((a, b) => b.queuedAt.localeCompare(a.queuedAt));
		for (const { key } of entries.slice(AT_MOST)) this.memory.remove(key);
	}

	/** The job that was queued for the same request. */
	jobOf(request: ExportRequest): QueuedHere | undefined {
		const key = this.keyOf(request);
		const jobId = this.jobIn(key);
		const queuedAt = Date.parse(readText(this.memory.read(key)?.queuedAt) ?? '');
		// An entry without a time counts as old: it may be of any age.
		return jobId === undefined ? undefined : { jobId, queuedAt: queuedAt || 0 };
	}

	/** The jobs that were queued for other requests. */
	jobsOfOthers(request: ExportRequest): Set<string> {
		const own = this.keyOf(request);
		return new Set(
			this.memory.keys().flatMap((key) => (key === own ? [] : (this.jobIn(key) ?? []))),
		);
	}

	/** Forgets a job that has been fetched. */
	forget(jobId: string): void {
		forgetHere(this.session, jobId);
		if (!mayNote(this.session.context)) return;
		for (const key of this.memory.keys()) {
			if (this.jobIn(key) === jobId) this.memory.remove(key);
		}
	}

	private keyOf(request: ExportRequest): string {
		return memoryKeyOf(this.session, request);
	}

	private jobIn(key: string): string | undefined {
		return readText(this.memory.read(key)?.jobId);
	}
}
