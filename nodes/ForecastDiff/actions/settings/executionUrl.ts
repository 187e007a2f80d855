import type { IExecuteFunctions } from 'n8n-workflow';

/** What is needed of the context of a run. */
export type ExecutionReader = Pick<
	IExecuteFunctions,
	'getExecutionId' | 'getInstanceBaseUrl' | 'getWorkflow'
>;

/** The page of the execution that runs, or `undefined` for a workflow that was never saved. */
export function executionUrlOf(context: ExecutionReader): string | undefined {
	const { id } = context.getWorkflow();
	// The types promise texts; an instance without an address, or a run without an execution, has none.
	const base: string | undefined = context.getInstanceBaseUrl();
	const executionId: string | undefined = context.getExecutionId();
	if (!base || !id || !executionId) return undefined;
	return `${base.endsWith('/') ? base : `${base}/`}workflow/${id}/executions/${executionId}`;
}
