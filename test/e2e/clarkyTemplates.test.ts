import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { ClarkyEventName, ClarkyWebhook, Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { finishedExecutions } from './clay';
import { clarkyUrl, clarkyWorkflow, TOKEN } from './clarky';
import { createHost } from './harness';
import { runByHand, withParameters } from './pipeline';
import { POSTGRES, startPostgres, type Postgres } from './postgres';

/** The templates about Clarky, each in the real n8n as it is imported. */

const WAIT_MS = 60_000;
/** What visitors may write to be seen, to be heard, or to break something. */
const ODD = {
	contact: {
		id: 'ct_1',
		first_name: '*Jo* <!channel>',
		last_name: "O'Hara & `Sons`",
		email: 'jo@example.com',
	},
	conversation: {
		id: 'conv_1',
		url: 'https://app.clarky.example/inbox/conv_1?a=1&b=2',
		type: 'chat',
		first_message: '"Hello?"\n<https://evil.example|click> :tada: @here _now_ ~old~ 2026_Q1',
	},
	agent: { id: 'bot_1', name: 'Sales <b>' },
};
const PLAIN_NAME = "∗Jo∗ &lt;!channel&gt; O'Hara &amp; ’Sons’";
const OPEN = '<https://app.clarky.example/inbox/conv_1?a=1&amp;b=2|Open the conversation>';

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	host = await createHost('clarkyTemplates');
	await host.start();
});
afterAll(async () => await host?.stop());

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

/** Imports a template and publishes it, without the pauses between the tries of a node. */
async function publish(workflow: WorkflowFile): Promise<string> {
	const nodes = workflow.nodes.map((node) =>
		node.retryOnFail === true ? { ...node, waitBetweenTries: 0 } : node,
	);
	await host.api.importWorkflow({ ...workflow, nodes });
	await host.api.activate(workflow.id ?? '');
	return clarkyUrl(host, workflow);
}

async function send(event: ClarkyEventName, webhook: ClarkyWebhook) {
	const { outcomes, occurrence } = await sandbox.clarky.send(event, { token: TOKEN, ...webhook });
	expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 200));
	return occurrence;
}

