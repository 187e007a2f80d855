import type { Quarter } from './calendar';
import type { ForecastField } from './fields';
import type { Member } from './hierarchy';
import { randomFrom, type Random } from '../random';
import { Timeline } from './timeline';

/** What one rep has in one field of one quarter. */
export interface FieldFigures {
	/** The rep's call, the quota, or the CRM's amount. */
	own: Timeline;
	/** The manager's override of the rep's call; it counts in the roll-up in place of the call. `null` takes it back. */
	adjusted: Timeline;
}

const DAY = 24 * 60 * 60 * 1000;

/** Steps of 250, now and then with half a unit, so that nobody can rely on whole numbers. Halves add up exactly. */
function amount(random: Random, value: number): number {
	const whole = Math.round(value / 250) * 250;
	return random.chance(0.1) ? whole + 0.5 : whole;
}

/** Share of a rep's business that each kind of field starts with, by its position among the fields. */
const startingShare = (position: number) => [0.7, 1.1, 2.2][position] ?? 1 + position * 0.4;

/**
 * Invents a rep's figures up to the given week: a call at the start of the quarter (or none), changed in some weeks,
 * sometimes overridden by the manager, sometimes negative (a shrinking customer), sometimes without a quota.
 *
 * @param lastWeekIndex the last week that has happened when the organisation is founded; -1 for a quarter that lies ahead
 * @param foundedAt epoch milliseconds; nothing is dated later
 */
export function inventFigures(
	seed: string,
	rep: Member,
	quarter: Quarter,
	fields: readonly ForecastField[],
	lastWeekIndex: number,
	foundedAt: number,
): Map<ForecastField, FieldFigures> {
	const random = randomFrom(seed, quarter.timePeriodId, rep.userId);
	const manager = rep.managerId?.split(':')[0] ?? rep.clariUserId;
	const business = random.between(15, 90) * 10_000;
	const silent = random.chance(0.08);
	const when = (weekIndex: number) => {
		const start = Date.parse(quarter.weeks[weekIndex]?.startDate ?? quarter.startDate);
		return Math.min(start + random.between(0, 7 * DAY), foundedAt);
	};
	const put = (
		timeline: Timeline,
		weekIndex: number,
		value: number | null,
		by: string,
		updated: boolean,
	) => timeline.enter({ weekIndex, value, by, on: when(weekIndex), updated }, weekIndex);

	const figures = new Map<ForecastField, FieldFigures>();
	fields.forEach((field, position) => {
		const own = new Timeline();
		const adjusted = new Timeline();
		figures.set(field, { own, adjusted });

		if (field.fieldType === 'quota') {
			put(own, 0, random.chance(0.1) ? null : business, manager, false);
			return;
		}
		if (field.fieldType === 'crm_closed') {
			let closed = 0;
			put(own, 0, closed, rep.clariUserId, false);
			for (let week = 1; week <= lastWeekIndex; week++) {
				if (random.chance(0.3)) closed += amount(random, business * 0.08);
				put(own, week, closed, rep.clariUserId, false);
			}
			return;
		}

		const negative = field.fieldType === 'forecast' && random.chance(0.02);
		let value =
			business * startingShare(position) * (0.7 + random.next() * 0.6) * (negative ? -0.05 : 1);
		const firstWeek =
			field.fieldType === 'forecast' ? random.between(0, Math.min(1, lastWeekIndex)) : 0;
		if (silent && field.fieldType === 'forecast') return;
		for (let week = firstWeek; week <= lastWeekIndex; week++) {
			if (week > firstWeek && !random.chance(0.35)) continue;
			if (week > firstWeek) value *= 0.85 + random.next() * 0.35;
			put(own, week, amount(random, value), rep.clariUserId, true);
		}
		if (field.fieldType === 'forecast' && lastWeekIndex >= firstWeek && random.chance(0.08)) {
			const adjustment = amount(random, value * (0.92 + random.next() * 0.12));
			put(adjusted, random.between(firstWeek, lastWeekIndex), adjustment, manager, true);
		}
	});
	return figures;
}
