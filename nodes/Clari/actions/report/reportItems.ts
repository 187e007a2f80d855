import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { collectionParameter, numberParameter, toText } from '../../../shared/parameters/read';
import { DateTime } from 'luxon';

import type { JobReport } from '../../health/jobReport';
import { readReports } from '../../health/jobReport';

/** What stands for all reports is linked to the first one. */
export const WHOLE: Pick<INodeExecutionData, 'pairedItem'> = { pairedItem: { item: 0 } };

/** The reports among the input items; what is none is told on the node. An empty item is what n8n makes of no rows. */
export function readReportItems(context: IExecuteFunctions): JobReport[] {
	const records = context
		.getInputData()
		.map(({ json }) => json)
		.filter((json) => Object.keys(json).length > 0);
	const { reports, unreadable } = readReports(records);
	if (unreadable > 0) {
		context.addExecutionHints({
			message: `${unreadable} of ${records.length} input items are no reports of exports and were left out: a report has at least 'outcome' (completed or failed) and 'finishedAt'.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
	return reports;
}

/**
 * Now, by the clock of the time zone under Options, or else of the workflow.
 *
 * @throws NodeOperationError when there is no such time zone
 */
export function readNow(context: IExecuteFunctions): DateTime {
	const typed = toText(collectionParameter(context, 'options', 0).timeZone, '').trim();
	const now = DateTime.utc().setZone(typed === '' ? context.getTimezone() : typed);
	if (now.isValid) return now;
	throw new NodeOperationError(context.getNode(), `There is no time zone '${typed}' [item 0]`, {
		itemIndex: 0,
		description: "Put a name such as Europe/Berlin into 'Time Zone', or leave it out.",
	});
}

/**
 * A number within limits.
 *
 * @throws NodeOperationError for any other
 */
export function readWithin(
	context: IExecuteFunctions,
	name: string,
	label: string,
	fallback: number,
	[least, most]: readonly [number, number],
): number {
	const value = numberParameter(context, name, 0, fallback);
	if (value >= least && value <= most) return value;
	throw new NodeOperationError(
		context.getNode(),
		`'${label}' is ${value}, which is not between ${least} and ${most} [item 0]`,
		{ itemIndex: 0, description: `Put a number between ${least} and ${most} into '${label}'.` },
	);
}

/** A time as n8n's nodes take it; null stays null. */
export function isoTime(milliseconds: number | null): string | null {
	return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
