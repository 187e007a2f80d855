import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';

import { FREE_TEXTS, VARIABLES } from '../../nodes/Clarky/trigger/body/variables';
import { EVENT_GROUPS } from '../../nodes/Clarky/trigger/event/eventNames';
import { nodeOutput } from '../../sandbox/n8n/api';
import { N8nHost } from '../../sandbox/n8n/host';
import type {
	ClarkyEventName,
	ClarkyService,
	ClarkyWebhook,
	SentEvent,
} from '../../sandbox/vendors';
import { CLARKY_EVENTS, startClarky } from '../../sandbox/vendors';
import { FULL_TEMPLATE } from '../../sandbox/vendors/clarky/payload';
import type { Writing } from './clarky';
import {
	clarkyUrl,
	expectedItem,
	importToken,
	METHODS,
	publishTrigger,
	TOKEN,
	TRIGGER,
} from './clarky';
import { createHost } from './harness';
import { storedExecutions } from './storedExecutions';

/*
 * Clarky Trigger in the real n8n. What does not depend on n8n's expression engine runs with the old one, `legacy`, which
 * costs a tenth of the default; the tests before it run with the default.
 */

const OLD = 'clarky-old-token-77c0a1de';
const NEW = 'clarky-new-token-b2e94f53';
const WRONG = 'clarky-wrong-token-0d1e2f3a';
const CHANNEL = '{"text": "{{event}}: {{firstName}} {{lastName}} <{{email}}>, {{timestamp}}"}';

/** How many requests the test of many sends; the whole of it is 10,000. */
const DELIVERIES = Number(process.env.CLARKY_DELIVERIES ?? 1_500);
const AT_A_TIME = 24;
const MANY_MS = 1_800_000;

let host: N8nHost;
let clarky: ClarkyService;
let token: string;

beforeAll(async () => {
	host = await createHost('clarky', { hasEditor: true });
	await host.start();
	clarky = await startClarky({ seed: 11 });
	({ id: token } = await importToken(host));
});
afterAll(async () => {
	await clarky?.close();
	await host?.stop();
});

async function publish(id: string, parameters: INode['parameters'] = {}): Promise<string> {
	const credential = { id: token, name: 'Clarky webhook (test)' };
	return await publishTrigger(host, id, { httpMethods: [...METHODS], ...parameters }, credential);
}

/** The items that a workflow has started with, one of each execution. */
async function itemsOf(id: string, count: number): Promise<IDataObject[]> {
	const executions = await storedExecutions(host, id, count);
	expect(executions.filter(({ status }) => status !== 'success')).toEqual([]);
	return executions.flatMap((execution) => nodeOutput(execution, TRIGGER));
}

interface Sending {
	event: ClarkyEventName;
	webhook: ClarkyWebhook;
	writing: Writing;
}

/** The ways in which an event may be written and sent. */
function sendings(url: string): Array<(event: ClarkyEventName) => Sending> {
	const forms: Array<[string, Writing]> = [
		['flat', 'default'],
		['nested', 'default'],
		[FULL_TEMPLATE, 'template'],
		['text', 'text'],
	];
	const withBody = METHODS.flatMap((method) =>
		forms.map(([payload, writing]) => (event: ClarkyEventName) => {
			const hint = writing === 'text' ? `?event=${event}` : '';
			const webhook = { url: url + hint, method, payload, token: TOKEN, hasBody: true };
			return { event, writing, webhook };
		}),
	);
	const byQuery = (['GET', 'DELETE'] as const).map((method) => (event: ClarkyEventName) => {
		const writing: Writing = 'default';
		return { event, writing, webhook: { url, method, token: TOKEN } };
	});
	return [...withBody, ...byQuery];
}

const twice = ({ webhook, ...sending }: Sending): Sending => ({
	...sending,
	webhook: { ...webhook, duplicates: 1 },
});

/** A request, and what it is sent with. */
interface Task {
	webhook: ClarkyWebhook;
	send: () => Promise<SentEvent>;
}

