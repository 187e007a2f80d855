import type { INodeProperties } from 'n8n-workflow';

import { respondParameters, skipDuplicatesParameters } from '../../../shared/webhook/properties';

/** What the sender hears, and what happens to a delivery that comes again. */
export const ANSWER_PARAMETERS: INodeProperties[] = [
	...respondParameters({
		description: 'When to answer, and with what. Clay stores the answer in the cell of the column.',
		immediately: 'As soon as the execution is saved, with the correlation ID',
		patience: 'Clay waits for 100 seconds at most.',
	}),
	{
		displayName: 'Clay waits for 100 seconds at most, or as long as the column says.',
		name: 'lastNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { respond: ['lastNode'] } },
	},
	...skipDuplicatesParameters(
		'Whether to answer a delivery that has come before with success and not run it again. A row that is run again with another result is a new event.',
	),
];
