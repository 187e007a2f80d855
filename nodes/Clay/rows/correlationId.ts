import { createHash, randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { runIndexOf } from '../../shared/operations/runIndex';

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
