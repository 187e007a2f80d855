import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { textParameter } from '../parameters/read';

/**
 * Finds the operation that Resource and Operation name, which an expression may choose for each item.
 *
 * @param operations by resource, then by operation
 * @throws NodeOperationError when there is none
 */
export function chooseOperation<T>(
	context: IExecuteFunctions,
	operations: Readonly<Record<string, Readonly<Record<string, T>>>>,
	itemIndex: number,
): T {
	const resource = textParameter(context, 'resource', itemIndex);
	const name = textParameter(context, 'operation', itemIndex);
	const ofResource = Object.hasOwn(operations, resource) ? operations[resource] : undefined;
	const operation =
		ofResource !== undefined && Object.hasOwn(ofResource, name) ? ofResource[name] : undefined;
	if (operation !== undefined) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`There is no operation '${name}' of '${resource}' [item ${itemIndex}]`,
		{ itemIndex, description: "Choose 'Resource' and 'Operation' from the lists." },
	);
}
