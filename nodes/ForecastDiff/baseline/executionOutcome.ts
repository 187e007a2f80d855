import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';

import type { ExecutionOutcome } from './memory';

/** Ten days: n8n prunes executions after fourteen unless told otherwise. */
const PRUNED_AFTER_MS = 10 * 24 * 60 * 60 * 1_000;

/** What is needed of the context of a run. */
export type ExecutionReader = Pick<
	IExecuteFunctions,
	'getChildNodes' | 'getExecutionDataById' | 'getWorkflowSettings'
>;

/**
 * Finds out how an earlier execution of this workflow ended.
 *
 * n8n gives the data of an execution, not its status, so the end is read from what is in it. Whatever cannot be told
 * for certain is `unknown`: the caller then repeats an alert rather than lose one.
 *
 * @param nodeName the node that took the baseline, which must have run in that execution
 * @param takenAt when it took it, ISO date-time
 */
export async function executionOutcome(
	context: ExecutionReader,
	executionId: string,
	nodeName: string,
	takenAt: string,
): Promise<ExecutionOutcome> {
	const data = await context.getExecutionDataById(executionId);
	if (data === undefined) return outcomeOfMissing(context, takenAt);
	if (data.resultData.error !== undefined) return 'failed';
	// Waiting, or saved on its way: n8n keeps what is still to be run.
	if (data.waitTill) return 'unknown';
	if ((data.executionData?.nodeExecutionStack.length ?? 0) > 0) return 'unknown';
	return ranToItsEnd(context, data, nodeName) ? 'succeeded' : 'unknown';
}

/**
 * An execution without data was not saved, has been pruned, or never ended. When the workflow keeps failed executions
 * and drops the others, it can only have succeeded. Both must be set in the workflow: a node does not get to know the
 * defaults of the instance. An old one may have failed and been pruned since.
 */
function outcomeOfMissing(context: ExecutionReader, takenAt: string): ExecutionOutcome {
	const age = Date.now() - Date.parse(takenAt);
	if (!(age < PRUNED_AFTER_MS)) return 'unknown';
	const { saveDataErrorExecution, saveDataSuccessExecution } = context.getWorkflowSettings();
	return saveDataSuccessExecution === 'none' && saveDataErrorExecution === 'all'
		? 'succeeded'
		: 'unknown';
}

/**
 * Whether the execution went past this node. A workflow that saves its progress leaves data without an error behind
 * when n8n is killed between this node and the alert: then the node has changes to pass on, but nothing after it ran.
 */
function ranToItsEnd(
	context: ExecutionReader,
	{ resultData }: IRunExecutionData,
	nodeName: string,
): boolean {
	const ownRuns = resultData.runData[nodeName];
	const outputs = ownRuns?.[ownRuns.length - 1]?.data?.main;
	if (outputs === undefined) return false;
	const hadChanges = (outputs[0]?.length ?? 0) > 0;
	const children = context.getChildNodes(nodeName).filter(({ disabled }) => disabled !== true);
	if (!hadChanges || children.length === 0) return true;
	return children.some(({ name }) => Object.hasOwn(resultData.runData, name));
}
