import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import type {
	Change,
	CompareOptions,
	ForecastDiff,
	ForecastRowLike,
} from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';

export const DETECTED_AT = '2026-01-09T08:00:00.000Z';

/** Weeks of 2026_Q1, oldest first. */
export const WEEKS = ['2026-01-02', '2026-01-09', '2026-01-16', '2026-01-23'] as const;

/** A call of Robin Example, 100,000 USD in the first week of 2026_Q1, unless told otherwise. */
export function row(changes: Partial<ForecastRow> = {}): ForecastRow {
	return {
		rowKey: 'any',
		ownerId: '4101:role',
		ownerName: 'Robin Example',
		ownerEmail: 'robin@example.com',
		role: 'Account Executive West',
		parentRole: 'West Manager',
		fieldId: 'fc_commit',
		fieldName: 'Commit',
		type: 'forecast',
		value: 100_000,
		currency: 'USD',
		timePeriod: '2026_Q1',
		weekStart: WEEKS[0],
		...changes,
	};
}

/** A row as another node may send it, with whatever in its cells. */
export function looseRow(changes: Record<string, unknown>): ForecastRowLike {
	return { ...row(), ...changes };
}

/** Compares without thresholds. */
export function diff(
	previous: readonly ForecastRowLike[],
	current: readonly ForecastRowLike[],
	options: Partial<CompareOptions> = {},
): ForecastDiff {
	return compareForecasts(previous, current, {
		detectedAt: DETECTED_AT,
		percentThreshold: 0,
		...options,
	});
}

/** The changes of one call whose value goes from one to the other. */
export function changesOf(
	previous: Partial<ForecastRow>,
	current: Partial<ForecastRow>,
	options: Partial<CompareOptions> = {},
): Change[] {
	return diff([row(previous)], [row(current)], options).changes;
}

/** Someone else's unchanged call, so that the period is present on both sides. */
export const BYSTANDER = row({
	ownerId: '9:role',
	ownerName: 'Sam Sample',
	ownerEmail: 'sam@example.com',
});

export function checksOf({ dataQuality }: ForecastDiff): string[] {
	return dataQuality.map(({ check }) => check);
}
