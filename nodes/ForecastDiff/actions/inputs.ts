import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ExportNotice } from '../../shared/forecast/forecastRow';
import { isExportNotice } from '../../shared/forecast/forecastRow';
import { toText } from '../../shared/parameters/read';
import { readBaselineItem } from '../baseline/storedState';
import { decodeToken } from '../baseline/token';
import type { ForecastRowLike, Snapshot } from '../engine';

/** What an input holds. */
export interface InputRows {
	rows: ForecastRowLike[];
	/** Exports that had no rows. */
	notices: ExportNotice[];
	/** Why earlier nodes, set to continue, could not give rows. */
	errors: string[];
}

/**
 * Reads the items of an input: each is a row, the notice that stands in for an export without rows, or the error of a
 * node that was set to continue. An item without any field is n8n's placeholder for no data.
 */
export function readRows(items: INodeExecutionData[]): InputRows {
	const read: InputRows = { rows: [], notices: [], errors: [] };
	for (const { json, error } of items) {
		if (isExportNotice(json)) read.notices.push(json);
		else if (error || ('error' in json && json.ownerId === undefined)) {
			read.errors.push(error?.message ?? toText(json.error, 'unknown reason'));
		} else if (Object.keys(json).length > 0) read.rows.push(json);
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
	const all = items.flatMap(({ json }) => readBaselineItem(json) ?? []);
	const names = [...new Set(all.map(({ baseline }) => baseline))];
	if (name === '' && names.length > 1) {
		throw new NodeOperationError(
			context.getNode(),
			`The second input has baselines of several names: ${names.join(', ')}`,
			{ description: "Choose one with 'Baseline Name', or pass only one on." },
		);
	}
	const baselines = all
		.filter(({ baseline }) => name === '' || baseline === name)
		.sort((a, b) => timeOf(b) - timeOf(a));
	const [newest] = baselines;
	if (newest === undefined) return { rows: all.length > 0 ? [] : readRows(items).rows };
	return { ...decode(context, newest.token), takenAt: newest.takenAt, rows: [] };
}

/** A time that cannot be read is older than any other. */
function timeOf({ takenAt }: { takenAt: string }): number {
	const time = Date.parse(takenAt);
	return Number.isNaN(time) ? 0 : time;
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
