import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../errors/nodeError';
import { chooseOperation } from './choose';
import { errorItem } from './eachItem';
import type { RunOperation } from './operation';

/** An operation for all items together, or one of another kind. */
type AnyOperation = RunOperation | Pick<RunOperation, 'description'>;

/**
 * Runs the operation of the first item once, if it is one for all items together.
 *
 * @returns its items, or `undefined` when the operation handles each item on its own
 * @throws its error, unless the node is set to continue; then each item gives `{ error }`
 */
export async function runTogether(
	context: IExecuteFunctions,
	operations: Readonly<Record<string, Readonly<Record<string, AnyOperation>>>>,
): Promise<INodeExecutionData[] | undefined> {
	const run = await attempt(context.getNode(), 0, async () => {
		const operation = chooseOperation<AnyOperation>(context, operations, 0);
		return 'executeRun' in operation ? await operation.executeRun.call(context) : undefined;
	});
	if (run.ok) return run.value;
	const { error } = run;
	if (!context.continueOnFail()) throw error;
	return context.getInputData().map((_, itemIndex) => errorItem(context, error, itemIndex));
}
