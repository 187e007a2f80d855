import type { IExecuteFunctions } from 'n8n-workflow';

import { readText } from '../json/read';
import { WorkflowMemory } from './staticData';

/** Where the trigger that polls keeps copies of its progress: by its ID, each with the name that it had. */
export const POLL_PROGRESS = 'clariCopilotTrigger';

/** What it takes to look for the nodes of the copies. */
export type PolledContext = Pick<
	IExecuteFunctions,
	'getChildNodes' | 'getMode' | 'getWorkflowStaticData'
>;

/**
 * Whether a trigger keeps its progress in the memory of this workflow. An execution must not write there then what it can do
 * without: n8n stores its copy of the whole when it ends, and with it the progress of when it began.
 *
 * The copy of a trigger that was removed stays, and does not count: n8n does not tell which nodes a workflow has, but what
 * follows them. A trigger that nothing follows starts nothing that could be lost.
 */
export function isPolled(context: PolledContext): boolean {
	const copies = new WorkflowMemory(context, POLL_PROGRESS);
	return copies.keys().some((id) => {
		const name = readText(copies.read(id)?.node);
		return name === undefined || context.getChildNodes(name).length > 0;
	});
}
