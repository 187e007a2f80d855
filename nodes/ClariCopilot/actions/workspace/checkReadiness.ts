import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { NodeFailure } from '../../../shared/errors/nodeError';
import { flagParameter } from '../../../shared/parameters/read';
import { addressReport, reportItems } from '../../../shared/readiness/report';
import { COPILOT_API } from '../../connection';
import { checkRegistration, notAsked } from '../../readiness/registration';
import { checkWorkspace } from '../../readiness/workspace';
import type { CopilotSession } from '../../transport';
import { optionsParameter } from '../session';

const SERVICE = 'Clari Copilot';

const displayOptions = { show: { resource: ['workspace'], operation: ['checkReadiness'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Include Webhook Registration',
		name: 'includeRegistration',
		type: 'boolean',
		default: false,
		description:
			'Whether to ask the registration of webhooks as well, which no Clari source confirms. Needs a Clari Copilot Webhook API credential.',
		displayOptions,
	},
	optionsParameter(displayOptions, [], { breaker: 'none' }),
];

/** Gives one item for each thing that workflows depend on; what is not as it should be is an item, never an error. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const { context, itemIndex, connection } = session;
	const checks = await checkWorkspace(session);
	const included = flagParameter(context, 'includeRegistration', itemIndex);
	checks.push(included ? await checkRegistration(session) : notAsked);
	const subject = { service: SERVICE, host: connection.host };
	return reportItems(subject, checks, new Date());
}

/** A credential that is missing is an error; one with a wrong address is a check that fails. */
export async function explain(
	context: IExecuteFunctions,
	itemIndex: number,
	error: NodeFailure,
): Promise<INodeExecutionData[]> {
	await context.getCredentials(COPILOT_API.credentialType, itemIndex);
	return addressReport(SERVICE, error, new Date());
}
