import axios from 'axios';
import { startSlack, type SlackService } from '../../../sandbox/vendors';

const section = (length: number) => ({
	type: 'section',
	text: { type: 'mrkdwn', text: 'x'.repeat(length) },
});
const header = (length: number) => ({
	type: 'header',
	text: { type: 'plain_text', text: 'x'.repeat(length) },
});
const divider = { type: 'divider' };

describe('the Slack sink', () => {
	let slack: SlackService;
	beforeEach(async () => {
		slack = await startSlack();
	});
	afterEach(() => slack.close());

	const post = async (body: unknown, url = slack.webhookUrl) => {
		const { status, data } = await axios.post<string>(url, body, {
			headers: { 'content-type': 'application/json' },
			validateStatus: () => true,
		});
		return [status, data];
	};

	it.each([
		['a text', { text: 'Hello' }],
		['blocks alone', { blocks: [section(10)] }],
		['the longest of everything', { blocks: [header(150), ...Array(49).fill(section(3000))] }],
		[
			'the blocks of an alert',
			{
				text: 'Fallback',
				blocks: [
					{ type: 'section', fields: [{ type: 'mrkdwn', text: '*Rep*' }] },
					{ type: 'context', elements: [{ type: 'mrkdwn', text: 'since Monday' }] },
					{
						type: 'actions',
						elements: [
							{
								type: 'button',
								text: { type: 'plain_text', text: 'Open' },
								url: 'https://app.example.com/',
							},
						],
					},
					divider,
				],
			},
		],
	])('takes %s', async (_what, body) => {
		expect(await post(body)).toEqual([200, 'ok']);
		expect(slack.messages.map((message) => message.body)).toEqual([body]);
	});

	it.each([
		['no_text', 'nothing', {}],
		['no_text', 'an empty text', { text: '' }],
		['no_text', 'an empty list of blocks', { blocks: [] }],
		['invalid_payload', 'half a JSON', '{"text":'],
		['invalid_payload', 'a list', []],
		['invalid_payload', 'a number for a text', { text: 5 }],
		['msg_too_long', '40,001 characters', { text: 'x'.repeat(40_001) }],
		['invalid_blocks', '51 blocks', { text: 'x', blocks: Array(51).fill(divider) }],
		['invalid_blocks', 'a section of 3,001 characters', { text: 'x', blocks: [section(3001)] }],
		['invalid_blocks', 'a section of nothing', { text: 'x', blocks: [section(0)] }],
		['invalid_blocks', 'a header of 151 characters', { text: 'x', blocks: [header(151)] }],
		['invalid_blocks', 'a section without text', { text: 'x', blocks: [{ type: 'section' }] }],
		['invalid_blocks', 'an unknown block', { text: 'x', blocks: [{ type: 'marquee' }] }],
		['invalid_blocks', 'blocks that are none', { text: 'x', blocks: 'none' }],
	])('answers %s to %s', async (problem, _what, body) => {
		expect(await post(body)).toEqual([400, problem]);
		expect(slack.messages).toEqual([]);
	});

	it('knows its own webhook only, and writes no secret down', async () => {
		const wrong = slack.webhookUrl.replace(/[^/]+$/, 'another-secret');
		expect(await post({ text: 'x' }, wrong)).toEqual([404, 'no_service']);
		await post({ text: 'x' });
		expect(slack.journal.entries).toMatchObject([
			{ route: 'slack', status: 404, credentialsSeen: 'invalid' },
			{ route: 'slack', status: 200, credentialsSeen: 'valid', requestBody: { text: 'x' } },
		]);
		const secret = slack.webhookUrl.split('/').at(-1) ?? '';
		expect(JSON.stringify(slack.journal.entries)).not.toContain(secret);
		expect(JSON.stringify(slack.journal.entries)).not.toContain('another-secret');
	});

	it('waits for a message, old or new, and not for ever', async () => {
		await post({ text: 'first' });
		const early = slack.waitForMessage(({ text }) => text === 'second', 1000);
		await post({ text: 'second' });
		expect(await early).toMatchObject({ index: 1, text: 'second' });
		expect(await slack.waitForMessage(({ text }) => text === 'first', 0)).toMatchObject({
			index: 0,
		});
		await expect(slack.waitForMessage(({ text }) => text === 'third', 20)).rejects.toThrow(
			'within 20 ms (2 others came)',
		);
		slack.clear();
		expect(slack.messages).toEqual([]);
	});

	it('plays faults: refused before it reads, or taken and the answer lost', async () => {
		slack.faults.plan(
			{ route: 'slack', kind: 'status', status: 429, retryAfter: '2' },
			{ route: 'slack', kind: 'reset', when: 'after' },
		);
		expect((await post({ text: 'one' }))[0]).toBe(429);
		await expect(post({ text: 'two' })).rejects.toThrow();
		expect(await post({ text: 'three' })).toEqual([200, 'ok']);
		expect(slack.messages.map(({ text }) => text)).toEqual(['two', 'three']);
	});
});
