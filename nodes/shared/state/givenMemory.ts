import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';

import type { PolledContext } from './polled';
import { isPolled } from './polled';

/** What it takes to find out whether an execution has been given the memory of its workflow. */
export type GivenContext = Pick<
	IExecuteFunctions,
	'getMode' | 'getWorkflow' | 'getWorkflowStaticData'
>;

/** What it takes to find out whether an execution may write there. */
export type NoteContext = GivenContext &
	PolledContext &
	Pick<IExecuteFunctions, 'getNode' | 'getParentNodes'>;

/** Executions that n8n gives the memory to, if not on a worker, and whose workflow is active. */
const OF_ACTIVE_WORKFLOWS: readonly WorkflowExecuteMode[] = ['retry', 'trigger', 'webhook'];

const WAIT = 'n8n-nodes-base.wait';

/** What was found at the first look of an execution: what it writes itself tells nothing. */
interface Found {
	isGiven: boolean;
	wasEmpty: boolean;
}

const FOUND = new WeakMap<object, Found>();

/**
 * Whether n8n gave this execution the memory of its workflow.
 *
 * n8n (2.41) does not on the workers of queue mode, nor when an execution is retried: it runs what it had stored of the
 * workflow with the execution, and that has neither the memory nor whether the workflow is active. What is written there
 * is saved all the same, over everything that is there. Sub-workflows, which n8n loads by themselves, and executions that
 * a callback resumes have it.
 */
export function isMemoryGiven(context: GivenContext): boolean {
	return look(context).isGiven;
}

function look(context: GivenContext): Found {
	const memory = context.getWorkflowStaticData('global');
	const known = FOUND.get(memory);
	if (known !== undefined) return known;
	const wasEmpty = Object.keys(memory).length === 0;
	const isStoredCopy =
		OF_ACTIVE_WORKFLOWS.includes(context.getMode()) && !context.getWorkflow().active;
	const found = { isGiven: !(wasEmpty && isStoredCopy), wasEmpty };
	FOUND.set(memory, found);
	return found;
}

/**
 * Whether an execution may write into the memory of its workflow what it can do without: not where that would put back,
 * or overwrite, what others keep there. After a wait of more than a minute the memory is not given either; that it was so
 * long is not known here.
 */
export function mayNote(context: NoteContext): boolean {
	const { isGiven, wasEmpty } = look(context);
	return isGiven && !isPolled(context) && !(wasEmpty && comesAfterWait(context));
}

function comesAfterWait(context: NoteContext): boolean {
	return context.getParentNodes(context.getNode().name).some(({ type }) => type === WAIT);
}
