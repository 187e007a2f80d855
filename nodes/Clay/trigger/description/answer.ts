import type { INodeProperties } from 'n8n-workflow';

/** What the sender hears, and what happens to a delivery that comes again. */
export const ANSWER_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		noDataExpression: true,
		default: 'onReceived',
		options: [
			{
				name: 'Immediately',
				value: 'onReceived',
				description: 'As soon as the execution is saved, with the correlation ID',
			},
			{
				name: "Using 'Respond to Webhook' Node",
				value: 'responseNode',
				description: 'With what that node says',
			},
			{
				name: 'When Last Node Finishes',
				value: 'lastNode',
				description: 'With the first item of the last node',
			},
		],
		description: 'When to answer, and with what. Clay stores the answer in the cell of the column.',
	},
	{
		displayName:
			"Clay waits for 100 seconds at most. What is refused or a duplicate is answered by this node.<br>'Respond to Webhook' insists on a Webhook node before it: connect one that is deactivated as well.",
		name: 'responseNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { respond: ['responseNode'] } },
	},
	{
		displayName: 'Clay waits for 100 seconds at most, or as long as the column says.',
		name: 'lastNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { respond: ['lastNode'] } },
	},
	{
		displayName: 'Skip Duplicates',
		name: 'skipDuplicates',
		type: 'boolean',
		default: true,
		description:
			'Whether to answer a delivery that has come before with success and not run it again. A row that is run again with another result is a new event.',
	},
	{
		displayName:
			'Of copies that arrive at once, one n8n process runs exactly one. Several webhook processes do their best: where that is not enough, give the event ID a unique key in a database. Test runs skip and remember nothing.',
		name: 'duplicatesNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { skipDuplicates: [true] } },
	},
];
