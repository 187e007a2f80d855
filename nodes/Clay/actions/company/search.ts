import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { search, searchParameters } from '../../searches/searchOperation';

const displayOptions = { show: { resource: ['company'], operation: ['search'] } };

export const description: INodeProperties[] = searchParameters(displayOptions);

/** Gives an item for each company that fits. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	return await search(this, itemIndex, 'companies', simplify);
}

/** Source for the shape: Clay's OpenAPI. */
function simplify(hit: Record<string, unknown>): Record<string, unknown> {
	return {
		clay_company_id: hit.clay_company_id ?? null,
		name: hit.name ?? null,
		domain: hit.domain ?? null,
		industry: hit.industry ?? null,
		size: hit.size ?? null,
		country: hit.country ?? null,
		location: hit.location ?? null,
		linkedin_url: hit.linkedin_url ?? null,
	};
}
