import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { ExportOutputs } from './exportOutputs';

/** An operation of the node: it gives the items of the first output, and puts others into `outputs`. */
export interface ClariOperation {
	description: INodeProperties[];
	execute(
		this: IExecuteFunctions,
		itemIndex: number,
		outputs: ExportOutputs,
	): Promise<INodeExecutionData[]>;
}
