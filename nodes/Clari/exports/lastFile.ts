import { readText } from '../../shared/json/read';
import { mayNote } from '../../shared/state/givenMemory';
import { WorkflowMemory } from '../../shared/state/staticData';
import type { FileProfile } from '../results/fileProfile';
import { readProfile } from '../results/fileProfile';
import type { ClariSession } from '../transport';
import type { ExportRequest } from './exportRequest';
import { memoryKeyOf } from './queuedJobs';

/** More requests than a workflow has; the oldest are forgotten first. */
const AT_MOST = 50;

/**
 * What the file of the last completed run of a request was like, in the memory of the workflow: a job that is known by its
 * looks only is of the same request when its file is like that. n8n saves it at the end of production executions.
 */
export class LastFile {
	private readonly memory: WorkflowMemory;

	private readonly key: string;

	constructor(
		private readonly session: ClariSession,
		request: ExportRequest,
	) {
		this.memory = new WorkflowMemory(session.context, 'clariExportFiles');
		this.key = memoryKeyOf(session, request);
	}

	/** `undefined` when no run is remembered. */
	read(): FileProfile | undefined {
		return readProfile(this.memory.read(this.key));
	}

	/** Not in a workflow that polls, nor where the memory is not given: it can do without. */
	keep(profile: FileProfile): void {
		if (!mayNote(this.session.context)) return;
		this.memory.write(this.key, { ...profile, keptAt: new Date().toISOString() });
		const entries = this.memory
			.keys()
			.map((key) => ({ key, keptAt: readText(this.memory.read(key)?.keptAt) ?? '' }))
			.sort((a, b) => b.keptAt.localeCompare(a.keptAt));
		for (const { key } of entries.slice(AT_MOST)) this.memory.remove(key);
	}
}
