import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { DateTime } from 'luxon';

import {
	collectionParameter,
	listParameter,
	locatorParameter,
	numberParameter,
	textParameter,
	toNumber,
	toText,
} from '../../../shared/parameters/read';
import { fiscalQuarters } from '../../../shared/time/fiscalQuarter';
import type { ForecastExport } from '../../exportFlow';
import type { ForecastExportBody } from '../../transport';

/** The parameters that say what to export; the same for Run and Start. */
export function exportDescription(displayOptions: IDisplayOptions): INodeProperties[] {
	const { show } = displayOptions;
	return [
		{
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
								errorMessage:
									'No forecast tab found in this address. Copy the ID out of it instead.',
							},
						},
					],
				},
			],
			displayOptions,
		},
		{
			displayName: 'Time Periods',
			name: 'timePeriodMode',
			type: 'options',
			default: 'current',
			options: [
				{
					name: 'Current Quarter',
					value: 'current',
					description: 'The fiscal quarter that Clari says it is',
				},
				{
					name: 'Current and Previous Quarters',
					value: 'currentAndPrevious',
					description: 'Counted back by your fiscal calendar, one export for each quarter',
				},
				{
					name: 'List',
					value: 'list',
					description: 'The quarters that you name, one export for each',
				},
			],
			description: 'Which fiscal quarters to export. Each quarter costs one export of your quota.',
			displayOptions,
		},
		{
			displayName: 'Periods',
			name: 'timePeriods',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 2026_Q1, 2026_Q2',
			description: 'Fiscal quarters as Clari writes them, separated by commas, or an array',
			displayOptions: { show: { ...show, timePeriodMode: ['list'] } },
		},
		{
			displayName: 'Previous Quarters',
			name: 'previousQuarters',
			type: 'number',
			default: 4,
			typeOptions: { minValue: 0, maxValue: 20 },
			description: 'How many quarters before the current one to export as well',
			displayOptions: { show: { ...show, timePeriodMode: ['currentAndPrevious'] } },
		},
		{
			displayName: 'Fiscal Year Starts In',
			name: 'fiscalYearStart',
			type: 'options',
			default: 1,
			options: [
				{ name: 'January', value: 1 },
				{ name: 'February', value: 2 },
				{ name: 'March', value: 3 },
				{ name: 'April', value: 4 },
				{ name: 'May', value: 5 },
				{ name: 'June', value: 6 },
				{ name: 'July', value: 7 },
				{ name: 'August', value: 8 },
				{ name: 'September', value: 9 },
				{ name: 'October', value: 10 },
				{ name: 'November', value: 11 },
				{ name: 'December', value: 12 },
			],
			description: 'First month of the fiscal year in Clari',
			displayOptions: { show: { ...show, timePeriodMode: ['currentAndPrevious'] } },
		},
		{
			displayName: 'Fiscal Year Named After',
			name: 'fiscalYearName',
			type: 'options',
			default: 'end',
			options: [
				{ name: 'The Calendar Year It Ends In', value: 'end' },
				{ name: 'The Calendar Year It Starts In', value: 'start' },
			],
			description: 'Matters only when the fiscal year does not start in January',
			displayOptions: { show: { ...show, timePeriodMode: ['currentAndPrevious'] } },
		},
		{
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
					description:
						'Closed amount of opportunities. Not every Clari organization can export it.',
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
		},
		{
			displayName: 'Format',
			name: 'exportFormat',
			type: 'options',
			default: 'JSON',
			options: [
				{ name: 'CSV', value: 'CSV', description: 'Labels instead of IDs, formatted values' },
				{ name: 'JSON', value: 'JSON', description: 'With IDs, times and currencies' },
			],
			description: 'Format of the file that Clari makes. JSON tells more.',
			displayOptions,
		},
	];
}

