import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isExportNotice } from '../../shared/forecast/forecastRow';
import { readBaselineItem } from '../baseline/storedState';
import { decodeToken } from '../baseline/token';
import type { Snapshot } from '../engine';

/** A row as it comes from another node: its cells are checked by the engine. */
export type InputRow = Readonly<Record<string, unknown>>;

/** The rows of an input; the notice of an empty export is no row. */
export function readRows(items: INodeExecutionData[]): InputRow[] {
	return items.map(({ json }) => json).filter((json) => !isExportNotice(json));
}

/** The items of an input, or none when it is not connected or its branch was empty. */
export function inputItems(context: IExecuteFunctions, input: number): INodeExecutionData[] {
	return context.getInputData(input) ?? [];
}

/** What the second input holds: a baseline item of an earlier run, or rows. */
export interface SecondInput {
	snapshot?: Snapshot;
	takenAt?: string;
	rows: InputRow[];
}

/**
 * Reads the second input. Of several baseline items (a history from a data table) the newest counts.
 *
 * @param name the baseline that is wanted; any when empty
 */
export function readSecondInput(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	name: string,
): SecondInput {
	const baselines = items
		.flatMap(({ json }) => readBaselineItem(json) ?? [])
		.filter(({ baseline }) => name === '' || baseline === name)
		.sort((a, b) => b.takenAt.localeCompare(a.takenAt));
	const [newest] = baselines;
	if (newest === undefined) return { rows: readRows(items) };
	return { ...decode(context, newest.token), takenAt: newest.takenAt, rows: [] };
}

/** Unpacks a stored baseline, with an n8n error that says what to do when it is damaged. */
export function decode(context: IExecuteFunctions, token: string): { snapshot: Snapshot } {
	const result = tryDecode(token);
	if ('snapshot' in result) return result;
	throw new NodeOperationError(context.getNode(), 'The stored baseline cannot be read', {
		description: result.reason,
	});
}

function tryDecode(token: string): { snapshot: Snapshot } | { reason: string } {
	try {
		return { snapshot: decodeToken(token) };
	} catch (error) {
		return { reason: error instanceof Error ? error.message : String(error) };
	}
}
