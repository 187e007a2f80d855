import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The parameter that chooses between the fields people look at and everything. */
export function simplifyParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions,
	};
}
