import type { VendorServer } from '../vendorServer';
import { isWithin, Query } from './query';
import type { CopilotSettings } from './settings';
import { TOPICS, type CopilotUser } from './team';

const DAY_MS = 86_400_000;
const FIRST_TOPIC = Date.parse('2025-06-01T00:00:00Z');

/** Users and topics, neither of which has pages. */
export function routesTeam(
	{ app }: VendorServer,
	users: CopilotUser[],
	settings: CopilotSettings,
): void {
	const topics = { config: { routeName: 'copilotTopics' } } as const;
	app.get('/users', { config: { routeName: 'copilotUsers' } }, async () => ({ users }));
	app.get('/topics', topics, async () => ({ topics: TOPICS }));
	app.get('/v2/topics', topics, async (request) => {
		const query = new Query(request);
		const bounds: [number?, number?] = [
			query.time('filterModifiedGt'),
			query.time('filterModifiedLt'),
		];
		const found = TOPICS.map((name, index) => ({
			changedAt: FIRST_TOPIC + index * 30 * DAY_MS,
			topic: topicOf(name, index),
		})).filter(({ changedAt }) => isWithin(changedAt, [bounds[0], bounds[1]], settings.timeBounds));
		return { topics: found.map(({ topic }) => topic) };
	});
}

function topicOf(name: string, index: number): Record<string, unknown> {
	const isCustom = index % 2 === 1;
	return {
		topic_id: `topic-${index + 1}`,
		topic_name: name,
		type: isCustom ? 'CUSTOM' : 'KEYWORD',
		team_ids: ['team-1'],
		...(isCustom
			? { custom_topic: { description: `Whether ${name} came up`, status: 'ACTIVE' } }
			: { keyword_topic: { trackers: [name.toLowerCase()] } }),
	};
}
