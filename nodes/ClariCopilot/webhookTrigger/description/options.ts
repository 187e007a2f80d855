import type { INodeProperties } from 'n8n-workflow';

import { LIMIT_OPTIONS } from '../../../shared/webhook/limits';
import { RAW_BODY_PARAMETER } from '../../../shared/webhook/properties';

const OPTIONS: INodeProperties[] = [
	{
		displayName: 'Allow Unreachable URL',
		name: 'allowUnreachable',
		type: 'boolean',
		default: false,
		description:
			'Whether to register a webhook URL without https or with an address of the own network. For gateways in the same network under a public name; with a local Base URL in the credential it is allowed anyway.',
	},
	...LIMIT_OPTIONS,
	{
		displayName: 'Other Event Names',
		name: 'otherEvents',
		type: 'string',
		default: '',
		placeholder: 'e.g. call.scored, call.deleted',
		description: 'Names of further events to register and to run, separated by commas',
	},
];

/** What most workflows can leave alone. */
export const OPTION_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'triggerOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: OPTIONS,
	},
	// The key is checked before anybody reads the body.
	RAW_BODY_PARAMETER,
];
