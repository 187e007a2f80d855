import type { INodeProperties } from 'n8n-workflow';

import type { WindowLimits } from '../events/eventWindow';
import { toNumber } from '../parameters/read';

/** n8n's own limit is 16 MB, unless its owner changes it. */
const DEFAULT_BODY_MB = 5;
const DEFAULT_HOURS = 24;
const DEFAULT_EVENTS = 20_000;
const MB = 1024 * 1024;
const HOUR_MS = 3_600_000;

/** Options of a trigger that receives requests, in the order of the alphabet. */
export const LIMIT_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Max Body Size (MB)',
		name: 'maxBodySize',
		type: 'number',
		typeOptions: { minValue: 0.001, numberPrecision: 3 },
		default: DEFAULT_BODY_MB,
		description: 'Larger bodies are refused with 413. n8n itself has a limit of 16 MB.',
	},
	{
		displayName: 'Remember at Most (Events)',
		name: 'rememberEvents',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: DEFAULT_EVENTS,
		description:
			'How many events to remember, the newest first. Each takes 8 characters of the memory of the workflow, which n8n loads with every request.',
	},
	{
		displayName: 'Remember For (Hours)',
		name: 'rememberHours',
		type: 'number',
		typeOptions: { minValue: 0.01, numberPrecision: 2 },
		default: DEFAULT_HOURS,
		description: 'How long a delivery that comes again counts as a duplicate',
	},
];

/** What is chosen of them. An option that is no positive number counts as not chosen. */
export function readLimits(option: (name: string) => unknown): {
	maxBodyBytes: number;
	remember: WindowLimits;
} {
	return {
		maxBodyBytes: positive(option('maxBodySize'), DEFAULT_BODY_MB) * MB,
		remember: {
			maxAgeMs: positive(option('rememberHours'), DEFAULT_HOURS) * HOUR_MS,
			maxEvents: Math.floor(positive(option('rememberEvents'), DEFAULT_EVENTS)),
		},
	};
}

function positive(value: unknown, fallback: number): number {
	const number = toNumber(value, fallback);
	return number > 0 ? number : fallback;
}
