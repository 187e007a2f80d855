import axios from 'axios';
import { startTeams, type TeamsService } from '../../../sandbox/vendors';
import { TEAMS_MAX_BYTES } from '../../../sandbox/vendors/teams/checkMessage';

const card = (text: string, content: object = {}) => ({
	type: 'message',
	attachments: [
		{
			contentType: 'application/vnd.microsoft.card.adaptive',
			contentUrl: null,
			content: {
				type: 'AdaptiveCard',
				version: '1.4',
				body: [
					{
						type: 'RichTextBlock',
						inlines: [
							{ type: 'TextRun', text },
							{ type: 'TextRun', text: '!' },
						],
					},
				],
				...content,
			},
		},
	],
});

describe('the Teams sink', () => {
	let teams: TeamsService;
	beforeEach(async () => {
		teams = await startTeams();
	});
	afterEach(() => teams.close());

	const post = async (body: unknown, url = teams.webhookUrl) => {
		const { status, data } = await axios.post<{ error?: { message: string } }>(url, body, {
			headers: { 'content-type': 'application/json' },
			validateStatus: () => true,
		});
		return [status, data.error?.message];
	};

	it('takes a card, and shows its text', async () => {
		expect(await post(card('Hello'))).toEqual([202, undefined]);
		expect(teams.messages).toMatchObject([{ text: 'Hello!', body: card('Hello') }]);
	});

	it.each([
		['half a JSON', '{"type":', /no message/],
		['a text for Slack', { text: 'Hello' }, /no message/],
		['no attachments', { type: 'message', attachments: [] }, /no attachments/],
		['another kind of card', { ...card('x'), attachments: [{ contentType: 'x' }] }, /not of type/],
		['a version that nobody knows', card('x', { version: '9.0' }), /version/],
		['an empty card', card('x', { body: [] }), /empty/],
	])('refuses %s', async (_what, body, reason) => {
		const [status, message] = await post(body);
		expect(status).toBe(400);
		expect(message).toMatch(reason);
		expect(teams.messages).toEqual([]);
	});

	it('takes 28 KB and no more', async () => {
		const rest = JSON.stringify(card('')).length;
		expect(await post(card('x'.repeat(TEAMS_MAX_BYTES - rest)))).toEqual([202, undefined]);
		expect((await post(card('x'.repeat(TEAMS_MAX_BYTES - rest + 1))))[0]).toBe(413);
	});

	it('knows its own signature only, and writes none down', async () => {
		expect((await post(card('x'), teams.webhookUrl.replace(/sig=.*/, 'sig=other')))[0]).toBe(401);
		await post(card('x'));
		expect(teams.journal.entries).toMatchObject([
			{ route: 'teams', status: 401, credentialsSeen: 'invalid' },
			{ route: 'teams', status: 202, credentialsSeen: 'valid' },
		]);
		expect(JSON.stringify(teams.journal.entries)).not.toMatch(/sandbox-signature|other/);
	});

	it('plays faults', async () => {
		teams.faults.plan({ route: 'teams', kind: 'status', status: 429, retryAfter: '1' });
		expect((await post(card('one')))[0]).toBe(429);
		expect((await post(card('two')))[0]).toBe(202);
		expect(teams.messages.map(({ text }) => text)).toEqual(['two!']);
	});
});
