/** Why a number moved. */
export type MovementCause =
	| 'first_call'
	| 'rep_raised'
	| 'rep_lowered'
	| 'cleared'
	| 'manager_adjusted'
	| 'adjustment_withdrawn'
	| 'quota_changed'
	| 'crm_changed'
	| 'deal_closed'
	| 'joined'
	| 'left'
	/** Follows from a movement further down. */
	| 'roll_up';

/** A number that was one thing in an export before `advance()` and is another after it: the truth that a diff must find. */
export interface Movement {
	/** Number of the advance, from 1. */
	advance: number;
	/** ISO date-time on the organisation's clock. */
	at: string;
	ownerId: string;
	ownerName: string;
	ownerEmail: string;
	fieldId: string;
	fieldName: string;
	/** Which value of the row: an export's `forecast`, `quota`, `adjustment`, `crm_total` or `crm_closed`. */
	type: 'forecast' | 'quota' | 'adjustment' | 'crm_total' | 'crm_closed';
	/** `2026_Q1`. */
	timePeriod: string;
	/** First day of the week, `YYYY-MM-DD`. */
	week: string;
	/** `null`: the row was there without a value. Absent: there was no such row. */
	from?: number | null;
	/** `null`: the row is there without a value. Absent: the row is gone. */
	to?: number | null;
	cause: MovementCause;
}

/** Where a scripted step acts: by user id, e-mail or name of the owner, and by id or name of the field. */
export interface Target {
	owner: string;
	field: string;
	/** Default: the current quarter. */
	timePeriod?: string;
	/** First day of the week; default: the current week of that quarter. */
	week?: string;
}

/** One exact move of a script. */
export type ScriptedMove =
	/** The owner enters this value; `null` clears it. */
	| (Target & { set: number | null })
	/** The owner changes the value by this much (from 0 when there was none). */
	| (Target & { by: number })
	/** The owner's manager overrides the call; `null` withdraws the override. */
	| (Target & { adjust: number | null })
	/** A new rep (an invented one when nothing is given); `manager` is the user id, e-mail or name of one, default the manager of the first rep. */
	| {
			join: { name?: string; email?: string };
			manager?: string;
			/** Values by field id or name; what is not named is `null`. */
			values?: Record<string, number | null>;
	  }
	/** A rep goes: the rows vanish from exports. */
	| { leave: string };

/** What one advance does. An empty list: no movement at all. */
export type ScriptedStep = readonly ScriptedMove[];
