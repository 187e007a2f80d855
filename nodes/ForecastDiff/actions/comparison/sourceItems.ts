import type { Change } from '../../engine';
import { DEFAULT_KEY_COLUMNS, cellText, checkKeyColumns, keyReader } from '../../engine/key';
import type { InputTable } from '../inputs/inputTable';
import type { DataSettings } from '../settings/data';

/**
 * Which input item each change comes from: the one that has the row of its call in its week. What has no row any more
 * is linked to the first item.
 *
 * @returns the index of the item for a change
 */
export function itemsOfChanges(
	changes: readonly Change[],
	current: InputTable,
	{ columns, keyColumns = [...DEFAULT_KEY_COLUMNS] }: DataSettings,
): (change: Change) => number {
	const [first = 0, ...others] = current.items;
	const items = new Map<string, number>();
	if (changes.length > 0 && others.length > 0) {
		const weeks = new Map(changes.map(({ key, currentWeek }) => [key, currentWeek]));
		const keyOf = keyReader(checkKeyColumns(keyColumns, columns.timePeriod));
		for (const { item, rows } of current.byItem()) {
			for (const row of rows) {
				const key = keyOf(row) ?? '';
				const week = weeks.get(key);
				if (week === undefined) continue;
				const isItsWeek = week === null || cellText(row[columns.weekStart]) === week;
				if (isItsWeek || !items.has(key)) items.set(key, item);
			}
		}
	}
	return ({ key }) => items.get(key) ?? first;
}