/** The entries of Options that say what to export. */
export const EXPORT_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		placeholder: 'e.g. USD',
		description:
			'ISO code of the currency to export in. The default of the organization when empty.',
	},
	{
		displayName: 'Include Historical Weeks',
		name: 'includeHistorical',
		type: 'boolean',
		default: false,
		description:
			'Whether to export every week since the start of the quarter instead of the current week only',
	},
	{
		displayName: 'Scope ID',
		name: 'scopeId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1905::MGR',
		description: 'Root of the hierarchy to export. All that the token can see when empty.',
	},
	{
		displayName: 'Server-Side Retries',
		name: 'schedule',
		type: 'options',
		default: 'NONE',
		options: [
			{ name: 'None', value: 'NONE' },
			{ name: 'Once, After 30 Minutes', value: 'ONCE' },
			{ name: 'Three Times, 30 Minutes Apart', value: 'MAX' },
		],
		description:
			'Whether Clari itself tries a failed export again. Raise the polling timeout to more than the pauses.',
	},
];

/** Reads what to export for an item: one export for each period. */
export function readExports(context: IExecuteFunctions, itemIndex: number): ForecastExport[] {
	const forecastId = locatorParameter(context, 'forecastId', itemIndex);
	if (forecastId === '') {
		throw new NodeOperationError(context.getNode(), `Fill in 'Forecast Tab' [item ${itemIndex}]`, {
			itemIndex,
			description:
				'Open the forecast tab in Clari and copy its ID from the address of the page. Clari offers no list of tabs to choose from.',
		});
	}
	const options = collectionParameter(context, 'options', itemIndex);
	const body: ForecastExportBody = {
		exportFormat: readFormat(context, itemIndex),
		...typesOf(listParameter(context, 'typesToExport', itemIndex)),
		...textOf('currency', toText(options.currency, '').trim().toUpperCase()),
		...textOf('scopeId', toText(options.scopeId, '').trim()),
		...(options.includeHistorical === true && { includeHistorical: true }),
		...scheduleOf(options.schedule),
	};
	return readPeriods(context, itemIndex).map((timePeriod) => ({
		forecastId,
		body: timePeriod === undefined ? body : { timePeriod, ...body },
	}));
}

function readFormat(context: IExecuteFunctions, itemIndex: number): 'JSON' | 'CSV' {
	return textParameter(context, 'exportFormat', itemIndex, 'JSON') === 'CSV' ? 'CSV' : 'JSON';
}

/** `undefined` stands for the quarter that Clari takes for the current one. */
function readPeriods(context: IExecuteFunctions, itemIndex: number): Array<string | undefined> {
	const mode = textParameter(context, 'timePeriodMode', itemIndex, 'current');
	if (mode === 'list') {
		const periods = [...new Set(listParameter(context, 'timePeriods', itemIndex))];
		if (periods.length > 0) return periods;
		throw new NodeOperationError(context.getNode(), `Fill in 'Periods' [item ${itemIndex}]`, {
			itemIndex,
			description: 'Name at least one fiscal quarter as Clari writes it, for example 2026_Q1.',
		});
	}
	if (mode === 'currentAndPrevious') {
		return fiscalQuarters(
			DateTime.now().setZone(context.getTimezone()),
			{
				firstMonth: numberParameter(context, 'fiscalYearStart', itemIndex, 1),
				yearNamedAfter:
					textParameter(context, 'fiscalYearName', itemIndex, 'end') === 'start' ? 'start' : 'end',
			},
			Math.max(
				0,
				Math.trunc(toNumber(context.getNodeParameter('previousQuarters', itemIndex, 4), 4)),
			),
		);
	}
	return [undefined];
}

function typesOf(types: string[]): Pick<ForecastExportBody, 'typesToExport'> {
	return types.length > 0 ? { typesToExport: types } : {};
}

function textOf(key: 'currency' | 'scopeId', value: string): Partial<ForecastExportBody> {
	return value === '' ? {} : { [key]: value };
}

function scheduleOf(value: unknown): Pick<ForecastExportBody, 'schedule'> {
	return value === 'ONCE' || value === 'MAX' ? { schedule: value } : {};
}
