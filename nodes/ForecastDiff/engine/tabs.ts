import { TAB_COLUMN } from './columns';
import { count, countRepeatedRows, dataQualityItem } from './dataQuality';
import type { ExportIndex } from './exportIndex';
import { wayOutOf } from './gate';
import type { Settings } from './options';
import type { DataQualityItem } from './types';

/**
 * The forecast tabs of an export beside those of its baseline. Two tabs have nothing to do with each other: compared,
 * every call of the one is gone and every call of the other is new, or they are taken for the same calls.
 *
 * @param known the tabs of the baseline; of one that does not say it, nothing can be said
 */
export function checkTabs(
	known: Iterable<string>,
	{ tabs }: ExportIndex,
	settings: Settings,
): DataQualityItem[] {
	const previous = [...new Set(known)].sort();
	const current = [...tabs].sort();
	if (previous.length === 0 || current.length === 0) return [];
	const details = { previous, current };
	const added = current.filter((tab) => !previous.includes(tab));
	if (added.length === current.length) {
		const message = `The baseline is of the forecast tab ${listed(previous)}, and the export of ${listed(current)}. Nothing was compared and the baseline stays. Choose the tab of the baseline again, ${wayOutOf(settings)} to start over with this one, or give it another 'Baseline Name'.`;
		return [dataQualityItem('forecast_tab_changed', 'critical', message, details)];
	}
	if (added.length === 0) return [];
	const isApart = settings.keyColumns.includes(TAB_COLUMN);
	const advice = isApart ? 'Its calls are compared from the next run on.' : KEEP_APART;
	const message = `The export has rows of the forecast tab ${listed(added)} now, beside ${listed(previous)} of the baseline. ${advice}`;
	return [dataQualityItem('forecast_tab_added', 'warning', message, details)];
}

/** Calls of two tabs that agree look like one call in two rows, and the half of the money would be missing. */
export function mixedTabs(index: ExportIndex, { keyColumns }: Settings): DataQualityItem[] {
	const { tabs } = index;
	if (tabs.size < 2 || keyColumns.includes(TAB_COLUMN)) return [];
	const repeated = countRepeatedRows(index);
	if (repeated === 0) return [];
	const message = `The export has rows of the forecast tabs ${listed([...tabs].sort())}, and ${count(repeated, 'row')} of them say the same as another row, so they count once. ${KEEP_APART}`;
	const details = { tabs: [...tabs].sort(), rows: repeated };
	return [dataQualityItem('mixed_tabs', 'warning', message, details)];
}

const KEEP_APART = `Calls of the same owner and field are taken for one: add ${TAB_COLUMN} to 'Key Fields', or compare each tab in a node with a 'Baseline Name' of its own.`;

function listed(tabs: readonly string[]): string {
	return tabs.join(', ');
}
