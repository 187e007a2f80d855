import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { getTemplates, getTopics, getUserEmails, getUsers } from './methods/loadOptions';
import { PARAMETERS } from './polling/description';
import { pollCopilot } from './polling/poll';

export class ClariCopilotTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clari Copilot Trigger',
		name: 'clariCopilotTrigger',
		icon: {
			light: 'file:../../icons/clariCopilot.svg',
			dark: 'file:../../icons/clariCopilot.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description:
			'Start a workflow when a call is analyzed, mentions a topic or competitor, changes its status, or is scored',
		defaults: { name: 'Clari Copilot Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'clariCopilotApi', required: true }],
		properties: PARAMETERS,
	};

	methods = { loadOptions: { getTemplates, getTopics, getUserEmails, getUsers } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollCopilot(this);
	}
}
