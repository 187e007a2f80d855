import { slackAlert, type SlackBlock } from '../alert/slack';
import { byImportance, isSignificant, toChange } from './changes';
import type { Comparison } from './compare';
import { countRepeatedRows } from './dataQuality';
import type { ExportIndex } from './exportIndex';
import type { Settings } from './options';
import { countChanges, type SummaryCounts } from './summary';
import type { Change, DataQualityItem, Snapshot } from './types';

export interface Summary extends SummaryCounts {
	/** The alert as one Slack text. */
	text: string;
	/** The alert as Slack blocks. */
	blocks: SlackBlock[];
}

export interface ForecastDiff {
	/** Changes that reach the thresholds, the most important first. */
	changes: Change[];
	summary: Summary;
	dataQuality: DataQualityItem[];
	/** True when the current export or the rows to compare with cannot be trusted: nothing was compared. */
	blocked: boolean;
	/**
	 * What the next run should be compared with. `null` when the baseline must not move: the current export cannot be
	 * trusted, or the weeks of one export were compared.
	 */
	nextBaseline: Snapshot | null;
}

/** Puts together what a comparison found; without one, says why nothing was compared. */
export function report(
	comparison: Comparison | undefined,
	index: ExportIndex,
	dataQuality: DataQualityItem[],
	settings: Settings,
	blocked: boolean,
	nextBaseline: Snapshot | null,
): ForecastDiff {
	const { detectedAt, comparedWith, comparedWithOf, thresholds } = settings;
	const differences = comparison?.differences ?? [];
	const changes = differences
		.filter((change) => isSignificant(change, thresholds))
		.sort(byImportance)
		.flatMap((change) => {
			const period = (change.current ?? change.previous)?.timePeriod;
			const source = period === undefined ? undefined : comparedWithOf?.(period);
			return toChange(change, source ?? comparedWith, detectedAt) ?? [];
		});
	const counts: SummaryCounts = {
		...countChanges(changes),
		belowThreshold: differences.length - changes.length,
		unchanged: comparison?.unchanged ?? 0,
		compared: comparison?.compared ?? 0,
		notComparable: comparison?.notComparable ?? 0,
		leftOut: comparison?.leftOut ?? 0,
		addedWithoutValue: comparison?.addedWithoutValue ?? 0,
		removedWithoutValue: comparison?.removedWithoutValue ?? 0,
		repeatedRows: countRepeatedRows(index),
		newPeriods: comparison?.newPeriods ?? [],
		gonePeriods: comparison?.gonePeriods ?? [],
		blocked,
		comparedWith: comparison === undefined ? null : comparedWith,
		detectedAt,
		top: changes.slice(0, settings.topChanges),
	};
	const { text, blocks } = slackAlert(counts, dataQuality);
	return { changes, summary: { text, blocks, ...counts }, dataQuality, blocked, nextBaseline };
}
