import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** An error that n8n shows as it is. */
export type NodeFailure = NodeApiError | NodeOperationError;

/**
 * Gives back an n8n error unchanged and makes one of anything else, so that a slip in the code shows up with the item
 * and the node instead of as a bare stack.
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeFailure {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const cause = error instanceof Error ? error : String(error);
	return new NodeOperationError(node, cause, { itemIndex });
}

/** The outcome of something that may throw, so that the throw can happen where it is decided. */
export type Attempt<T> = { ok: true; value: T } | { ok: false; error: NodeFailure };

export async function attempt<T>(
	node: INode,
	itemIndex: number | undefined,
	action: () => Promise<T>,
): Promise<Attempt<T>> {
	try {
		return { ok: true, value: await action() };
	} catch (error) {
		return { ok: false, error: toNodeError(node, error, itemIndex) };
	}
}
