import { readQuotedNumber, readText } from '../../../shared/json/read';
import { lookUp } from '../../../shared/json/lookup';

/** Outputs of the node when it routes, in their order. */
export const ROUTES = ['hot', 'nurture', 'other'] as const;

export interface RouteSettings {
	scoreField: string;
	emailField: string;
	hotFrom: number;
	nurtureFrom: number;
}

/** Where a lead goes, and why. */
export interface Routing {
	route: (typeof ROUTES)[number];
	/** `null` when there is none. */
	score: number | null;
	reason: string;
}

/**
 * Routes a lead by its score: Hot from one threshold on and with an e-mail address, Nurture from the other on. A missing
 * score is not a low one: it goes to Other, and the reason says so.
 */
export function routeLead(data: Record<string, unknown>, settings: RouteSettings): Routing {
	const { scoreField, hotFrom, nurtureFrom } = settings;
	const given = lookUp(data, scoreField);
	const score = readQuotedNumber(given);
	if (score === undefined) {
		const reason =
			given === undefined || given === ''
				? `There is no ${scoreField}`
				: `${scoreField} is not a number`;
		return { route: 'other', score: null, reason };
	}
	const hasEmail = readText(lookUp(data, settings.emailField))?.includes('@') === true;
	if (score >= hotFrom && hasEmail) {
		return { route: 'hot', score, reason: `${scoreField} is ${hotFrom} or more` };
	}
	const lacks = score >= hotFrom ? `, but there is no ${settings.emailField}` : '';
	if (score >= nurtureFrom) {
		const reached = score >= hotFrom ? hotFrom : nurtureFrom;
		return { route: 'nurture', score, reason: `${scoreField} is ${reached} or more${lacks}` };
	}
	return { route: 'other', score, reason: `${scoreField} is below ${nurtureFrom}` };
}
