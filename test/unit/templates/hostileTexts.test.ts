import { evaluate, nodeOf, templates, textOf } from './nodes';

/** What somebody outside can write must not mention, link, format or query anything that the template did not. */

const EVIL = 'A & B <!channel> <https://evil.example|Log in> > <@U1>';

const PERSON = { firstName: EVIL, lastName: EVIL, name: EVIL, email: EVIL, phoneNumber: EVIL };
const CHANGE = {
	ownerName: EVIL,
	fieldName: EVIL,
	timePeriod: EVIL,
	currency: EVIL,
	direction: EVIL,
	previous: 1,
	current: 2,
	changePct: 100,
	anomaly: { score: 1, snapshots: 3 },
};
const LEAD = { first_name: EVIL, last_name: EVIL, job_title: EVIL, company_name: EVIL };
const visitor = (url: string) => ({
	agent: { name: EVIL },
	contact: PERSON,
	conversation: { url, type: EVIL, firstMessage: EVIL },
	sentiment: { score: 3, summary: EVIL },
});
const call = (url: string) => ({ title: EVIL, accountName: EVIL, summary: EVIL, url });

/** By file and node: an item in which everything that comes from outside is hostile. */
const SLACK: Array<[file: string, node: string, item: (url: string) => object]> = [
	[
		'copilot-call-analyzed.json',
		'Tell Slack',
		(url) => ({ call: { ...call(url), actionItems: [{ text: EVIL, speaker: EVIL }] } }),
	],
	[
		'copilot-competitor-mentioned.json',
		'Alert the channel',
		(url) => ({ mentions: [{ name: EVIL, sentiment: EVIL, reasoning: EVIL }], call: call(url) }),
	],
	[
		'copilot-low-scorecard.json',
		'Tell the coach',
		(url) => ({
			...call(url),
			users: [{ id: EVIL, email: EVIL }],
			scorecard: {
				totalScore: EVIL,
				repId: EVIL,
				callId: EVIL,
				questions: [{ label: EVIL, score: EVIL }, { skill: EVIL }],
				remark: EVIL,
			},
		}),
	],
	['clarky-bad-sentiment.json', 'Write the alert', visitor],
	['clarky-escalation-slack.json', 'Write the message', visitor],
	['clarky-no-show-follow-up.json', 'Write the message', visitor],
	['clay-hot-leads.json', 'Tell Slack', () => ({ data: { ...LEAD, icp_score: EVIL } })],
	[
		'clay-lead-enrichment.json',
		'Tell Slack',
		() => ({ data: { ...LEAD, company: EVIL }, routing: { score: EVIL } }),
	],
	[
		'clay-retry-failed.json',
		'Tell Slack: not sent again',
		() => ({ correlationId: EVIL, reason: EVIL, whatToDo: EVIL }),
	],
	[
		'clay-retry-failed.json',
		'Tell Slack: given up',
		() => ({ retry: { attempt: 3 }, correlationId: EVIL, failure: { message: EVIL, code: EVIL } }),
	],
	['clari-daily-reconciliation.json', 'Post to Slack', () => ({ message: [EVIL, EVIL] })],
	[
		'clari-export-failure-alert.json',
		'Post failure to Slack',
		() => ({ workflowName: EVIL, node: EVIL, message: EVIL, description: EVIL }),
	],
	['forecast-anomaly-review.json', 'Write a line', () => CHANGE],
];

/** Of counts, and of lines that a node before has written. */
const OF_OWN_PARTS = [
	'clari-warehouse-merge.json Post to Slack',
	'forecast-anomaly-review.json Post to forecast channel',
	'forecast-anomaly-review.json Post to review channel',
];

/** The link under a URL; what is not one leads elsewhere, or breaks out of it. */
const LINKED: Record<string, string> = {
	copilot: 'https://copilot.clari.com/call/c1?a=1&b=2',
	clarky: 'https://app.clarky.example/inbox/conv_1?a=1&b=2',
};
const BROKEN = [
	'javascript:alert(1)',
	'http://copilot.clari.com/call/c1',
	'https://copilot.clari.com/call/c1|Log in> <!channel',
	'https://copilot.clari.com/ <!channel>',
	'not a URL',
];
const ELSEWHERE = [
	'https://evil.example/call/c1',
	'https://copilot.clari.com.evil.example/call/c1',
	'https://copilot.clari.com@evil.example/call/c1',
	'https://evilclari.com/call/c1',
];

