import { CLARI_OPERATIONS } from './clariOperations';
import { CLAY_OPERATIONS } from './clayOperations';
import { COPILOT_OPERATIONS } from './copilotOperations';
import type { AnyOperation, NodeOfTable } from './operation';

/** The one table of the fault suite: every operation and its requests. */
export const OPERATIONS: Record<NodeOfTable, readonly AnyOperation[]> = {
	clari: CLARI_OPERATIONS,
	clay: CLAY_OPERATIONS,
	copilot: COPILOT_OPERATIONS,
};
