import type { INodeProperties, IWebhookDescription } from 'n8n-workflow';

/** When and with what a webhook answers, by its parameter Respond. */
export const ANSWER_OF_WEBHOOK: Pick<IWebhookDescription, 'responseMode' | 'responseData'> = {
	responseMode: '={{ $parameter["respond"] || "onReceived" }}',
	// Empty, or n8n answers at once with the text `firstEntryJson`, its default, in place of the node's answer.
	responseData: '={{ $parameter["respond"] === "lastNode" ? "firstEntryJson" : "" }}',
};

/** n8n leaves the body of a request alone only when this parameter says so, and the node is of version 1. */
export const RAW_BODY_PARAMETER: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'hidden',
	default: { binaryData: true },
};

const RESPONSE_NODE =
	"What is refused or a duplicate is answered by this node. 'Respond to Webhook' insists on a Webhook node before it: connect one that is deactivated as well.";

/**
 * When to answer. The texts say what the sender makes of it.
 *
 * @param patience a sentence about how long the sender waits, if that is known
 */
export function respondParameters({
	description,
	immediately,
	patience,
}: {
	description: string;
	immediately: string;
	patience?: string;
}): INodeProperties[] {
	return [
		{
			displayName: 'Respond',
			name: 'respond',
			type: 'options',
			noDataExpression: true,
			default: 'onReceived',
			options: [
				{ name: 'Immediately', value: 'onReceived', description: immediately },
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
			description,
		},
		{
			displayName: [patience, RESPONSE_NODE].filter(Boolean).join(' '),
			name: 'responseNodeNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { respond: ['responseNode'] } },
		},
	];
}

/** Whether a delivery that comes again is run again. */
export function skipDuplicatesParameters(description: string): INodeProperties[] {
	return [
		{
			displayName: 'Skip Duplicates',
			name: 'skipDuplicates',
			type: 'boolean',
			default: true,
			description,
		},
		{
			displayName:
				'Of copies that arrive at once, one n8n process runs exactly one. Several webhook processes do their best, and when the answer waits for the workflow, a crash before it may forget events: where that is not enough, give the event ID a unique key in a database, as the template clay-exactly-once-postgres.json does. Test runs skip and remember nothing.',
			name: 'duplicatesNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { skipDuplicates: [true] } },
		},
	];
}
