import type { IExecuteFunctions } from 'n8n-workflow';

/** How often the node has run before in this execution, which happens in a loop. */
export function runIndexOf(context: IExecuteFunctions): number {
	const index: unknown = context.evaluateExpression('{{ $runIndex }}', 0);
	return typeof index === 'number' ? index : 0;
}
