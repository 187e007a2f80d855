import type { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readRecords, toItemData, isRecord } from '../../../shared/json/read';
import { collectionParameter, toNumber, toText } from '../../../shared/parameters/read';
import type { JobReport } from '../../health/jobReport';
import type { ExpectedRows, RowCountCheck } from '../../health/reconcile';
import { reconcileRows } from '../../health/reconcile';
import { isoTime, readNow, readReportItems, readWithin, WHOLE } from './reportItems';
import { TIME_ZONE } from './timeZone';

const displayOptions = { show: { resource: ['report'], operation: ['reconcile'] } };

export const description: INodeProperties[] = [
	{
		displayName:
			"Takes the items of the output 'Report' of Clari's exports, stored in a table, and needs no credential. The newest export of each tab and quarter is compared with the newest one from before.",
		name: 'reconcileNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	{
		displayName: 'Hours',
		name: 'hours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 744 },
		default: 24,
		description:
			'How far back the exports go that are checked. Multiples of 24 are days by the calendar.',
		displayOptions,
	},
	{
		displayName: 'Tolerance in Percent',
		name: 'tolerance',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 5,
		description: 'By how much of the expected rows an export may differ',
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Expected Rows',
				name: 'expectedRows',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add tab',
				default: {},
				description:
					'Rows that each export of a tab must have at least, quarter by quarter, instead of about those of the export before. A tab in this list must have been exported.',
				options: [
					{
						displayName: 'Tab',
						name: 'tab',
						values: [
							{
								displayName: 'Forecast Tab',
								name: 'forecastId',
								type: 'string',
								default: '',
								placeholder: 'e.g. forecast',
							},
							{
								displayName: 'Quarter',
								name: 'timePeriod',
								type: 'string',
								default: '',
								placeholder: 'e.g. 2026_Q1',
								description: 'Each quarter of the tab when empty',
							},
							{
								displayName: 'Rows at Least',
								name: 'rows',
								type: 'number',
								typeOptions: { minValue: 0 },
								// With 0 a tab that was added in a hurry would match without a row.
								default: 1,
								hint: 'E.g. users × fields × types × weeks. 0 for a quarter that may be empty.',
							},
						],
					},
				],
			},
			TIME_ZONE,
		],
	},
];

/** One item for each tab and quarter, of all reports. */
export async function executeRun(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const hours = readWithin(this, 'hours', 'Hours', 24, [1, 744]);
	const tolerance = readWithin(this, 'tolerance', 'Tolerance in Percent', 5, [0, 100]);
	const now = readNow(this);
	const checks = reconcileRows(readReportItems(this), {
		since: since(now, hours).toMillis(),
		tolerance: tolerance / 100,
		expectedRows: readExpectedRows(this),
		timeZone: now.zoneName ?? 'UTC',
	});
	return checks.map((check) => ({
		json: toItemData({ checkedAt: isoTime(now.toMillis()), ...flat(check) }),
		...WHOLE,
	}));
}

/** Whole days by the calendar: from one check to the next it is 23 or 25 hours when the clock is changed. */
function since(now: DateTime, hours: number): DateTime {
	return hours % 24 === 0 ? now.minus({ days: hours / 24 }) : now.minus({ hours });
}

function readExpectedRows(context: IExecuteFunctions): ExpectedRows[] {
	const { expectedRows } = collectionParameter(context, 'options', 0);
	const tabs = isRecord(expectedRows) ? readRecords(expectedRows.tab) : [];
	return tabs.flatMap(({ forecastId, timePeriod, rows }) => {
		const subject = toText(forecastId, '').trim();
		const quarter = toText(timePeriod, '').trim();
		if (subject === '') return [];
		return { subject, rows: toNumber(rows, 1), ...(quarter !== '' && { timePeriod: quarter }) };
	});
}

/** Without nested values, so that a table can take it as it is. */
function flat({ exported, expected, difference, expectedRows, ...check }: RowCountCheck) {
	const time = (report: JobReport | null) => isoTime(report?.finishedAt ?? null);
	return {
		...check,
		expectedRows,
		difference,
		differencePct:
			difference === null || expectedRows === null || expectedRows === 0
				? null
				: Math.round((difference / expectedRows) * 10_000) / 100,
		exportJobId: exported?.jobId ?? null,
		exportedAt: time(exported),
		expectedJobId: expected?.jobId ?? null,
		expectedAt: time(expected),
	};
}
