import type { INodeProperties } from 'n8n-workflow';

import { ANY_OTHER } from '../event/eventNames';

/** Which events start the workflow. */
export const EVENT_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['enrichment.completed', 'enrichment.failed'],
		options: [
			{
				name: 'Any Other',
				value: ANY_OTHER,
				description: 'Other names, and bodies without an event',
			},
			{
				name: 'Enrichment Completed',
				value: 'enrichment.completed',
				description: 'The enrichment of a row has finished',
			},
			{
				name: 'Enrichment Failed',
				value: 'enrichment.failed',
				description: 'The enrichment of a row has not worked; the item says what to send again',
			},
			{
				name: 'Table Export Completed',
				value: 'table.export.completed',
				description: 'An export of a table has finished',
			},
			{
				name: 'Table Row Created',
				value: 'table.row.created',
				description: 'A row was added to a table',
			},
			{
				name: 'Table Row Updated',
				value: 'table.row.updated',
				description: 'A row of a table has changed',
			},
			{
				name: 'Workflow Completed',
				value: 'workflow.completed',
				description: 'A workflow of Clay has finished',
			},
		],
		description:
			'Names under event in the body that start the workflow. What is not chosen is answered with success and not run.',
		displayOptions: { show: { triggerOn: ['events'] } },
	},
];
