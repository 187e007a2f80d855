import { randomFrom } from '../../sandbox/vendors/random';
import { drawAmounts } from './amounts';
import {
	ADDED,
	CHANGED_LITTLE,
	CHANGED_MUCH,
	drawFates,
	placesOf,
	REMOVED,
	SAME,
	shuffleInPlace,
} from './fates';
import type { Row, Snapshots } from './snapshots';

const FIELDS = ['Commit', 'Best Case', 'Pipeline', 'Closed', 'Upside'];
const TIME_FRAMES = ['2026_Q1', '2026_Q2', '2026_Q3', '2026_Q4'];
const CURRENCIES = ['USD', 'EUR', 'GBP'];
export const ROWS_OF_AN_OWNER = FIELDS.length * TIME_FRAMES.length;

const BEFORE = '2026-01-05T08:00:00.000Z';
const AFTER = '2026-01-12T08:00:00.000Z';

/** A forecast table of nine columns that belongs to no vendor, in two snapshots; `rowId` identifies a row. */
export function generateTable(
	rows: number,
	seed: string | number,
	rowsOfAnOwner = ROWS_OF_AN_OWNER,
): Snapshots {
	const random = randomFrom(seed, 'table', rows);
	const fates = drawFates(rows, random);
	const amounts = drawAmounts(fates, random);
	const previous = placesOf(fates, (fate) => fate !== ADDED);
	const current = placesOf(fates, (fate) => fate !== REMOVED);
	shuffleInPlace(current, random);

	const rowAt = (place: number, cents: number | undefined, updatedAt: string): Row => {
		const owner = Math.floor(place / rowsOfAnOwner);
		const nth = place % rowsOfAnOwner;
		return {
			rowId: `row-${String(place).padStart(8, '0')}`,
			ownerEmail: `owner.${owner}@example.com`,
			ownerName: `Owner ${owner} Example`,
			field: FIELDS[nth % FIELDS.length] ?? '',
			timeFrame: TIME_FRAMES[Math.floor(nth / FIELDS.length) % TIME_FRAMES.length] ?? '',
			amount: (cents ?? 0) / 100,
			quota: 100_000 + (owner % 50) * 10_000,
			currency: CURRENCIES[owner % CURRENCIES.length] ?? '',
			updatedAt,
		};
	};
	const isUpdated = (place: number) => fates[place] !== SAME;
	const count = (...wanted: number[]) => placesOf(fates, (fate) => wanted.includes(fate)).length;
	return {
		previous: { order: previous, rowAt: (place) => rowAt(place, amounts.previous[place], BEFORE) },
		current: {
			order: current,
			rowAt: (place) => rowAt(place, amounts.current[place], isUpdated(place) ? AFTER : BEFORE),
		},
		truth: {
			added: count(ADDED),
			removed: count(REMOVED),
			changed: count(CHANGED_LITTLE, CHANGED_MUCH),
			same: count(SAME),
			significant: count(CHANGED_MUCH),
		},
	};
}
