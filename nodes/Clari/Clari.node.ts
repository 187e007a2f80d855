import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { OPERATIONS, router } from './actions/router';
import { outputsExpression } from './actions/exportOutputs';
import { searchExportJobs } from './methods/listSearch';

export class Clari implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clari',
		name: 'clari',
		icon: { light: 'file:../../icons/clari.svg', dark: 'file:../../icons/clari.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Export forecasts and activities from Clari, and read audit events and opportunities',
		defaults: { name: 'Clari' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression(),
		// What works on reports asks Clari nothing.
		credentials: [
			{ name: 'clariApi', required: true, displayOptions: { hide: { resource: ['report'] } } },
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Activity Export', value: 'activityExport' },
					{ name: 'Audit Event', value: 'auditEvent' },
					{ name: 'Export Job', value: 'exportJob' },
					{ name: 'Forecast Export', value: 'forecastExport' },
					{ name: 'Forecast Type', value: 'forecastType' },
					{ name: 'Opportunity', value: 'opportunity' },
					{ name: 'Report', value: 'report' },
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
						name: 'Check Readiness',
						value: 'checkReadiness',
						action: 'Check readiness of account',
						description:
							'Check whether API, token, quota, forecast tab and clock are fit for production',
					},
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
				displayOptions: { show: { resource: ['activityExport'] } },
				options: [
					{
						name: 'Get Result',
						value: 'getResult',
						action: 'Get activity export result',
						description: 'Fetch the activities of a job that was queued before, at no cost',
					},
					{
						name: 'Run',
						value: 'run',
						action: 'Run activity export',
						description:
							'Queue an export of emails, meetings and files, wait, and get an item for each',
					},
					{
						name: 'Start',
						value: 'start',
						action: 'Start activity export',
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
				displayOptions: { show: { resource: ['auditEvent'] } },
				options: [
					{
						name: 'Export',
						value: 'export',
						action: 'Export audit events',
						description: 'Queue an export, wait for it, and get an item for each event',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many audit events',
						description: 'List what users did in Clari, page by page, at no cost',
					},
					{
						name: 'Get Result',
						value: 'getResult',
						action: 'Get audit event export result',
						description: 'Fetch the events of a job that was queued before, at no cost',
					},
				],
				default: 'getMany',
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
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['opportunity'] } },
				options: [
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many opportunities',
						description: 'Get score, trends and fields of opportunities by their CRM IDs',
					},
				],
				default: 'getMany',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['report'] } },
				options: [
					{
						name: 'Create Dashboard',
						value: 'createDashboard',
						action: 'Create dashboard of exports',
						description: 'Make a web page of how exports went, from their reports',
					},
					{
						name: 'Reconcile',
						value: 'reconcile',
						action: 'Reconcile rows of exports',
						description: 'Compare the rows of exports with what was expected',
					},
				],
				default: 'createDashboard',
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
