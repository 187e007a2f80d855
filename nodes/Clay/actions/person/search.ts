import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord, readRecords } from '../../../shared/json/read';
import { search, searchParameters } from '../../searches/searchOperation';

const displayOptions = { show: { resource: ['person'], operation: ['search'] } };

export const description: INodeProperties[] = searchParameters(displayOptions);

/** Gives an item for each person that fits. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	return await search(this, itemIndex, 'people', simplify);
}

/** The person with the first of the jobs that fit. Source for the shape: Clay's OpenAPI. */
function simplify(hit: Record<string, unknown>): Record<string, unknown> {
	const location = isRecord(hit.location) ? hit.location : {};
	const [job] = readRecords(hit.matched_experiences);
	return {
		clay_profile_id: hit.clay_profile_id ?? null,
		name: hit.name ?? null,
		first_name: hit.first_name ?? null,
		last_name: hit.last_name ?? null,
		title: job?.title ?? null,
		company: job?.company ?? null,
		location: location.name ?? null,
	};
}
