import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { sessionError } from '../../../shared/errors/sessionError';
import { collectionParameter, flagParameter, toText } from '../../../shared/parameters/read';
import { listOpportunities } from '../../opportunities/listOpportunities';
import { readOpportunityIds } from '../../opportunities/opportunityIds';
import { opportunityItem, rawOpportunityItem } from '../../opportunities/opportunityItem';
import { optionsParameter, readV4Session } from '../requestOptions';
import { simplifyParameter } from '../simplify';

const displayOptions = { show: { resource: ['opportunity'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Opportunity IDs',
		name: 'opportunityIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 0065e00000AbCdEAAV, 0065e00000FgHiJAAV',
		description:
			'CRM IDs, separated by commas, or an array. Clari has no list of opportunities: take the IDs from the CRM or from an activity export.',
		displayOptions,
	},
	simplifyParameter(displayOptions),
	optionsParameter(displayOptions, [
		{
			displayName: 'Mode ID',
			name: 'mode',
			type: 'string',
			default: '',
			placeholder: 'e.g. OPPORTUNITY_MODE_ID',
			description: "Clari's mode to read the opportunities in. The default mode when empty.",
		},
	]),
];

/** Gives an item for each id, in the order of the ids; one that Clari does not know has `found: false`. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readV4Session(this, itemIndex, 'Opportunities');
	const ids = readOpportunityIds(this.getNodeParameter('opportunityIds', itemIndex, ''));
	if (ids.length === 0) {
		throw sessionError(
			session,
			"Fill in 'Opportunity IDs'",
			'Put in CRM IDs of opportunities, separated by commas, or an expression that gives an array.',
		);
	}
	const mode = toText(collectionParameter(this, 'options', itemIndex).mode, '').trim();
	const found = await listOpportunities(session, ids, mode === '' ? undefined : mode);
	const toItem = flagParameter(this, 'simplify', itemIndex, true)
		? opportunityItem
		: rawOpportunityItem;
	return ids.map((id) => ({ json: toItem(id, found.get(id)) }));
}
