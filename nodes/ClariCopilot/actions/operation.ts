import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { NodeFailure } from '../../shared/errors/nodeError';
import type { CopilotSession } from '../transport';

/** One operation: the parameters it adds to the panel, and what it does for an item. */
export interface Operation {
	description: INodeProperties[];
	/** Returns its items without `pairedItem`: the router links them to the input item. */
	execute(session: CopilotSession): Promise<INodeExecutionData[]>;
	/** What it gives for an item without a session; where it is absent, that is an error. */
	explain?(
		context: IExecuteFunctions,
		itemIndex: number,
		error: NodeFailure,
	): Promise<INodeExecutionData[]>;
}
