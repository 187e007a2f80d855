import type { Quarter, Week } from './calendar';
import type { ForecastField } from './fields';
import type { Member } from './hierarchy';
import type { Movement, MovementCause } from './movements';
import type { Organisation } from './organisation';

interface Seen {
	member: Member;
	field: ForecastField;
	type: Movement['type'];
	value: number | null;
}

/** Every value of one week, as exports show it, by row and type. */
export type View = Map<string, Seen>;

export function viewOf(organisation: Organisation, quarter: Quarter, week: Week): View {
	const view: View = new Map();
	const see = (seen: Seen) =>
		view.set(`${seen.member.userId}|${seen.field.fieldId}|${seen.type}`, seen);
	for (const field of organisation.fields) {
		for (const { member, value, adjustment } of organisation.show(quarter, week, field)) {
			see({ member, field, type: field.fieldType, value });
			if (field.fieldType === 'forecast')
				see({ member, field, type: 'adjustment', value: adjustment });
		}
	}
	return view;
}

function causeOf(
	{ member, field, type }: Seen,
	from: number | null | undefined,
	to: number | null | undefined,
	adjusting: ReadonlySet<string>,
): MovementCause {
	if (from === undefined) return 'joined';
	if (to === undefined) return 'left';
	if (type === 'adjustment') return to === null ? 'adjustment_withdrawn' : 'manager_adjusted';
	if (member.kind === 'manager') {
		return adjusting.has(`${member.userId}|${field.fieldId}`) ? 'manager_adjusted' : 'roll_up';
	}
	if (type === 'quota') return 'quota_changed';
	if (type === 'crm_total') return 'crm_changed';
	if (type === 'crm_closed') return 'deal_closed';
	if (to === null) return 'cleared';
	if (from === null) return 'first_call';
	return to > from ? 'rep_raised' : 'rep_lowered';
}

/**
 * What is different between two views of the same week.
 *
 * @param adjusting `userId|fieldId` of the managers who overrode a report in between
 */
export function compareViews(before: View, after: View, adjusting: ReadonlySet<string>) {
	const changes: Array<Omit<Movement, 'advance' | 'at' | 'timePeriod' | 'week'>> = [];
	for (const key of new Set([...before.keys(), ...after.keys()])) {
		const seen = after.get(key) ?? before.get(key);
		const from = before.get(key)?.value;
		const to = after.get(key)?.value;
		if (!seen || from === to) continue;
		changes.push({
			ownerId: seen.member.userId,
			ownerName: seen.member.name,
			ownerEmail: seen.member.email,
			fieldId: seen.field.fieldId,
			fieldName: seen.field.fieldName,
			type: seen.type,
			...(from !== undefined && { from }),
			...(to !== undefined && { to }),
			cause: causeOf(seen, from, to, adjusting),
		});
	}
	return changes;
}
