import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { flagParameter, numberParameter } from './read';

/** Return All and Limit, for operations that give a list. */
export function limitParameters(displayOptions: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions,
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { ...displayOptions.show, returnAll: [false] } },
		},
	];
}

/** How many results the user wants; `Infinity` for all. */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	if (flagParameter(context, 'returnAll', itemIndex)) return Infinity;
	return Math.max(1, Math.trunc(numberParameter(context, 'limit', itemIndex, 50)));
}

/** As many entries of a list as the user wants. */
export function takeLimit<T>(context: IExecuteFunctions, itemIndex: number, list: T[]): T[] {
	return list.slice(0, readLimit(context, itemIndex));
}
