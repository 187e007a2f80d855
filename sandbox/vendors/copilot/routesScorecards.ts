import { randomFrom } from '../random';
import type { VendorServer } from '../vendorServer';
import type { CallPlan, CallState } from './callPlan';
import type { Calls } from './calls';
import { isWithin, paginationOf, Query } from './query';
import type { CopilotSettings } from './settings';

const SKILLS = ['Discovery', 'Objections', 'Next steps'];
const SCORER = 'user-0001';

/** Scorecards of some of the calls that were analysed, and the templates behind them. */
export function routesScorecards(
	{ app }: VendorServer,
	calls: Calls,
	settings: CopilotSettings,
	now: () => number,
): void {
	app.get('/scorecard', { config: { routeName: 'copilotScorecards' } }, async (request) => {
		const query = new Query(request);
		const skip = query.integer('skip') ?? 0;
		const limit = query.integer('limit') ?? 50;
		const bounds: [number?, number?] = [query.time('filterTimeGt'), query.time('filterTimeLt')];
		const rep = query.text('filterRepId');
		const scorer = query.text('filterScorerId');
		const timeOf = (plan: CallPlan, { changedAt }: CallState) =>
			settings.scorecardTime === 'ofCall' ? plan.time : changedAt + settings.scoredAfterMs;
		const found = scoredCalls(calls, settings, now).filter(
			({ plan, state }) =>
				isWithin(timeOf(plan, state), [bounds[0], bounds[1]], settings.timeBounds) &&
				(rep === undefined || plan.users[0]?.id === rep) &&
				(scorer === undefined || scorer === SCORER),
		);
		return {
			scorecards: found.slice(skip, skip + limit).map(({ plan }) => scorecardOf(plan)),
			pagination: paginationOf(found.length, skip + limit),
		};
	});

	const templates = { config: { routeName: 'copilotTemplates' } } as const;
	app.get('/scorecard-template', templates, async () => {
		const list = [
			{
				id: 'template-1',
				customer_id: 'customer-1',
				name: 'Discovery call',
				type: 'MANUAL',
				questions: SKILLS.map((skill, index) => ({
					skill,
					label: `How was it: ${skill}?`,
					order: String(index + 1),
				})),
			},
		];
		return settings.templateSpelling === 'live'
			? { scorecardTemplates: list }
			: { scoreCardTemplates: list };
	});
}

function scoredCalls(
	calls: Calls,
	{ scorecardEvery, scoredAfterMs }: CopilotSettings,
	now: () => number,
) {
	return calls
		.known()
		.filter(({ state }) => state.status === 'POST_PROCESSING_DONE')
		.filter((_call, index) => index % scorecardEvery === 0)
		.filter(({ state }) => state.changedAt + scoredAfterMs <= now());
}

function scorecardOf({ id, users }: CallPlan): Record<string, unknown> {
	const random = randomFrom(id, 'scorecard');
	const questions_score = SKILLS.map((skill, index) => ({
		score: random.between(1, 5),
		skill,
		label: `How was it: ${skill}?`,
		order: String(index + 1),
	}));
	const total = questions_score.reduce((sum, { score }) => sum + score, 0);
	return {
		id: `scorecard-${id}`,
		type: 'MANUAL',
		rep: users[0]?.id,
		scorer: SCORER,
		template_id: 'template-1',
		call_id: id,
		total_score: total / SKILLS.length,
		remark: 'Well prepared',
		questions_score,
	};
}
