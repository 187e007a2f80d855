import type { INodeExecutionData } from 'n8n-workflow';

/**
 * What an operation does for one item. Returns its items without `pairedItem`: the router links them to the input item.
 */
export type ItemOperation = (itemIndex: number) => Promise<INodeExecutionData[]>;
