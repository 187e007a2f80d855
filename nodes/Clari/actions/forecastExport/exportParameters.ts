import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { DateTime } from 'luxon';

import {
	collectionParameter,
	listParameter,
	locatorParameter,
	textParameter,
	toNumber,
	toText,
} from '../../../shared/parameters/read';
import { fiscalQuarters } from '../../../shared/time/fiscalQuarter';
import { queueOptions } from '../queueParameters';
import type { ForecastExport } from '../../exports/exportRequest';
import { forecastExport } from '../../exports/exportRequest';
import type { ForecastExportBody } from '../../transport';
import { fiscalYearParameters, readFiscalYear } from './fiscalYearParameters';
import { forecastTabParameter, typesParameter } from './tabParameters';

/** The parameters that say what to export; the same for Run and Start. */
export function exportDescription(displayOptions: IDisplayOptions): INodeProperties[] {
	const { show } = displayOptions;
	return [
		forecastTabParameter(displayOptions),
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
		...fiscalYearParameters({ show: { ...show, timePeriodMode: ['currentAndPrevious'] } }),
		typesParameter(displayOptions),
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

/** The entries of Options that say how to queue it. */
export const FORECAST_QUEUE_OPTIONS = queueOptions(
	'A job that neither this n8n process nor the workflow remembers is used only when its file is like that of the last completed run: types, currency and top of the hierarchy',
);

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
	return readPeriods(context, itemIndex).map(({ timePeriod, currentBy }) => ({
		...forecastExport(forecastId, timePeriod === undefined ? body : { timePeriod, ...body }),
		...(currentBy && { currentBy }),
	}));
}

function readFormat(context: IExecuteFunctions, itemIndex: number): 'JSON' | 'CSV' {
	return textParameter(context, 'exportFormat', itemIndex, 'JSON') === 'CSV' ? 'CSV' : 'JSON';
}

/** A period to export; without `timePeriod` the quarter that Clari takes for the current one. */
type Period = Pick<ForecastExportBody, 'timePeriod'> & Pick<ForecastExport, 'currentBy'>;

function readPeriods(context: IExecuteFunctions, itemIndex: number): Period[] {
	const mode = textParameter(context, 'timePeriodMode', itemIndex, 'current');
	if (mode === 'list') {
		const periods = [...new Set(listParameter(context, 'timePeriods', itemIndex))];
		if (periods.length > 0) return periods.map((timePeriod) => ({ timePeriod }));
		throw new NodeOperationError(context.getNode(), `Fill in 'Periods' [item ${itemIndex}]`, {
			itemIndex,
			description: 'Name at least one fiscal quarter as Clari writes it, for example 2026_Q1.',
		});
	}
	if (mode !== 'currentAndPrevious') return [{}];
	const calendar = readFiscalYear(context, itemIndex);
	const previous = toNumber(context.getNodeParameter('previousQuarters', itemIndex, 4), 4);
	const quarters = fiscalQuarters(
		DateTime.now().setZone(context.getTimezone()),
		calendar,
		Math.max(0, Math.trunc(previous)),
	);
	return quarters.map((timePeriod, back) =>
		back === 0 ? { timePeriod, currentBy: calendar } : { timePeriod },
	);
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
