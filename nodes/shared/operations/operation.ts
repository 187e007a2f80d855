import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** One operation that handles each item on its own: the parameters it adds to the panel, and what it does. */
export interface ItemOperation {
	description: INodeProperties[];
	/** Returns its items without `pairedItem`: the caller links them to the input item. */
	execute(this: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]>;
}
