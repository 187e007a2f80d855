import { dataQualityItem } from '../engine/dataQuality';
import type { DataQualityItem } from '../engine/types';

/**
 * n8n loads and saves the memory of a workflow as a whole, with every execution and in one database field: what is too
 * large slows every run down, and may not be saved at all.
 */
export const DEFAULT_MEMORY_LIMIT_MB = 5;

const BYTES_PER_MB = 1_000_000;

/** Part of the limit from which on it is said. */
const NOTICE_FROM = 0.8;

/** How much of the memory all baselines of a workflow take. */
export interface MemoryUse {
	bytes: number;
	limitMb: number;
}

/** What to do about baselines that are too large, or `undefined` when they are not. */
export function memoryRefusal(
	use: MemoryUse,
): { message: string; description: string } | undefined {
	if (use.bytes <= use.limitMb * BYTES_PER_MB) return undefined;
	return {
		message: `The baselines are too large for the memory of the workflow: ${inMb(use.bytes)}, and the limit is ${use.limitMb} MB`,
		description: `Nothing was saved. Keep the baseline in a Data Table or in Postgres and pass it to the second input ('Baseline Kept In'), compare a smaller scope, remove baselines that are no longer needed with Reset Baseline, or raise 'Memory Limit (MB)' under Options.`,
	};
}

/** Says that the limit is near; `undefined` when it is not. */
export function memoryNotice(use: MemoryUse): DataQualityItem | undefined {
	const limit = use.limitMb * BYTES_PER_MB;
	if (use.bytes <= limit * NOTICE_FROM) return undefined;
	return dataQualityItem(
		'memory_size',
		'info',
		`The baselines take ${inMb(use.bytes)} of the memory of the workflow, and the limit is ${use.limitMb} MB. Above it, the comparison stops: keep the baseline on the second input, or compare a smaller scope.`,
		{ bytes: use.bytes, limitBytes: limit },
	);
}

function inMb(bytes: number): string {
	return `${(bytes / BYTES_PER_MB).toFixed(bytes < BYTES_PER_MB / 10 ? 3 : 1)} MB`;
}
