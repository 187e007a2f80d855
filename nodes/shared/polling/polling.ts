import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collectionParameter, toNumber } from '../parameters/read';

/** How to wait for something that the vendor works on; all times in milliseconds. */
export interface Polling {
	firstWaitMs: number;
	/** Factor by which each pause is longer than the one before. */
	growth: number;
	ceilingMs: number;
	/** For all of the waiting. */
	timeoutMs: number;
}

/** What differs between the operations that wait. */
export interface PollingTexts {
	/** What the collection is about, e.g. `How to wait for the export job`. */
	description: string;
	timeoutDescription: string;
	/** Seconds before the first look. */
	firstWait: number;
}

/** The collection Polling. */
export function pollingParameter(
	displayOptions: IDisplayOptions,
	{ description, timeoutDescription, firstWait }: PollingTexts,
): INodeProperties {
	return {
		displayName: 'Polling',
		name: 'polling',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		description,
		options: [
			{
				displayName: 'First Wait',
				name: 'firstWait',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: firstWait,
				description: 'Seconds before the first look',
			},
			{
				displayName: 'Growth',
				name: 'growth',
				type: 'number',
				typeOptions: { minValue: 1, numberPrecision: 2 },
				default: 1.5,
				description: 'Factor by which each wait is longer than the one before',
			},
			{
				displayName: 'Longest Wait',
				name: 'ceiling',
				type: 'number',
				typeOptions: { minValue: 0.1, numberPrecision: 2 },
				default: 30,
				description: 'Seconds between two looks at the most',
			},
			{
				displayName: 'Timeout',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 10,
				description: timeoutDescription,
			},
		],
		displayOptions,
	};
}

export function readPolling(
	context: IExecuteFunctions,
	itemIndex: number,
	{ firstWait }: Pick<PollingTexts, 'firstWait'>,
): Polling {
	const polling = collectionParameter(context, 'polling', itemIndex);
	return {
		firstWaitMs: Math.max(0, toNumber(polling.firstWait, firstWait) * 1_000),
		growth: Math.max(1, toNumber(polling.growth, 1.5)),
		ceilingMs: Math.max(100, toNumber(polling.ceiling, 30) * 1_000),
		timeoutMs: Math.max(0, toNumber(polling.timeout, 10) * 60_000),
	};
}

/** The pause after this one. */
export function nextPause(pause: number, polling: Polling): number {
	return Math.min(Math.max(pause, 1_000) * polling.growth, polling.ceilingMs);
}