/** What the author of a template wrote in angle brackets. */
const withoutOwn = (text: string) => text.replace(/^<!here> /, '');

describe.each(SLACK)('%s, %s', (file, name, itemOf) => {
	const vendor = file.split('-')[0] ?? '';
	const good = LINKED[vendor];
	const hasLink = JSON.stringify(itemOf('x:y')).includes('"x:y"');

	test('nothing that came from outside mentions or links anything', () => {
		const text = withoutOwn(textOf(file, name, itemOf('')));
		expect(text).toContain('A &amp; B &lt;!channel&gt;');
		expect(text).not.toContain('<');
	});

	if (!hasLink || good === undefined) return;

	test('links the address of the vendor', () => {
		expect(textOf(file, name, itemOf(good))).toContain(`<${good.replace('&', '&amp;')}|Open the `);
	});

	test.each(vendor === 'copilot' ? [...BROKEN, ...ELSEWHERE] : BROKEN)(
		'does not link %s',
		(url) => {
			expect(withoutOwn(textOf(file, name, itemOf(url)))).not.toContain('<');
		},
	);
});

test('every text that a template writes for Slack is looked at above', () => {
	const written = templates.flatMap(({ file, nodes }) =>
		nodes.flatMap(({ name, parameters: { jsonBody = '', assignments } }) => {
			// What Forecast Diff writes, and what was written by the node before.
			const isPassedOn =
				/^=\{\{ JSON\.stringify\(\{ text: \$json\.text(, blocks: \$json\.blocks)? \}\) \}\}$/;
			const isForSlack = /text:/.test(jsonBody) && !isPassedOn.test(jsonBody);
			const isLine = assignments?.assignments.some((one) => ['text', 'line'].includes(one.name));
			return isForSlack || isLine ? [`${file} ${name}`] : [];
		}),
	);
	const looked = SLACK.map(([file, name]) => `${file} ${name}`);
	expect(written.sort()).toEqual([...looked, ...OF_OWN_PARTS].sort());
});

test.each(templates)('queries of $file take values as parameters only', ({ nodes }) => {
	for (const { parameters } of nodes) {
		expect(parameters.query ?? '').not.toMatch(/^=|\{\{/);
	}
});

test('pages are those of the node, which escapes them', () => {
	const bodies = templates.flatMap(({ nodes }) =>
		nodes.flatMap(({ parameters: { responseBody } }) => (responseBody ? [responseBody] : [])),
	);
	expect(bodies).toEqual(['={{ $json.html }}']);
});

test.each([
	['clay-exactly-once-postgres.json', 'Add lead to CRM', ['external_id', 'event_id']],
	['clay-hot-leads.json', 'Send to Zapier', ['event_id']],
])('fields of a row do not replace the key of %s, %s', (file, name, keys) => {
	const own = { id: 'event-1', correlationId: 'lead-1' };
	const data = { external_id: 'other', event_id: 'other', email: 'a@a.test' };
	const body = JSON.parse(evaluate(nodeOf(file, name).parameters.jsonBody ?? '', { ...own, data }));
	expect(body).toMatchObject({ email: 'a@a.test' });
	for (const key of keys) expect(['event-1', 'lead-1']).toContain(body[key]);
});

test('an alert whose competitors are not known says so, instead of naming none', () => {
	const text = textOf('copilot-competitor-mentioned.json', 'Alert the channel', {
		mentions: [],
		warnings: ['The details could not be read.'],
		call: { id: 'c1', title: 'Demo', accountName: 'Aster & Sons', url: null },
	});
	expect(text).toBe(
		'It is not known whether a competitor was mentioned by Aster &amp; Sons in Demo\nThe details could not be read.',
	);
});

test.each(['clarky-contact-warehouse.json', 'clay-exactly-once-postgres.json'])(
	'%s keeps bodies as json: jsonb refuses a NUL or half an emoji, each time anew',
	(file) => {
		expect(nodeOf(file, 'Create table').parameters.query).toContain('body json not null');
	},
);