/** What the sandbox's people would not write. */
async function sendBody(url: string, body: object): Promise<void> {
	const { status } = await fetch(url, {
		method: 'POST',
		headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(status).toBe(200);
}

const statuses = (executions: Execution[]) => executions.map(({ status }) => status);
const texts = () => sandbox.slack.messages.map(({ text }) => text);
const bodies = (received: Array<{ body: unknown }>) => received.map(({ body }) => body);

describe('escalations', () => {
	const id = 'e2eClarkyEscalation';

	test('reach on-call once, with names that format and mention nothing', async () => {
		const url = await publish(
			await clarkyWorkflow(host, sandbox, 'clarky-escalation-slack.json', id),
		);
		const event = { event: 'escalation.requested', timestamp: '2026-09-01T10:00:00Z', ...ODD };
		for (let copy = 0; copy < 2; copy++) await sendBody(url, event);
		await sendBody(url, { event: 'escalation.requested' });
		await send('message.received', { url });
		expect(statuses(await finishedExecutions(host, id, 2))).toEqual(['success', 'success']);
		expect(texts().sort()).toEqual([
			'<!here> *Somebody* wants to speak to a human',
			[
				`<!here> *${PLAIN_NAME}* wants to speak to a human`,
				'Sales &lt;b&gt; · chat · jo@example.com',
				'> "Hello?" &lt;https://evil.example|click&gt; ∶tada: @\u2060here ˍnowˍ ∼old∼ 2026_Q1',
				OPEN,
			].join('\n'),
		]);
	});

	test('that Slack does not take are failed executions, and reach it when tried again', async () => {
		const url = await publish(
			await clarkyWorkflow(host, sandbox, 'clarky-escalation-slack.json', id),
		);
		sandbox.slack.faults.plan({ route: 'slack', kind: 'status', status: 503, times: 3 });
		const { contact } = await send('escalation.requested', { url });
		const [failed] = await finishedExecutions(host, id, 1);
		expect(failed?.status).toBe('error');
		expect(texts()).toEqual([]);
		await host.api.retryExecution(failed?.id ?? '');
		expect(statuses(await finishedExecutions(host, id, 2))).toEqual(['error', 'success']);
		expect(texts()).toEqual([expect.stringContaining(contact.email)]);
	});
});

describe('bad sentiment', () => {
	const id = 'e2eClarkySentiment';

	test('is told with its score and summary, whatever the threshold in Clarky, and other events are not', async () => {
		const url = await publish(await clarkyWorkflow(host, sandbox, 'clarky-bad-sentiment.json', id));
		const event = { event: 'conversation.bad_sentiment', ...ODD };
		const at = (second: number) => `2026-09-01T10:00:0${second}Z`;
		await sendBody(url, {
			...event,
			timestamp: at(1),
			sentiment: { score: 12, summary: 'Waited *far* <too> long' },
		});
		await sendBody(url, { ...event, timestamp: at(2), sentiment: { score: '60' } });
		await sendBody(url, { ...event, timestamp: at(3), sentiment: { score: 61 } });
		await sendBody(url, { ...event, timestamp: at(4) });
		await send('conversation.updated', { url });
		const finished = await finishedExecutions(host, id, 4);
		expect(statuses(finished)).toEqual(['success', 'success', 'success', 'success']);
		const lines = texts().map((text) => text.split('\n'));
		expect(lines.map(([first]) => first).sort()).toEqual([
			`:rotating_light: *${PLAIN_NAME}* is not happy: sentiment 12 of 100`,
			`:warning: *${PLAIN_NAME}* is not happy: no score`,
			`:warning: *${PLAIN_NAME}* is not happy: sentiment 60 of 100`,
			`:warning: *${PLAIN_NAME}* is not happy: sentiment 61 of 100`,
		]);
		expect(lines).toContainEqual([
			expect.any(String),
			'Sales &lt;b&gt; · chat · jo@example.com',
			'> Waited ∗far∗ &lt;too&gt; long',
			OPEN,
		]);
	});
});

describe('bookings', () => {
	const id = 'e2eClarkyBookings';

	test('reach the CRM with their stage; a payload without a booking fails aloud', async () => {
		const url = await publish(await clarkyWorkflow(host, sandbox, 'clarky-booking-crm.json', id));
		const stages = {
			'booking.created': 'scheduled',
			'booking.confirmed': 'confirmed',
			'booking.rescheduled': 'scheduled',
			'booking.reminder_sent': 'reminded',
			'booking.completed': 'held',
			'booking.no_show': 'no_show',
			'booking.cancelled': 'cancelled',
		} as const;
		const sent = await Promise.all([
			send('booking.created', { url, payload: 'flat', duplicates: 2 }),
			send('booking.confirmed', { url }),
			send('booking.rescheduled', { url }),
			send('booking.reminder_sent', { url, name: 'Booking Reminder Sent' }),
			send('booking.completed', { url }),
			send('booking.no_show', { url }),
			send('booking.cancelled', { url, name: 'booking.canceled' }),
		]);
		await sandbox.crm.waitFor(7, WAIT_MS);
		const entered = bodies(sandbox.crm.received);
		expect(entered).toHaveLength(7);
		for (const [n, stage] of Object.values(stages).entries()) {
			const { booking, contact, timestamp, agent, conversation } = sent[n] ?? {};
			expect(entered).toContainEqual({
				external_id: booking?.id,
				event_id: expect.stringMatching(/^\w{32}$/),
				stage,
				starts_at: booking?.startsAt,
				ends_at: booking?.endsAt,
				occurred_at: timestamp,
				contact: {
					external_id: contact?.id,
					first_name: contact?.firstName,
					last_name: contact?.lastName,
					email: contact?.email,
					phone_number: contact?.phoneNumber || null,
				},
				agent: agent?.name,
				conversation_url: conversation?.url,
			});
		}
		await send('booking.created', { url, payload: '{"event": "{{event}}", "who": "{{email}}"}' });
		const last = (await finishedExecutions(host, id, 8)).at(-1);
		expect(last?.status).toBe('error');
		expect(last?.data.resultData.error?.message).toContain('Leave the payload template');
	});
});

describe('no-shows', () => {
	const id = 'e2eClarkyNoShow';

	test('make a task at once and a message later, or tell the team whom nobody can reach', async () => {
		const template = await clarkyWorkflow(host, sandbox, 'clarky-no-show-follow-up.json', id);
		// The same number, of seconds.
		const url = await publish(withParameters(template, 'Wait an hour', { unit: 'seconds' }));
		const { contact, booking } = await send('booking.no_show', { url, duplicates: 1 });
		const { first_name, last_name } = ODD.contact;
		await sendBody(url, {
			event: 'booking.no_show',
			timestamp: '2026-09-01T10:00:00Z',
			booking: { id: 'bk_2' },
			contact: { first_name, last_name },
		});
		const finished = await finishedExecutions(host, id, 2);
		expect(statuses(finished)).toEqual(['success', 'success']);
		const { firstName, lastName, email, phoneNumber } = contact;
		const tasks = bodies(sandbox.crm.received);
		expect(tasks).toHaveLength(2);
		expect(tasks).toContainEqual({
			type: 'task',
			subject: `Call ${firstName} ${lastName} about the missed booking`,
			event_id: expect.stringMatching(/^\w{32}$/),
			booking_id: booking?.id,
			missed_at: booking?.startsAt,
			email,
			phone_number: phoneNumber || null,
		});
		expect(bodies(sandbox.zapier.received)).toEqual([
			{
				event_id: expect.stringMatching(/^\w{32}$/),
				booking_id: booking?.id,
				email,
				phone_number: phoneNumber || null,
				message: `Hi ${firstName}, we missed you today. Shall we find a new time?`,
			},
		]);
		const reached = Date.parse(sandbox.zapier.received[0]?.at ?? '');
		const tasked = sandbox.crm.received.find(({ body }) => Object(body).booking_id === booking?.id);
		expect(reached - Date.parse(tasked?.at ?? '')).toBeGreaterThanOrEqual(1_000);
		expect(texts()).toEqual([
			`*${PLAIN_NAME}* did not come, and has left no e-mail address and no phone number`,
		]);
	});
});

// CI always has a Postgres (.ci/run installs one): there, a missing one is a failure and not a reason to skip.
const withPostgres =
	POSTGRES === undefined && process.env.CI === undefined ? describe.skip : describe;

withPostgres('contacts in Postgres (needs PostgreSQL)', () => {
	const id = 'e2eClarkyContacts';
	interface StoredContact {
		contact_key: string;
		first_name: string | null;
		email: string | null;
		last_event: string;
	}
	let postgres: Postgres;

	beforeAll(async () => {
		postgres = await startPostgres();
	});
	afterAll(async () => await postgres?.stop());

	const stored = async () =>
		await postgres.query<StoredContact>(
			'select contact_key, first_name, email, last_event from clarky_contacts order by contact_key',
		);

	test('have one row each; an older event changes nothing, and a failed one can be taken up', async () => {
		const name = 'Postgres (test)';
		const credential = await host.api.importCredential({
			name,
			type: 'postgres',
			data: { ...postgres.credential },
		});
		const workflow = await clarkyWorkflow(host, sandbox, 'clarky-contact-warehouse.json', id, {
			postgresCredential: { id: credential, name },
		});
		const url = await publish(workflow);
		const contact = (minute: number, fields: object, event = 'contact.updated') => ({
			event,
			timestamp: `2026-09-01T10:0${minute}:00Z`,
			contact: { id: 'ct_1', ...fields },
		});
		// The table is not there yet: the event is kept in its execution.
		await sendBody(url, contact(2, { first_name: 'Early' }, 'contact.created'));
		const [early] = await finishedExecutions(host, id, 1);
		expect(early?.status).toBe('error');
		for (let n = 0; n < 2; n++) {
			expect((await runByHand(host, id, 'Run once by hand')).status).toBe('success');
		}
		await host.api.retryExecution(early?.id ?? '');
		await finishedExecutions(host, id, 4);
		expect(await stored()).toMatchObject([{ first_name: 'Early', last_event: 'contact.created' }]);

		const newest = contact(5, { first_name: "Jo'; drop table x; --", email: 'Jo@Example.com' });
		await sendBody(url, newest);
		await finishedExecutions(host, id, 5);
		// An older one, a copy, and one that lacks what is known.
		await sendBody(url, contact(4, { first_name: 'Older' }));
		await sendBody(url, newest);
		await sendBody(url, contact(6, { last_name: 'Holt' }));
		await sendBody(url, {
			event: 'contact.updated',
			timestamp: 'yesterday',
			contact: { email: 'Only@Example.com', first_name: 'Only' },
		});
		await send('contact.deleted', { url });
		const all = await finishedExecutions(host, id, 9);
		expect(statuses(all).slice(1)).toEqual(all.slice(1).map(() => 'success'));
		const jo = { contact_key: 'ct_1', first_name: "Jo'; drop table x; --" };
		expect(await stored()).toEqual([
			{ ...jo, email: 'Jo@Example.com', last_event: 'contact.updated' },
			{
				contact_key: 'only@example.com',
				first_name: 'Only',
				email: 'Only@Example.com',
				last_event: 'contact.updated',
			},
		]);
		await sendBody(url, { event: 'contact.updated', timestamp: '2026-09-01T10:00:00Z' });
		expect((await finishedExecutions(host, id, 10)).at(-1)?.status).toBe('error');
		expect(await stored()).toHaveLength(2);
	});
});
