import type { CallTable } from './callTable';
import type { Team } from './hierarchy';
import type { Holding } from './holding';
import { compareText, type LabelDictionary } from './labels';
import { minorUnits } from './money';
import { flowOf, Sums, units } from './sums';
import type { Waterfall } from './summary';
import type { Field } from './types';

/** One field in one period and currency: only such amounts can be added up. */
export interface Group {
	id: number;
	field: Field;
	timePeriod: string;
	currency: string | null;
	/** Minor units in one unit of the currency. */
	scale: number;
	/** The sums of each team's own members, by the team's index. */
	own: Array<TeamSums | undefined>;
	/** Moves between teams and groups, straight in every team that they concern. */
	moved: Array<TeamSums | undefined>;
}

export interface TeamSums {
	team: Team;
	group: Group;
	sums: Sums;
}

/** The groups of a comparison: each is made when the first call of it is added. */
export class Groups {
	/** In no particular order. */
	readonly list: Group[] = [];

	private readonly byField = new Map<Field, Map<string, Map<string | null, Group>>>();

	/** By the numbers of place, field and currency in the tables. */
	private readonly byNumber: Array<Array<Array<Group | undefined> | undefined> | undefined> = [];

	private readonly fields: ReadonlyMap<Field, Field>;

	/** @param currentFields how many of the fields are of the current export */
	constructor(
		private readonly labels: LabelDictionary,
		currentFields: number,
	) {
		this.fields = sameFields(labels.fields(), currentFields);
	}

	/** The group of a call. */
	of({ field, timePeriod, currency }: Holding): Group {
		return this.groupFor(field, timePeriod, currency);
	}

	/** The group of a call, straight from its record. */
	at(calls: CallTable, number: number): Group {
		const place = calls.placeOf(number);
		const field = calls.records.field(number);
		const currency = calls.records.currency(number);
		const ofPlace = (this.byNumber[place.index] ??= []);
		const ofField = (ofPlace[field] ??= []);
		return (ofField[currency] ??= this.groupFor(
			this.labels.fieldAt(field),
			place.timePeriod,
			this.labels.currencyAt(currency),
		));
	}

	private groupFor(anyField: Field, timePeriod: string, currency: string | null): Group {
		const field = this.fields.get(anyField) ?? anyField;
		let periods = this.byField.get(field);
		if (periods === undefined) this.byField.set(field, (periods = new Map()));
		let currencies = periods.get(timePeriod);
		if (currencies === undefined) periods.set(timePeriod, (currencies = new Map()));
		let group = currencies.get(currency);
		if (group === undefined) {
			group = {
				id: this.list.length,
				field,
				timePeriod,
				currency,
				scale: minorUnits(currency),
				own: [],
				moved: [],
			};
			this.list.push(group);
			currencies.set(currency, group);
		}
		return group;
	}
}

/** The sums of a team in a group; made when they are new. */
export function placeIn(teams: Array<TeamSums | undefined>, team: Team, group: Group): TeamSums {
	return (teams[team.index] ??= { team, group, sums: new Sums() });
}

/** A total as it is shown. */
export function waterfallOf(group: Group, sums: Sums): Waterfall {
	const { field, timePeriod, currency, scale } = group;
	return {
		...field,
		timePeriod,
		currency,
		...flowOf(sums, scale),
		calls: sums.endCalls,
		carriedForward: units(sums.carried, scale),
	};
}

/** Waterfalls by period, field and currency. */
export function byGroup(a: Waterfall, b: Waterfall): number {
	return compareText(groupName(a), groupName(b));
}

function groupName({ timePeriod, fieldName, fieldId, type, currency }: Waterfall): string {
	return JSON.stringify([timePeriod, fieldName ?? fieldId, fieldId, type, currency]);
}

/**
 * Fields by what they are, whatever their names: a field that was renamed has one total and not two. The name is the
 * one of the current export.
 *
 * @param all the fields, those of the current export first
 * @param current how many of them are of the current export
 */
function sameFields(all: readonly Field[], current: number): ReadonlyMap<Field, Field> {
	const byId = new Map<string, Field>();
	for (const fields of [all.slice(0, current), all.slice(current)]) {
		// Of several names the first in the alphabet, for any order of the rows.
		for (const field of [...fields].sort((a, b) => compareText(fieldText(a), fieldText(b)))) {
			const id = fieldKey(field);
			if (!byId.has(id)) byId.set(id, field);
		}
	}
	return new Map(all.map((field) => [field, byId.get(fieldKey(field)) ?? field]));
}

function fieldKey({ fieldId, fieldName, type }: Field): string {
	return JSON.stringify([fieldId === null ? [fieldName] : fieldId, type]);
}

function fieldText({ fieldId, fieldName, type }: Field): string {
	return JSON.stringify([fieldId, fieldName, type]);
}
