import { FiscalCalendar, type CalendarOptions, type Quarter, type Week } from './calendar';
import { compareViews, viewOf } from './comparison';
import { forecastFields, type ForecastField } from './fields';
import { Hierarchy, type Member } from './hierarchy';
import { Ledger } from './ledger';
import type { Movement, ScriptedMove, ScriptedStep, Target } from './movements';
import { randomFrom } from '../random';
import { rollUp, type Shown } from './rollUp';
import { seededMoves } from './seededMoves';

export interface OrganisationOptions extends CalendarOptions {
	/** Same seed and same clock, same company; default `revops`. */
	seed?: string;
	/** 10 to 5,000; default 24. Managers come on top. */
	reps?: number;
	/** How many people hold two roles; default 1. */
	peopleWithTwoRoles?: number;
	/** Managers of one rank share a title, as roles may in a CRM: only their ids tell them apart. Default false. */
	sharedTitles?: boolean;
	/** Names of the calls; default Commit, Best Case, Pipeline. */
	calls?: readonly string[];
	/** The clock; default the real one. */
	now?: () => Date;
	/** Share of the reps that move in one advance, 0 to 1; default 0.15. */
	movementRate?: number;
	/** ISO 4217 code of the company's own currency; default USD. */
	currency?: string;
}

interface Place {
	quarter: Quarter;
	week: Week;
}

/**
 * An invented company that forecasts.
 *
 * Everything follows from the seed and the clock. Numbers change only in `advance()` and `carryOut()`, and what changed
 * is written to `movements`, roll-ups included.
 */
export class Organisation {
	readonly seed: string;
	readonly fields: readonly ForecastField[];
	readonly calendar: FiscalCalendar;
	readonly currency: string;
	/** Everything that has moved, in order. */
	readonly movements: Movement[] = [];
	/** The clock; assign another one to travel in time. */
	now: () => Date;
	/** Share of the reps that move in one advance, 0 to 1. */
	movementRate: number;

	private readonly hierarchy: Hierarchy;
	private readonly ledger: Ledger;
	private readonly steps: ScriptedStep[] = [];
	private scripted = false;
	private advances = 0;

	constructor(options: OrganisationOptions = {}) {
		const { seed = 'revops', reps = 24, now = () => new Date() } = options;
		if (!Number.isInteger(reps) || reps < 10 || reps > 5000) {
			throw new RangeError('An organisation has 10 to 5,000 reps');
		}
		this.seed = seed;
		this.now = now;
		this.movementRate = options.movementRate ?? 0.15;
		this.currency = options.currency ?? 'USD';
		this.calendar = new FiscalCalendar(options);
		this.fields = forecastFields(options.calls ?? ['Commit', 'Best Case', 'Pipeline']);
		this.hierarchy = new Hierarchy(seed, reps, options);
		this.ledger = new Ledger(seed, this.fields, now());
	}

	/** Everybody who is there, each after the manager, the top first. */
	get members(): Member[] {
		return this.hierarchy.members.filter(({ leftWeek }) => leftWeek === undefined);
	}

	/** The members who call numbers of their own; a person with two roles is there twice. */
	get reps(): Member[] {
		return this.members.filter(({ kind }) => kind === 'rep');
	}

	/** Somebody by row id, e-mail or name; of a person with two roles, the first. */
	find(owner: string): Member | undefined {
		return (
			this.hierarchy.get(owner) ??
			this.members.find(({ name, email }) => name === owner || email === owner)
		);
	}

	/** A field by id or name. */
	field(field: string): ForecastField | undefined {
		return this.fields.find(({ fieldId, fieldName }) => fieldId === field || fieldName === field);
	}

	currentQuarter(): Quarter {
		return this.calendar.quarterOf(this.now());
	}

	/** What an export of this field in this week shows: one entry per member that it lists, managers rolled up. */
	show(quarter: Quarter, week: Week, field: ForecastField): Shown[] {
		const here = ({ joinedWeek }: Member) =>
			joinedWeek === undefined || joinedWeek <= week.startDate;
		const gone = ({ leftWeek }: Member) => leftWeek !== undefined && leftWeek <= week.startDate;
		return rollUp(
			this.hierarchy.members,
			(member) => this.ledger.read(member, quarter, week, field),
			(member) => here(member) && !gone(member),
		).filter(({ member }) => here(member) && member.leftWeek === undefined);
	}

	/** What a rep (not a manager) has entered in the current week. */
	entered(rep: Member, field: ForecastField): Shown {
		const { quarter, week } = this.place({});
		return this.ledger.read(rep, quarter, week, field);
	}

	/** One number as an export shows it; `undefined` when there is no such row. Default: the current quarter and week. */
	value(
		owner: string,
		field: string,
		timePeriod?: string,
		week?: string,
	): number | null | undefined {
		const { member, field: found, ...place } = this.target({ owner, field, timePeriod, week });
		const rows = this.show(place.quarter, place.week, found);
		return rows.find((row) => row.member === member)?.value;
	}

