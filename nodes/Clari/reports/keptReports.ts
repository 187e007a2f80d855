import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readRecords, toItemData } from '../../shared/json/read';
import type { NoteContext } from '../../shared/state/givenMemory';
import { mayNote } from '../../shared/state/givenMemory';
import { WorkflowMemory } from '../../shared/state/staticData';

/** More reports than a node fails with before it works again; the oldest are forgotten first. */
const AT_MOST = 100;

/**
 * The reports of exports that were done in a run which then stopped the workflow: n8n drops the outputs of a node that
 * fails. They are kept in the workflow's memory, by the ID of the node, and come out with its next run.
 *
 * n8n saves that memory at the end of production executions, also of failed ones: not in test runs, and not when the
 * process is killed. Nothing is kept on the workers of queue mode, which n8n gives no memory, nor in a workflow with a
 * trigger that polls, since its progress would be put back.
 */
export class KeptReports {
	private readonly memory: WorkflowMemory;

	private readonly key: string;

	constructor(private readonly context: NoteContext & Pick<IExecuteFunctions, 'getNode'>) {
		this.memory = new WorkflowMemory(context, 'clariReports');
		this.key = context.getNode().id;
	}

	/** Adds reports to those that wait for the next run. */
	keep(reports: readonly IDataObject[]): void {
		if (reports.length === 0 || !this.memory.isSaved || !mayNote(this.context)) return;
		this.memory.write(this.key, { reports: [...this.all(), ...reports].slice(-AT_MOST) });
	}

	/** The reports that have waited, the oldest first; they are forgotten. */
	take(): IDataObject[] {
		const reports = this.all();
		if (reports.length > 0) this.memory.remove(this.key);
		return reports;
	}

	private all(): IDataObject[] {
		const entry = this.memory.read(this.key);
		return readRecords(entry?.reports).map((report) => toItemData(report));
	}
}
