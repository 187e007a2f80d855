import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { PARAMETERS } from './actions/description';
import { router } from './actions/router';

export class ForecastDiff implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Forecast Diff',
		name: 'forecastDiff',
		icon: {
			light: 'file:../../icons/forecastDiff.svg',
			dark: 'file:../../icons/forecastDiff.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"].replace("Baseline", " baseline") }}',
		description: 'Find what changed between two forecast exports and write the alert',
		defaults: { name: 'Forecast Diff' },
		// No tool: a comparison needs the rows of two exports as inputs, which an agent cannot pass.
		usableAsTool: undefined,
		inputs: `={{ $parameter["operation"] === "compare"
			? [
				{ type: "${NodeConnectionTypes.Main}", displayName: "Current" },
				{ type: "${NodeConnectionTypes.Main}", displayName: "Baseline", required: false }
			]
			: [{ type: "${NodeConnectionTypes.Main}" }] }}`,
		// With an empty export on one side the node must still run, to say so.
		requiredInputs: 1,
		outputs: `={{ $parameter["operation"] === "compare"
			? [
				{ type: "${NodeConnectionTypes.Main}", displayName: "Changes" },
				{ type: "${NodeConnectionTypes.Main}", displayName: "Summary" },
				{ type: "${NodeConnectionTypes.Main}", displayName: "Data Quality" },
				{ type: "${NodeConnectionTypes.Main}", displayName: "Baseline" }
			]
			: [{ type: "${NodeConnectionTypes.Main}" }] }}`,
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Commit Baseline',
						value: 'commitBaseline',
						action: 'Commit baseline',
						description: 'Let the baseline move on, after the alert has been delivered',
					},
					{
						name: 'Compare',
						value: 'compare',
						action: 'Compare forecasts',
						description: 'Find what changed since the baseline',
					},
					{
						name: 'Get Baseline',
						value: 'getBaseline',
						action: 'Get baseline',
						description: 'Give out what the workflow remembers, as items or call by call',
					},
					{
						name: 'Reset Baseline',
						value: 'resetBaseline',
						action: 'Reset baseline',
						description: 'Remove what the workflow remembers, or put another baseline in its place',
					},
				],
				default: 'compare',
			},
			...PARAMETERS,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