	/**
	 * Exact control: from now on each advance takes the next of these steps, and when no step is left nothing moves.
	 * Steps are added to those that still wait.
	 */
	script(steps: readonly ScriptedStep[]): void {
		this.scripted = true;
		this.steps.push(...steps);
	}

	/** Back to movements that follow from the seed; waiting steps are dropped. */
	followSeed(): void {
		this.scripted = false;
		this.steps.length = 0;
	}

	/** One step on. Returns what moved, which is also added to `movements`. */
	advance(): Movement[] {
		this.advances++;
		const moves = this.scripted
			? (this.steps.shift() ?? [])
			: seededMoves(this, randomFrom(this.seed, 'advance', this.advances));
		return this.carryOut(moves);
	}

	/** Makes these moves now, apart from script and seed. Returns what moved, which is also added to `movements`. */
	carryOut(moves: ScriptedStep): Movement[] {
		const places = this.placesOf(moves);
		const before = places.map(({ quarter, week }) => viewOf(this, quarter, week));
		const adjusting = new Set<string>();
		for (const move of moves) this.apply(move, adjusting);

		const moved = places.flatMap(({ quarter, week }, index) => {
			const changes = compareViews(
				before[index] ?? new Map(),
				viewOf(this, quarter, week),
				adjusting,
			);
			const at = this.now().toISOString();
			return changes.map((change): Movement => {
				const { timePeriodId: timePeriod } = quarter;
				return { advance: this.advances, at, timePeriod, week: week.startDate, ...change };
			});
		});
		this.movements.push(...moved);
		return moved;
	}

	private apply(move: ScriptedMove, adjusting: Set<string>): void {
		if ('join' in move) return this.join(move);
		if ('leave' in move) {
			this.rep(move.leave).leftWeek = this.place({}).week.startDate;
			return;
		}
		const { member, field, quarter, week } = this.target(move);
		if ('adjust' in move) {
			const manager = member.managerId;
			if (manager === undefined) throw new Error(`Nobody can override ${member.name}, the top`);
			adjusting.add(`${manager}|${field.fieldId}`);
			this.enter(member, field, { quarter, week }, move.adjust, manager);
			return;
		}
		const entered = this.ledger.read(this.rep(move.owner), quarter, week, field);
		const value = 'set' in move ? move.set : (entered.value ?? 0) + move.by;
		this.enter(member, field, { quarter, week }, value);
	}

	/** @param manager row id of the one who overrides; without it the value is the member's own */
	private enter(
		member: Member,
		field: ForecastField,
		{ quarter, week }: Place,
		value: number | null,
		manager?: string,
	): void {
		const { own, adjusted } = this.ledger.figures(member, quarter, field);
		const by = this.find(manager ?? member.userId)?.clariUserId ?? member.clariUserId;
		const updated = field.fieldType === 'forecast';
		const latest = this.calendar.currentWeek(quarter, this.now()).index;
		const point = { weekIndex: week.index, value, by, on: +this.now(), updated };
		(manager === undefined ? own : adjusted).enter(point, latest);
	}

	private join({ join, manager, values = {} }: Extract<ScriptedMove, { join: unknown }>): void {
		const boss = this.find(manager ?? this.reps[0]?.managerId ?? this.hierarchy.top.userId);
		if (boss?.kind !== 'manager') throw new Error(`Nobody called ${manager} has a team to join`);
		const member = this.hierarchy.addRep(boss, join);
		const place = this.place({});
		member.joinedWeek = place.week.startDate;
		for (const [name, value] of Object.entries(values)) {
			this.enter(member, this.target({ owner: member.userId, field: name }).field, place, value);
		}
	}

	private rep(owner: string): Member {
		const member = this.find(owner);
		if (member?.kind !== 'rep') throw new Error(`${owner} is no rep of this organisation`);
		return member;
	}

	private target(target: Target): Place & { member: Member; field: ForecastField } {
		const member = this.find(target.owner);
		const field = this.field(target.field);
		if (!member) throw new Error(`${target.owner} is nobody in this organisation`);
		if (!field) throw new Error(`${target.field} is no field of this organisation`);
		return { member, field, ...this.place(target) };
	}

	private place({ timePeriod, week }: Pick<Target, 'timePeriod' | 'week'>): Place {
		const quarter =
			timePeriod === undefined ? this.currentQuarter() : this.calendar.parse(timePeriod);
		if (!quarter) throw new Error(`${timePeriod} is no quarter`);
		const found =
			week === undefined
				? this.calendar.currentWeek(quarter, this.now())
				: quarter.weeks.find(({ startDate }) => startDate === week);
		if (!found) throw new Error(`No week of ${quarter.timePeriodId} starts on ${week}`);
		return { quarter, week: found };
	}

	/** The weeks that the moves touch, each once. */
	private placesOf(moves: ScriptedStep): Place[] {
		const places = new Map<string, Place>();
		for (const move of moves) {
			const place = this.place('owner' in move ? move : {});
			places.set(`${place.quarter.timePeriodId}|${place.week.timeFrameId}`, place);
		}
		return [...places.values()];
	}
}
