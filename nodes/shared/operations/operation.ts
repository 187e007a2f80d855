import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** One operation that handles each item on its own: the parameters it adds to the panel, and what it does. */
export interface ItemOperation {
	description: INodeProperties[];
	/** Returns its items without `pairedItem`: the caller links them to the input item. */
	execute(this: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]>;
}

/** An operation that handles all items of a run together. Its items carry `pairedItem`. */
export interface RunOperation {
	description: INodeProperties[];
	executeRun(this: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

export type Operation = ItemOperation | RunOperation;
