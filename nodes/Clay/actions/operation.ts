import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { ItemOperation } from '../../shared/operations/operation';

/** An operation that handles all items of a run together. Its items carry `pairedItem`. */
export interface RunOperation {
	description: INodeProperties[];
	executeRun(this: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

export type Operation = ItemOperation | RunOperation;
