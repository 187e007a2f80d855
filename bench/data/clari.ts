import { randomFrom } from '../../sandbox/vendors/random';
import { drawAmounts, type Amounts } from './amounts';
import { ADDED, drawFates, REMOVED, shuffleInPlace } from './fates';
import { hierarchyOf, type Hierarchy } from './hierarchy';
import type { Row, Snapshots, Truth } from './snapshots';

const FIELDS = [
	['fc_commit', 'Commit'],
	['fc_best_case', 'Best Case'],
	['fc_pipeline', 'Pipeline'],
	['fc_closed', 'Closed'],
	['fc_upside', 'Upside'],
] as const;
const PERIODS = ['2026_Q1', '2026_Q2', '2026_Q3', '2026_Q4'] as const;
const WEEK_STARTS = ['2026-01-05', '2026-04-06', '2026-07-06', '2026-10-05'] as const;
const CALLS = FIELDS.length * PERIODS.length;
/** 10.0 %, in tenths of a percent: a percentage counts as people read it, with one decimal. */
const SIGNIFICANT_TENTHS = 100;

/**
 * A Clari export in two snapshots: rows as the Clari node outputs them, with managers whose calls are the sums of their
 * teams. A call is identified by owner, field, period and type. The shares of `drawFates` apply to the reps' rows; what
 * becomes of the managers' follows from them.
 */
export function generateClari(rows: number, seed: string | number): Snapshots {
	const random = randomFrom(seed, 'clari', rows);
	const hierarchy = hierarchyOf(Math.max(2, Math.ceil(rows / CALLS)));
	const amounts = drawCalls(hierarchy, random);
	const isThere = (side: Float64Array) => (place: number) => !Number.isNaN(side[place]);
	const all = Uint32Array.from({ length: hierarchy.people * CALLS }, (_, place) => place);
	const previous = all.filter(isThere(amounts.previous));
	const current = all.filter(isThere(amounts.current));
	shuffleInPlace(current, random);
	return {
		previous: {
			order: previous,
			rowAt: (place) => rowAt(hierarchy, place, amounts.previous[place]),
		},
		current: {
			order: current,
			rowAt: (place) => rowAt(hierarchy, place, amounts.current[place]),
		},
		truth: compareAmounts(amounts),
	};
}

/** The calls of everybody in cents, one after the other; NaN is none. */
function drawCalls(hierarchy: Hierarchy, random: ReturnType<typeof randomFrom>): Amounts {
	const { people, isManager, managerOf } = hierarchy;
	const reps = Array.from({ length: people }, (_, person) => person).filter(
		(person) => !isManager(person),
	);
	const calls = reps.length * CALLS;
	// As many as there are reps' rows in all, so that the table has the size that was asked for.
	const fates = drawFates(calls, random).slice(0, calls);
	const drawn = drawAmounts(fates, random);
	const amounts: Amounts = {
		previous: new Float64Array(people * CALLS),
		current: new Float64Array(people * CALLS),
	};
	reps.forEach((rep, index) => {
		for (let call = 0; call < CALLS; call++) {
			const from = index * CALLS + call;
			const to = rep * CALLS + call;
			const fate = fates[from];
			amounts.previous[to] = fate === ADDED ? NaN : (drawn.previous[from] ?? NaN);
			amounts.current[to] = fate === REMOVED ? NaN : (drawn.current[from] ?? NaN);
		}
	});
	// From the bottom up, because a manager's manager contains the sums.
	for (let person = people - 1; person > 0; person--) {
		const manager = managerOf(person) ?? 0;
		for (let call = 0; call < CALLS; call++) {
			for (const side of [amounts.previous, amounts.current]) {
				const own = side[person * CALLS + call] ?? NaN;
				const total = manager * CALLS + call;
				if (!Number.isNaN(own)) side[total] = (side[total] ?? 0) + own;
			}
		}
	}
	return amounts;
}

function compareAmounts({ previous, current }: Amounts): Truth {
	const truth: Truth = { added: 0, removed: 0, changed: 0, same: 0, significant: 0 };
	previous.forEach((before, place) => {
		const after = current[place] ?? NaN;
		if (Number.isNaN(before)) truth.added += Number.isNaN(after) ? 0 : 1;
		else if (Number.isNaN(after)) truth.removed++;
		else if (before === after) truth.same++;
		else {
			truth.changed++;
			// A share of nothing is not a number, and counts as large.
			const tenths = Math.round((Math.abs(after - before) / before) * 1000);
			if (before === 0 || tenths >= SIGNIFICANT_TENTHS) truth.significant++;
		}
	});
	return truth;
}

function rowAt(hierarchy: Hierarchy, place: number, cents: number | undefined): Row {
	const person = Math.floor(place / CALLS);
	const call = place % CALLS;
	const quarter = Math.floor(call / FIELDS.length);
	const [fieldId, fieldName] = FIELDS[call % FIELDS.length] ?? FIELDS[0];
	const timePeriod = PERIODS[quarter] ?? PERIODS[0];
	const weekStart = WEEK_STARTS[quarter] ?? WEEK_STARTS[0];
	const manager = hierarchy.managerOf(person);
	const ownerId = `${100_000 + person}:role`;
	return {
		rowKey: `${ownerId}|${fieldId}|${timePeriod}|${weekStart}|forecast`,
		ownerId,
		ownerName: `Owner ${person} Example`,
		ownerEmail: `owner.${person}@example.com`,
		role: roleOf(person),
		parentRole: manager === undefined ? null : roleOf(manager),
		fieldId,
		fieldName,
		type: 'forecast',
		value: (cents ?? 0) / 100,
		currency: 'USD',
		timePeriod,
		weekStart,
	};
}

function roleOf(person: number): string {
	return `Role ${person}`;
}
