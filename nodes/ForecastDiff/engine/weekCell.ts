import { labelText } from './labels';
import type { Field, Owner } from './types';

/** An amount (or `null`, no call) in a currency. */
export interface StatedAmount {
	value: number | null;
	currency: string | null;
}

/**
 * What an export says about one call in one week. The first week of a call holds the others: most exports have one week
 * only.
 */
export class WeekCell {
	/** How many rows the export has for this call and week. */
	rows = 1;

	/** All amounts and the currencies each was stated in, where not all rows say the same. */
	stated: Map<number | null, Set<string | null>> | undefined = undefined;

	/** Values that are not numbers. */
	notNumbers: unknown[] | undefined = undefined;

	/** The other weeks of this call, by week. */
	more: Map<string | null, WeekCell> | undefined = undefined;

	constructor(
		public owner: Owner,
		public field: Field,
		readonly timePeriod: string,
		/** First day of the week; `null` stands for the one week of an export without weeks. */
		readonly week: string | null,
		/** Absent when the rows carry no amount. */
		public value: number | null | undefined,
		public currency: string | null,
		/** Whether the owner touched the call in this week; absent when the export does not tell. */
		public isUpdated: boolean | undefined,
		public updatedBy: string | undefined,
	) {}

	/** Takes in another row of the same call: into this week, or as another one. Returns what it went into, if known. */
	take(other: WeekCell): WeekCell | undefined {
		if (this.week === other.week) {
			merge(this, other);
			return this;
		}
		this.more ??= new Map();
		const known = this.more.get(other.week);
		if (known === undefined) this.more.set(other.week, other);
		else merge(known, other);
		return known;
	}
}

/** Calls `visit` with each week of a call, in no particular order. */
export function eachWeek(call: WeekCell, visit: (cell: WeekCell) => void): void {
	visit(call);
	call.more?.forEach(visit);
}

/** Contradictory rows, or values that are not numbers. */
export function isUnclear(cell: WeekCell): boolean {
	return (
		cell.notNumbers !== undefined || (cell.stated !== undefined && contradictions(cell).length > 0)
	);
}

/** The amounts that contradict each other. A row without a currency agrees with one that has any. */
export function contradictions({ stated }: WeekCell): StatedAmount[] {
	if (stated === undefined) return [];
	const amounts: StatedAmount[] = [];
	for (const [value, currencies] of stated) {
		const known = [...currencies].filter((currency) => currency !== null);
		if (known.length === 0) amounts.push({ value, currency: null });
		for (const currency of known) amounts.push({ value, currency });
	}
	return amounts.length > 1 ? amounts : [];
}

/** A week that has a number in it, if perhaps a contradicted one. */
export function hasAmount({ value, stated }: WeekCell): boolean {
	return typeof value === 'number' || (stated !== undefined && stated.size > 1);
}

/** Takes another row of the same call and week into its cell. The outcome does not depend on the order of the rows. */
function merge(cell: WeekCell, other: WeekCell): void {
	cell.rows++;
	if (
		(other.owner !== cell.owner || other.field !== cell.field) &&
		labelText(other) < labelText(cell)
	) {
		cell.owner = other.owner;
		cell.field = other.field;
	}
	if (other.isUpdated !== undefined) cell.isUpdated = other.isUpdated || cell.isUpdated === true;
	const { updatedBy } = other;
	if (updatedBy !== undefined && (cell.updatedBy === undefined || updatedBy < cell.updatedBy)) {
		cell.updatedBy = updatedBy;
	}
	if (other.notNumbers !== undefined) {
		cell.notNumbers ??= [];
		cell.notNumbers.push(...other.notNumbers);
	}
	const { value, currency } = other;
	if (value === undefined) return;
	if (cell.value === undefined) {
		cell.value = value;
		cell.currency = currency;
	} else if (cell.stated !== undefined || value !== cell.value || currency !== cell.currency) {
		cell.stated ??= new Map([[cell.value, new Set([cell.currency])]]);
		const currencies = cell.stated.get(value);
		if (currencies === undefined) cell.stated.set(value, new Set([currency]));
		else currencies.add(currency);
		cell.currency ??= currency;
	}
}
