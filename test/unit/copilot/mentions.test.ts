import { mentionsOf } from '../../../nodes/ClariCopilot/polling/mentions';

const topic = (name: string, occurences: number | null = 1) => ({ name, occurences });
const competitor = (
	competitor_name: string,
	sentiment: string | null,
	reasoning: string | null,
) => ({
	competitor_name,
	sentiment,
	reasoning,
});

test('a topic that came up no time is no mention', () => {
	const call = { metrics: { categories: [topic('Pricing', 0), topic('Security', 2)] } };
	expect(mentionsOf(call, ['pricing', 'security'])).toMatchObject([
		{ kind: 'topic', name: 'Security', occurrences: 2 },
	]);
});

test('one of which the count is not known is', () => {
	const call = { metrics: { categories: [topic('Pricing', null)] } };
	expect(mentionsOf(call, ['Pricing'])).toMatchObject([{ occurrences: null }]);
});

test('a topic that is listed twice is one mention, with both counts', () => {
	const call = { metrics: { categories: [topic('Pricing', 2), topic('pricing ', 3)] } };
	expect(mentionsOf(call, ['Pricing'])).toMatchObject([{ name: 'Pricing', occurrences: 5 }]);
});

test('a competitor that was rated several times is one mention, with all that was said', () => {
	const call = {
		competitor_sentiments: [
			competitor('OtherCo', 'negative', 'Hard to set up.'),
			competitor('otherco', 'positive', 'Cheap.'),
			competitor('OtherCo', 'negative', 'Hard to set up.'),
			competitor('OtherCo', null, null),
			competitor('RivalSoft', 'neutral', null),
		],
	};
	expect(mentionsOf(call, ['OtherCo', 'RivalSoft'])).toEqual([
		{
			kind: 'competitor',
			name: 'OtherCo',
			occurrences: null,
			sentiment: 'negative, positive',
			reasoning: 'Hard to set up.\nCheap.',
		},
		{
			kind: 'competitor',
			name: 'RivalSoft',
			occurrences: null,
			sentiment: 'neutral',
			reasoning: null,
		},
	]);
});

test('a competitor and a topic of one name are two', () => {
	const call = {
		metrics: { categories: [topic('OtherCo', 2)] },
		competitor_sentiments: [competitor('OtherCo', 'neutral', null)],
	};
	expect(mentionsOf(call, ['OtherCo']).map(({ kind }) => kind)).toEqual(['topic', 'competitor']);
});
