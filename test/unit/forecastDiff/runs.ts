import { decodeToken, encodeToken } from '../../../nodes/ForecastDiff/baseline/token';
import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import type {
	Change,
	CompareOptions,
	ForecastDiff,
	ForecastRowLike,
	Snapshot,
} from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { BYSTANDER, row } from './rows';

const START = Date.parse('2026-01-05T08:00:00.000Z');

/** So many hours after the start of all runs. */
export const at = (hours: number) => new Date(START + hours * 3_600_000).toISOString();

/** Run after run, each compared with what the one before left behind in the store. */
export class Runs {
	snapshot: Snapshot | null = null;

	/** When the last run was. */
	hours = 0;

	constructor(private readonly options: Partial<CompareOptions> = {}) {}

	run(rows: readonly ForecastRowLike[], options: Partial<CompareOptions> = {}): ForecastDiff {
		const takenAt = at(this.hours);
		this.hours++;
		const result = compareForecasts(this.snapshot, rows, {
			percentThreshold: 0,
			against: 'lastAlert',
			maxRowDropPercent: 100,
			detectedAt: at(this.hours),
			comparedWith: { source: 'memory', takenAt },
			...this.options,
			...options,
		});
		const { nextBaseline } = result;
		if (nextBaseline !== null) this.snapshot = stored(nextBaseline);
		return result;
	}

	/** One call beside somebody else's; `null`: only that one. */
	call(changes: Partial<ForecastRow> | null, options: Partial<CompareOptions> = {}): ForecastDiff {
		return this.run(changes === null ? [BYSTANDER] : [BYSTANDER, row(changes)], options);
	}

	value(value: number | null, options: Partial<CompareOptions> = {}): ForecastDiff {
		return this.call({ value }, options);
	}
}

/** A snapshot as it comes back from the store. */
export function stored(snapshot: Snapshot): Snapshot {
	return decodeToken(encodeToken(snapshot));
}

export function brief({
	changes,
}: {
	changes: readonly Change[];
}): Array<[string, number | null, number | null]> {
	return changes.map(({ kind, previous, current }) => [kind, previous, current]);
}
