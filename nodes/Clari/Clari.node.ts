import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { OPERATIONS, router } from './actions/router';
import { searchExportJobs } from './methods/listSearch';

export class Clari implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clari',
		name: 'clari',
		icon: { light: 'file:../../icons/clari.svg', dark: 'file:../../icons/clari.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Export forecasts from Clari',
		defaults: { name: 'Clari' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'clariApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Export Job', value: 'exportJob' },
					{ name: 'Forecast Export', value: 'forecastExport' },
					{ name: 'Forecast Type', value: 'forecastType' },
				],
				default: 'forecastExport',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['account'] } },
				options: [
					{
						name: 'Get Limits',
						value: 'getLimits',
						action: 'Get export limits',
						description: 'See how many exports are left and how many may run at a time',
					},
				],
				default: 'getLimits',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['exportJob'] } },
				options: [
					{
						name: 'Cancel',
						value: 'cancel',
						action: 'Cancel export job',
						description: 'Stop a job and get its unit of quota back',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get export job',
						description: 'See the status of a job',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many export jobs',
						description: 'List the jobs of the user who made the token',
					},
				],
				default: 'get',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['forecastExport'] } },
				options: [
					{
						name: 'Get Result',
						value: 'getResult',
						action: 'Get forecast export result',
						description: 'Fetch the result of a job that was queued before, at no cost',
					},
					{
						name: 'Run',
						value: 'run',
						action: 'Run forecast export',
						description: 'Queue an export, wait for it, and get its rows or file',
					},
					{
						name: 'Start',
						value: 'start',
						action: 'Start forecast export',
						description: 'Queue an export and get its job ID without waiting',
					},
				],
				default: 'run',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['forecastType'] } },
				options: [
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many forecast types',
						description: 'List forecast types, with API profile V1 only',
					},
				],
				default: 'getMany',
			},
			...Object.values(OPERATIONS).flatMap((operations) =>
				Object.values(operations).flatMap(({ description }) => description),
			),
		],
	};

	methods = { listSearch: { searchExportJobs } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
