import type { Flow, TeamRollUp, Waterfall } from '../engine/summary';
import { explanations } from './changeRow';
import type { Format } from './format';
import { fieldOf, ownerOf } from './labels';
import { datum, type Datum, type Phrase } from './phrase';
import { toneOfDelta, type Tone } from './tone';

/** How one total came from its start to its end. */
export interface Balance {
	tone: Tone;
	field: Phrase;
	period: Datum;
	start: string;
	end: string;
	/** With its sign. */
	delta: string;
	/** `null` when the start is 0, and when it rounds to nothing. */
	percent: string | null;
	/** `+$200,000 increased`, one for each way that money came or went. */
	parts: string[];
}

export interface TeamRow extends Omit<Balance, 'parts'> {
	manager: Datum;
	/** The members under the manager whose changes explain the move, at most three; empty when there are none. */
	explainedBy: Phrase;
	/** The manager's own call, where it is not the sum of the team. */
	ownCall: string | null;
}

const FLOWS: ReadonlyArray<readonly [keyof Flow, 1 | -1, string]> = [
	['added', 1, 'added'],
	['increased', 1, 'increased'],
	['decreased', -1, 'decreased'],
	['removed', -1, 'removed'],
	['movedIn', 1, 'moved in'],
	['movedOut', -1, 'moved out'],
];

export function balance(waterfall: Waterfall, format: Format): Balance {
	const { currency, carriedForward } = waterfall;
	const parts = FLOWS.flatMap(([flow, sign, word]) => {
		const amount = waterfall[flow];
		return amount === null || amount === 0
			? []
			: [`${format.signed(sign * amount, currency)} ${word}`];
	});
	if (carriedForward !== 0) {
		const [amount] = format.totals(carriedForward, 0, currency);
		parts.push(`${amount} carried forward`);
	}
	return { ...totalOf(waterfall, format), parts };
}

export function teamRow(team: TeamRollUp, format: Format): TeamRow {
	const { manager, explainedBy, currency } = team;
	return {
		...totalOf(team, format),
		manager: ownerOf({ ...manager, ownerName: manager.ownerName ?? manager.role }),
		explainedBy: explanations(explainedBy, currency, format),
		ownCall: ownCallOf(team, format),
	};
}

function totalOf(waterfall: Waterfall, format: Format): Omit<Balance, 'parts'> {
	const { start, end, delta, changePct, currency, timePeriod } = waterfall;
	const [from, to] = format.totals(start, end, currency);
	return {
		tone: toneOfDelta(delta),
		field: fieldOf(waterfall),
		period: datum(timePeriod),
		start: from,
		end: to,
		delta: format.signed(delta, currency),
		// "-$5 (+0.0%)" would contradict itself.
		percent: changePct === null || changePct === 0 ? null : format.percent(changePct),
	};
}

/** `own call $2,000,000, $150,000 below the team` */
function ownCallOf({ call, end, currency }: TeamRollUp, format: Format): string | null {
	if (call === null || call.current === null) return null;
	// Sums of decimal amounts differ from the call in the last binary digits.
	const difference = Math.round((call.current - end) * 100) / 100;
	if (difference === 0) return null;
	const [own] = format.totals(call.current, end, currency);
	const [gap] = format.amounts([Math.abs(difference), null], [currency, currency]);
	return `own call ${own}, ${gap} ${difference > 0 ? 'above' : 'below'} the team`;
}
