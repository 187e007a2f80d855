import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** One operation: the parameters it adds to the panel, and what it does for one item. */
export interface Operation {
	description: INodeProperties[];
	/** Returns its items without `pairedItem`: the router links them to the input item. */
	execute(this: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]>;
}
