import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ExportNotice } from '../../shared/forecast/forecastRow';
import { isExportNotice } from '../../shared/forecast/forecastRow';
import { readBaselineItem } from '../baseline/storedState';
import { decodeToken } from '../baseline/token';
import type { ForecastRowLike, Snapshot } from '../engine';

/** The rows of an input, and the exports that had none. */
export interface InputRows {
	rows: ForecastRowLike[];
	notices: ExportNotice[];
}

/** Reads the items of an input: each is a row, or the notice that stands in for an export without rows. */
export function readRows(items: INodeExecutionData[]): InputRows {
	const read: InputRows = { rows: [], notices: [] };
	for (const { json } of items) {
		if (isExportNotice(json)) read.notices.push(json);
		else read.rows.push(json);
	}
	return read;
}

/** The items of an input, or none when it is not connected or its branch was empty. */
export function inputItems(context: IExecuteFunctions, input: number): INodeExecutionData[] {
	return context.getInputData(input) ?? [];
}

/** What the second input holds: a baseline item of an earlier run, or rows. */
export interface SecondInput {
	snapshot?: Snapshot;
	takenAt?: string;
	rows: ForecastRowLike[];
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
	if (newest === undefined) return { rows: readRows(items).rows };
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