const sendingOf = ({ event, webhook }: Sending): Task => ({
	webhook,
	send: async () => await clarky.send(event, webhook),
});

/** Sends so many at a time, in their order. What has no answer is sent again, as senders do. */
async function sendAll(tasks: Task[]): Promise<SentEvent[]> {
	const sent: SentEvent[] = [];
	const queue = tasks.entries();
	const work = async () => {
		for (const [index, { webhook, send }] of queue) {
			const { occurrence, outcomes } = await send();
			for (const [n, outcome] of outcomes.entries()) {
				for (let last = outcome; last.status === null; ) {
					const again = await clarky.sendAgain(occurrence, { ...webhook, duplicates: 0 });
					[last = outcome] = again.outcomes;
					outcomes[n] = last;
				}
			}
			sent[index] = { occurrence, outcomes };
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, work));
	return sent;
}

const statuses = ({ outcomes }: SentEvent) => outcomes.map(({ status }) => status);
const answersOf = ({ outcomes }: SentEvent) => outcomes.map(({ body }) => Object(body));

function itemOf(items: IDataObject[], { occurrence }: SentEvent): IDataObject | undefined {
	return items.find(
		({ timestamp, raw }) =>
			timestamp === occurrence.timestamp ||
			(typeof raw === 'string' && raw.includes(occurrence.timestamp)),
	);
}

