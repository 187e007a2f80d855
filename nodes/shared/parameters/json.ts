import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/**
 * The value of a JSON parameter, whether the user typed it or an expression returned it. An empty text is `undefined`.
 *
 * @param label the parameter's name in the panel
 * @throws NodeOperationError when the text is no JSON
 */
export function jsonParameter(
	context: IExecuteFunctions,
	name: string,
	label: string,
	itemIndex: number,
): unknown {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	if (typeof value !== 'string') return value;
	if (value.trim() === '') return undefined;
	try {
		return JSON.parse(value);
	} catch {
		throw new NodeOperationError(
			context.getNode(),
			`'${label}' is no valid JSON [item ${itemIndex}]`,
			{
				itemIndex,
				description:
					'Put names and texts in double quotes. In an expression, return the value itself instead of a text around it.',
			},
		);
	}
}
