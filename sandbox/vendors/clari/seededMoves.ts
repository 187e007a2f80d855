import type { Member } from './hierarchy';
import type { ScriptedMove } from './movements';
import type { Organisation } from './organisation';
import type { Random } from '../random';

const round = (value: number) => Math.round(value / 250) * 250;

/** What happens in an ordinary advance: some reps change a call, the CRM moves, now and then somebody comes or goes. */
export function seededMoves(organisation: Organisation, random: Random): ScriptedMove[] {
	const reps = organisation.reps;
	const count = Math.max(2, Math.round(reps.length * organisation.movementRate));
	// Nobody may go when only the smallest company is left.
	let spare = reps.length - 10;
	return random
		.shuffle(reps)
		.slice(0, count)
		.map((rep): ScriptedMove => {
			const kind = random.next();
			if (kind < 0.03 && spare > 0) {
				spare--;
				return { leave: rep.userId };
			}
			if (kind < 0.06) return { join: {}, manager: rep.managerId };
			if (kind < 0.16) return crmMove(rep, random);
			return callMove(organisation, rep, random);
		});
}

function crmMove(rep: Member, random: Random): ScriptedMove {
	const field = random.chance(0.6) ? 'fc_crm_closed' : 'fc_crm_total';
	return { owner: rep.userId, field, by: random.between(4, 200) * 250 };
}

function callMove(organisation: Organisation, rep: Member, random: Random): ScriptedMove {
	const calls = organisation.fields.filter(({ fieldType }) => fieldType === 'forecast');
	const field = random.pick(calls);
	if (!field) throw new Error('The organisation has no calls');
	const target = { owner: rep.userId, field: field.fieldId };
	const { value, adjustment } = organisation.entered(rep, field);

	if (value === null) return { ...target, set: random.between(20, 1200) * 250 };
	const kind = random.next();
	if (kind < 0.04) return { ...target, set: null };
	if (kind < 0.15) {
		const withdraw = adjustment !== null && random.chance(0.5);
		return { ...target, adjust: withdraw ? null : round(value * (0.94 + random.next() * 0.1)) };
	}
	const step = random.between(1, 120) * 250;
	return { ...target, by: random.chance(0.6) ? step : -step };
}
