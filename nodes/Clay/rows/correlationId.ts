import { createHash, randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * A correlation id for an item: the same whenever the same run of the node in the same execution makes it, so that _Retry
 * On Fail_ repeats it and a row that was made twice can be told.
 */
export function makeCorrelationId(context: IExecuteFunctions, itemIndex: number): string {
	const executionId: unknown = context.getExecutionId();
	if (typeof executionId !== 'string' || executionId === '') return `n8n-${randomUUID()}`;
	return correlationIdOf([
		context.getInstanceId(),
		context.getWorkflow().id ?? '',
		executionId,
		context.getNode().id,
		runIndexOf(context),
		itemIndex,
	]);
}

/** The id that stands for these parts, in their order. */
function correlationIdOf(parts: ReadonlyArray<string | number>): string {
	return `n8n-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20)}`;
}

/** How often the node has run before in this execution, which happens in a loop. */
export function runIndexOf(context: IExecuteFunctions): number {
	const index: unknown = context.evaluateExpression('{{ $runIndex }}', 0);
	return typeof index === 'number' ? index : 0;
}
