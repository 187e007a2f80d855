import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { locatorParameter } from '../../shared/parameters/read';
import { sessionError } from '../errors';
import type { CopilotSession } from '../transport';

/** The parameter that chooses one call. */
export function callLocator(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Call',
		name: 'callId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The call to read',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchCalls', searchable: true },
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://copilot.clari.com/call/3d1f0c2e-…',
				extractValue: { type: 'regex', regex: 'https?://[^/]+/(?:.*/)?calls?/([\\w-]+)' },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: 'https?://[^/]+/(?:.*/)?calls?/([\\w-]+).*',
							errorMessage: 'This is no address of a call in Clari Copilot',
						},
					},
				],
			},
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 3d1f0c2e-0000-4000-8000-000000000001',
			},
		],
		displayOptions,
	};
}

export function readCallId(session: CopilotSession): string {
	const id = locatorParameter(session.context, 'callId', session.itemIndex);
	if (id !== '') return id;
	throw sessionError(
		session,
		"Fill in 'Call'",
		'Choose a call from the list, or put in its address or ID.',
	);
}