describe('with the default expression engine', () => {
	test('each method and each shape of a payload arrives once, with its fields', async () => {
		const id = 'e2eClarkyWays';
		const ways = sendings(await publish(id)).map((way, n) =>
			twice(way(CLARKY_EVENTS[n % 16] ?? 'contact.created')),
		);
		const sent = await sendAll(ways.map(sendingOf));
		expect(sent.map(statuses)).toEqual(ways.map(() => [200, 200]));
		const items = await itemsOf(id, ways.length);
		expect(items).toHaveLength(ways.length);
		for (const [n, one] of sent.entries()) {
			const expected = expectedItem(one.occurrence, ways[n]?.writing ?? 'default');
			expect(itemOf(items, one)).toMatchObject(expected);
		}
	});

	test('only the methods that are chosen have a URL', async () => {
		const url = await publish('e2eClarkyPut', { httpMethods: ['PUT'] });
		for (const method of METHODS) {
			const sent = await clarky.send('contact.created', { url, method, token: TOKEN });
			expect(statuses(sent)).toEqual([method === 'PUT' ? 200 : 404]);
		}
		expect(await itemsOf('e2eClarkyPut', 1)).toHaveLength(1);
	});

	test('the template of the panel has all variables but free texts, and comes out with their values', async () => {
		const known = await host.api.nodeTypes();
		const panel = known.find(({ name }) => name === 'n8n-nodes-revops.clarkyTrigger');
		// As it is copied from the panel.
		const payload = String(
			panel?.properties.find(({ name }) => name === 'payloadTemplate')?.default,
		);
		const variables = [...payload.matchAll(/"\{\{(\w+)\}\}"/g)].map(([, name]) => name);
		const wanted = VARIABLES.filter((name) => !FREE_TEXTS.includes(name));
		expect(variables.sort()).toEqual([...wanted].sort());

		const url = await publish('e2eClarkyPanel');
		for (const event of ['conversation.started', 'escalation.requested'] as const) {
			expect(statuses(await clarky.send(event, { url, payload, token: TOKEN }))).toEqual([200]);
		}
		// A template for another service has no event in it.
		const hinted = { url: `${url}?event=Escalation Requested`, payload: CHANNEL, token: TOKEN };
		const channel = await clarky.send('escalation.requested', hinted);
		const items = await itemsOf('e2eClarkyPanel', 3);
		const [started, escalation] = clarky.journal.slice(-3).map((delivery) => delivery.payload);
		expect(items.map(({ event }) => event)).toEqual([
			'conversation.started',
			'escalation.requested',
			'escalation.requested',
		]);
		expect(items.slice(0, 2).map(({ raw }) => raw)).toEqual(
			[started, escalation].map((text) => JSON.parse(text ?? '')),
		);
		expect(items[2]).toMatchObject({
			event: 'escalation.requested',
			raw: { text: expect.stringContaining(channel.occurrence.contact.email) },
		});
		for (const item of items) expect(item).not.toHaveProperty('warnings');
	});

	test('an event goes to the output of its group, and to no other', async () => {
		const id = 'e2eClarkyGroups';
		const url = await publish(id, { routeByGroup: true });
		const workflow = await host.api.workflow(id);
		const sinks = EVENT_GROUPS.map((name, n) => ({
			id: `sink${n}`,
			name,
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [220, n * 180] satisfies [number, number],
			parameters: {},
		}));
		const main = EVENT_GROUPS.map((node) => [{ node, type: 'main' as const, index: 0 }]);
		await host.api.updateWorkflow(id, {
			nodes: [...workflow.nodes, ...sinks],
			connections: { [TRIGGER]: { main } },
		});
		await host.api.activate(id);
		for (const event of CLARKY_EVENTS) await clarky.send(event, { url, token: TOKEN });
		await clarky.send('contact.created', { url, token: TOKEN, name: 'contact.merged' });
		const executions = await storedExecutions(host, id, 17);
		const reached = executions.map((execution) =>
			EVENT_GROUPS.flatMap((group) =>
				nodeOutput(execution, group).map(({ event }) => [group, event]),
			),
		);
		const groupOf = (event: string) =>
			EVENT_GROUPS.find((group) => group.toLowerCase() === `${event.split('.')[0]}s`);
		expect(reached).toEqual([
			...CLARKY_EVENTS.map((event) => [[groupOf(event), event]]),
			[['Other', 'contact.merged']],
		]);
	});

	test('events, agents and sentiments that were not asked for are answered, and run nothing', async () => {
		const id = 'e2eClarkyFilters';
		const url = await publish(id, {
			events: ['conversation.bad_sentiment', 'escalation.requested'],
			triggerOptions: { agentIds: 'bot_101', agentNames: ['support desk'], maxSentiment: 80 },
		});
		const sent: SentEvent[] = [];
		const people = await startClarky({ seed: 11 });
		for (let n = 0; n < 10; n++) {
			for (const event of ['conversation.bad_sentiment', 'escalation.requested'] as const) {
				sent.push(await people.send(event, { url, token: TOKEN, payload: FULL_TEMPLATE }));
			}
		}
		const other = await people.send('message.sent', { url, token: TOKEN });
		await people.close();
		expect(answersOf(other)).toEqual([expect.objectContaining({ ignored: true })]);
		const isWanted = ({ occurrence: { agent, sentiment } }: SentEvent) =>
			agent.id !== 'bot_103' && sentiment.score <= 80;
		const wanted = sent.filter(isWanted);
		// Of each kind there are some.
		const agents = wanted.map(({ occurrence }) => occurrence.agent.id);
		expect([...new Set(agents)].sort()).toEqual(['bot_101', 'bot_102']);
		expect(wanted.some(({ occurrence }) => occurrence.event === 'escalation.requested')).toBe(true);
		expect(sent.some(({ occurrence }) => occurrence.sentiment.score > 80)).toBe(true);
		expect(sent.flatMap(answersOf).map(({ ignored }) => ignored === true)).toEqual(
			sent.map((one) => !isWanted(one)),
		);
		const items = await itemsOf(id, wanted.length);
		expect(items.map(({ timestamp }) => timestamp)).toEqual(
			wanted.map(({ occurrence }) => occurrence.timestamp),
		);
	});
});

