import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { decodeToken } from '../../baseline/token';
import type { Snapshot } from '../../engine';

const CANNOT_BE_READ = 'The stored baseline cannot be read';

/**
 * Unpacks a baseline that came with an item.
 *
 * @throws {NodeOperationError} that says what to do when it is damaged
 */
export function decodeItem(context: IExecuteFunctions, token: string): Snapshot {
	const result = tryDecode(token);
	if ('snapshot' in result) return result.snapshot;
	throw new NodeOperationError(context.getNode(), CANNOT_BE_READ, { description: result.reason });
}

/**
 * Unpacks a baseline from the memory of the workflow.
 *
 * @param whose its name, or else the node that remembers it
 * @throws {NodeOperationError} that says what to do when it is damaged
 */
export function decodeStored(
	context: IExecuteFunctions,
	token: string,
	{ name, node = '' }: { name: string; node?: string },
): Snapshot {
	const result = tryDecode(token);
	if ('snapshot' in result) return result.snapshot;
	const which = name === '' ? `'Forecast Diff Node': ${node}` : `'Baseline Name': ${name}`;
	throw new NodeOperationError(context.getNode(), CANNOT_BE_READ, {
		description: `${result.reason} In this workflow, run Reset Baseline (an operation of Forecast Diff) with ${which}. It removes the baseline from the memory, and the next run takes a new one.`,
	});
}

function tryDecode(token: string): { snapshot: Snapshot } | { reason: string } {
	try {
		return { snapshot: decodeToken(token) };
	} catch (error) {
		return { reason: error instanceof Error ? error.message : String(error) };
	}
}
