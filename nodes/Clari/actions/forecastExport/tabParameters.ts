import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The tab, by its ID or address. */
export function forecastTabParameter(
	displayOptions: IDisplayOptions,
	over: Pick<INodeProperties, 'required' | 'description'> = {},
): INodeProperties {
	return {
		displayName: 'Forecast Tab',
		name: 'forecastId',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		required: true,
		description:
			'The forecast tab to export. Clari has no list of tabs: open the tab in Clari and copy its ID from the address of the page.',
		modes: [
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. net_new',
			},
			{
				displayName: 'URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://app.clari.com/forecast/net_new',
				extractValue: { type: 'regex', regex: 'https?://[^/]+/.*?forecasts?/([^/?#]+)' },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: 'https?://[^/]+/.*?forecasts?/([^/?#]+).*',
							errorMessage: 'No forecast tab found in this address. Copy the ID out of it instead.',
						},
					},
				],
			},
		],
		displayOptions,
		...over,
	};
}

/** What an export contains. */
export function typesParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Types to Export',
		name: 'typesToExport',
		type: 'multiOptions',
		default: ['forecast', 'forecast_updated'],
		options: [
			{
				name: 'Adjustment',
				value: 'adjustment',
				description: 'What a manager overrode in a call',
			},
			{
				name: 'CRM Closed',
				value: 'crm_closed',
				description: 'Closed amount of opportunities. Not every Clari organization can export it.',
			},
			{
				name: 'CRM Total',
				value: 'crm_total',
				description: 'Roll-up of opportunities. Not every Clari organization can export it.',
			},
			{
				name: 'Forecast',
				value: 'forecast',
				description: 'The calls that reps and managers entered',
			},
			{
				name: 'Forecast Updated',
				value: 'forecast_updated',
				description: 'Whether the call was touched in the week, by whom and when',
			},
			{ name: 'Quota', value: 'quota', description: 'Quotas and plans' },
		],
		description:
			'What the export contains. Clari exports the first two of these when none is chosen.',
		displayOptions,
	};
}