describe('who is not let in', () => {
	const id = 'e2eClarkyDoor';
	const BODY = '{"event": "contact.created", "email": "jo@example.com", "timestamp": "2026-09-01"}';
	const answers: string[] = [];
	let url: string;
	let credential: string;

	beforeAll(async () => {
		const name = 'Clarky webhook (door)';
		const stored = await importToken(host, { token: OLD, secondToken: '' }, name);
		credential = stored.id;
		url = await publishTrigger(host, id, { httpMethods: [...METHODS] }, stored);
	});

	async function knock(headers: Array<[string, string]>, method = 'POST', where = url) {
		const body = method === 'GET' ? {} : { body: BODY };
		const answer = await fetch(where, { method, headers: new Headers(headers), ...body });
		const text = await answer.text();
		answers.push(text);
		return { status: answer.status, answer: JSON.parse(text) as unknown };
	}
	const bearer = (value: string): [string, string] => ['authorization', `Bearer ${value}`];
	const UNAUTHORIZED = { status: 401, answer: { received: false, reason: 'unauthorized' } };

	test.each<[string, Array<[string, string]>]>([
		['no token', []],
		['a wrong token', [bearer(WRONG)]],
		['the token cut short', [bearer(OLD.slice(0, -1))]],
		['the token in another scheme', [['authorization', `Basic ${OLD}`]]],
		['the token in another header', [['x-token', OLD]]],
		['the token twice', [bearer(OLD), bearer(OLD)]],
		['the token that will be', [bearer(NEW)]],
	])('%s, by any method', async (_, headers) => {
		for (const method of METHODS) expect(await knock(headers, method)).toEqual(UNAUTHORIZED);
	});

	test('the token in the query', async () => {
		expect(await knock([], 'GET', `${url}?token=${OLD}&event=contact.created`)).toEqual(
			UNAUTHORIZED,
		);
	});

	test('a token that was changed in the credential: at once, without publishing again', async () => {
		expect(await host.api.executions(id)).toEqual([]);
		const save = async (data: IDataObject) =>
			await host.api.updateCredential(credential, {
				name: 'Clarky webhook (door)',
				type: 'clarkyWebhookApi',
				data,
			});
		const knocks = async () => [
			(await knock([bearer(OLD)])).status,
			(await knock([bearer(NEW)])).status,
		];
		expect(await knocks()).toEqual([200, 401]);
		await save({ token: OLD, secondToken: NEW });
		expect(await knocks()).toEqual([200, 200]);
		await save({ token: NEW, secondToken: '' });
		expect(await knocks()).toEqual([401, 200]);
		await save({ token: '', secondToken: '' });
		expect(await knocks()).toEqual([401, 401]);
		// It has always been the same event: who was let in first has started it.
		expect(await itemsOf(id, 1)).toHaveLength(1);
		expect(host.log()).toContain("The credential 'Clarky Webhook API' has no secret");
		expect(answers.join()).not.toMatch(new RegExp(`${OLD}|${NEW}|${WRONG}`));
	});
});

