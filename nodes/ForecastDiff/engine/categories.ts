import type { Group, TeamSums } from './groups';
import type { Holding } from './holding';
import { compareText } from './labels';
import { toMinor } from './money';
import type { CategoryCell } from './summary';
import { units } from './sums';
import type { Field } from './types';

/** Calls that went from one group to another, in minor units. */
interface CategoryMove {
	from?: Group | undefined;
	to?: Group | undefined;
	calls: number;
	previous: number;
	current: number;
}

/** The matrix of categories: how many calls, and how much, went from one to which other. */
export class CategoryMoves {
	private readonly moves = new Map<string, CategoryMove>();

	/** A call that goes to another period or currency leaves one matrix and comes into another. */
	note(
		before: Holding | undefined,
		from: Group | undefined,
		after: Holding | undefined,
		to: Group | undefined,
	): void {
		if (from === to) return;
		const { moves } = this;
		const previous = from === undefined ? 0 : toMinor(before?.value ?? 0, from.scale);
		const current = to === undefined ? 0 : toMinor(after?.value ?? 0, to.scale);
		if (from?.timePeriod === to?.timePeriod && from?.currency === to?.currency) {
			addMove(moves, { from, to, calls: 1, previous, current });
			return;
		}
		const left = typeof before?.value === 'number' ? 1 : 0;
		const came = typeof after?.value === 'number' ? 1 : 0;
		addMove(moves, { from, calls: left, previous, current: 0 });
		addMove(moves, { to, calls: came, previous: 0, current });
	}

	/** All that was noted, with the calls that stayed, came and went by the sums of the company. */
	cells(company: readonly TeamSums[]): CategoryCell[] {
		const moves = new Map([...this.moves].map(([name, move]) => [name, { ...move }]));
		for (const { group, sums } of company) {
			const { addedCalls, added, removedCalls, removed } = sums;
			addMove(moves, {
				from: group,
				to: group,
				calls: sums.startCalls - removedCalls - sums.movedOutCalls,
				previous: sums.start - removed - sums.movedOut,
				current: sums.end - added - sums.movedIn,
			});
			addMove(moves, { to: group, calls: addedCalls, previous: 0, current: added });
			addMove(moves, { from: group, calls: removedCalls, previous: removed, current: 0 });
		}
		return [...moves.values()]
			.flatMap((move) => cellOf(move) ?? [])
			.sort((a, b) => compareText(cellName(a), cellName(b)));
	}
}

function addMove(moves: Map<string, CategoryMove>, move: CategoryMove): void {
	if (move.calls === 0) return;
	const name = `${move.from?.id ?? ''} ${move.to?.id ?? ''}`;
	const known = moves.get(name);
	if (known === undefined) {
		moves.set(name, move);
		return;
	}
	known.calls += move.calls;
	known.previous += move.previous;
	known.current += move.current;
}

function cellOf({ from, to, calls, previous, current }: CategoryMove): CategoryCell | undefined {
	const place = to ?? from;
	if (place === undefined) return undefined;
	const { timePeriod, currency } = place;
	return {
		timePeriod,
		currency,
		from: from?.field ?? null,
		to: to?.field ?? null,
		calls,
		previous: units(previous, place.scale),
		current: units(current, place.scale),
	};
}

function cellName({ timePeriod, currency, from, to }: CategoryCell): string {
	return JSON.stringify([timePeriod, currency, nameOf(from), nameOf(to)]);
}

function nameOf(field: Field | null): Array<string | null> {
	return field === null ? [] : [field.fieldName ?? field.fieldId, field.fieldId, field.type];
}