describe('with the old expression engine', () => {
	beforeAll(async () => {
		const { port } = new URL(host.url);
		await host.stop();
		host = new N8nHost({
			userFolder: host.userFolder,
			port: Number(port),
			environment: { N8N_EXPRESSION_ENGINE: 'legacy', EXECUTIONS_DATA_PRUNE: 'false' },
		});
		await host.start();
	});

	test('n8n that was started again knows what came before', async () => {
		const url = clarkyUrl(host, await host.api.workflow('e2eClarkyPanel'));
		const before = await storedExecutions(host, 'e2eClarkyPanel', 3);
		const [again] = before.flatMap((one) => nodeOutput(one, TRIGGER)).map(({ raw }) => raw);
		const answer = await fetch(url, {
			method: 'POST',
			headers: { authorization: `Bearer ${TOKEN}` },
			body: JSON.stringify(again),
		});
		expect(await answer.json()).toMatchObject({ received: true, duplicate: true });
	});

	test('each of the 16 events arrives once with its fields, by each method in each shape', async () => {
		const id = 'e2eClarkyAll';
		const ways = sendings(await publish(id));
		const all = CLARKY_EVENTS.flatMap((event) => ways.map((way) => twice(way(event))));
		const sent = await sendAll(all.map(sendingOf));
		expect(all).toHaveLength(16 * 22);
		expect(sent.map(statuses)).toEqual(all.map(() => [200, 200]));
		const items = await itemsOf(id, all.length);
		expect(items).toHaveLength(all.length);
		for (const [n, one] of sent.entries()) {
			const expected = expectedItem(one.occurrence, all[n]?.writing ?? 'default');
			expect(itemOf(items, one)).toMatchObject(expected);
		}
	});

	test(
		'of many, with copies at once and after a restart, none is lost and none runs twice',
		async () => {
			const id = 'e2eClarkyMany';
			const ways = sendings(await publish(id));
			/** Of 100 events, two are sent twice at once, and one again after n8n has been started anew. */
			const events = Math.round(DELIVERIES / 1.03);
			const plan = Array.from({ length: events }, (_, n) => {
				const event = CLARKY_EVENTS[n % 16] ?? 'contact.created';
				const way = ways[Math.floor(n / 16) % ways.length];
				if (way === undefined) throw new Error('There is no such way');
				const { webhook, writing } = way(event);
				return { event, writing, webhook: { ...webhook, duplicates: n % 50 === 0 ? 1 : 0 } };
			});
			const half = Math.floor(events / 2);
			const startedAt = Date.now();
			const busyBefore = host.processorSeconds() ?? NaN;
			const first = await sendAll(plan.slice(0, half).map(sendingOf));
			await storedExecutions(host, id, half);
			const seconds = (Date.now() - startedAt) / 1_000;
			const busySeconds = (host.processorSeconds() ?? NaN) - busyBefore;
			await host.restart();
			const late: Task[] = first.flatMap(({ occurrence }, n) => {
				const webhook = plan[n]?.webhook;
				if (webhook === undefined || n % 50 !== 1) return [];
				return [{ webhook, send: async () => await clarky.sendAgain(occurrence, webhook) }];
			});
			const after = await sendAll([...late, ...plan.slice(half).map(sendingOf)]);
			const copies = after.slice(0, late.length);
			const sent = [...first, ...after.slice(late.length)];

			const deliveries = [...sent, ...copies].flatMap(answersOf);
			expect(Math.abs(deliveries.length - DELIVERIES)).toBeLessThan(DELIVERIES / 100 + 2);
			expect([...sent, ...copies].flatMap(statuses).filter((status) => status !== 200)).toEqual([]);
			expect(copies.flatMap(answersOf).filter(({ duplicate }) => duplicate !== true)).toEqual([]);
			for (const one of sent) {
				const [answer, ...others] = answersOf(one).sort((a, b) => a.duplicate - b.duplicate);
				expect(answer).toMatchObject({ received: true, event: one.occurrence.event });
				for (const other of others) expect(other).toEqual({ ...answer, duplicate: true });
			}

			const items = await itemsOf(id, events);
			expect(items).toHaveLength(events);
			const byId = new Map(items.map((item) => [item.id, item]));
			expect(byId.size).toBe(events);
			for (const [n, one] of sent.entries()) {
				const expected = expectedItem(one.occurrence, plan[n]?.writing ?? 'default');
				expect(byId.get(answersOf(one)[0]?.id)).toMatchObject(expected);
			}
			if (process.env.CLARKY_DELIVERIES !== undefined) {
				const sentFirst = first.flatMap(answersOf).length;
				console.log(
					`${deliveries.length} requests for ${events} events. Before the restart ${(sentFirst / seconds).toFixed(0)} a second, ` +
						`${((busySeconds * 1_000) / sentFirst).toFixed(1)} ms of n8n's processor time each.`,
				);
			}
		},
		MANY_MS,
	);

	test('no token is in the log, the database, or anything else that n8n has written', async () => {
		await host.stop();
		const folder = path.join(host.userFolder, '.n8n');
		const files = readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => path.join(entry.parentPath, entry.name))
			.filter((file) => !file.startsWith(path.join(folder, 'nodes')));
		const contents = [host.logFile, ...files].map((file) => readFileSync(file));
		const holds = (what: string) => contents.some((content) => content.includes(what));
		// The search finds what is there.
		expect(holds('jo@example.com')).toBe(true);
		for (const one of [OLD, NEW, WRONG, TOKEN]) expect(holds(one)).toBe(false);
	});
});
