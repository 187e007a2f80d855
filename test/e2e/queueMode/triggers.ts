import type { INode } from 'n8n-workflow';

import { importCallback, importTableWebhook } from '../../../sandbox/localClay';
import type { StoredCredential } from '../../../sandbox/localTemplate';
import { localCopy, readTemplate } from '../../../sandbox/localTemplate';
import { nodeOutput } from '../../../sandbox/n8n/api';
import type { SentEvent } from '../../../sandbox/vendors';
import { importToken, publishTrigger, TOKEN, TRIGGER as CLARKY } from '../clarky';
import { SECRET, SECRET_HEADER } from '../clay';
import type { Cluster } from './cluster';

const CLAY = 'queueClayTrigger';
const CLARKY_ID = 'queueClarkyTrigger';
const POLLED = 'queueCopilotPoll';
const REGISTERED = 'queueCopilotHook';
const WAIT_MS = 120_000;

/** Where a workflow is reached: at the main process, or at the process for webhooks. */
const pathOf = (id: string) => `/webhook/${id}/webhook`;

/** What starts workflows, taken by two processes and run by two others. */
export function triggerTests(cluster: () => Cluster): void {
	/** Both processes that take webhooks. */
	const doors = () => [cluster().host.url, cluster().webhooks.url];
	const toClay = async (door: string, id: string, event: string, headers = SECRET_HEADER) =>
		await fetch(door + pathOf(id), {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify({ event: 'enrichment.completed', data: { email: event } }),
		});
	const isDuplicate = async (answer: Promise<Response>): Promise<unknown> => {
		const response = await answer;
		expect(response.status).toBe(200);
		return Object(await response.json()).duplicate;
	};
	const toClarky = async (door: string, again?: SentEvent) => {
		const { clarky } = cluster().sandbox;
		const webhook = { url: door + pathOf(CLARKY_ID), token: TOKEN };
		return again === undefined
			? await clarky.send('escalation.requested', webhook)
			: await clarky.sendAgain(again.occurrence, webhook);
	};
	const duplicates = ({ outcomes }: SentEvent) =>
		outcomes.map((outcome) => Object(Object(outcome).body).duplicate);
	const texts = (part: string) =>
		cluster().sandbox.slack.messages.filter(({ text }) => text.includes(part));
	/** A call of a title that is analysed now. */
	const analysed = (title: string) => {
		const { copilot } = cluster().sandbox;
		const { id } = copilot.addCall({ title, isPrivate: false, time: Date.now() - 3_600_000 });
		copilot.setStatus(id, 'POST_PROCESSING_DONE');
	};
	const told = async (title: string) =>
		await cluster().sandbox.slack.waitForMessage(({ text }) => text.includes(title), WAIT_MS);
	/** What the workers have run of a workflow; none has failed. */
	const runs = async (id: string, count: number) => {
		const finished = await cluster().host.api.waitForExecutions(id, count);
		expect(finished.map(({ status }) => status)).toEqual(finished.map(() => 'success'));
		for (const one of finished) cluster().workerOf(one.id);
		return finished;
	};
	let clarkyEvent: SentEvent;

	beforeAll(async () => {
		const { host, sandbox } = cluster();
		await host.api.importWorkflow(await clayWorkflow(cluster(), CLAY, {}));
		await host.api.activate(CLAY);
		await publishTrigger(host, CLARKY_ID, {}, await importToken(host));
		await publishPoll(cluster());
		const name = 'Copilot webhooks (sandbox)';
		const { webhookUrl: baseUrl, webhookToken: accessToken } = sandbox.copilot;
		const data = { baseUrl, accessToken, sharedSecret: 'queue-copilot-secret-5b1f' };
		const id = await host.api.importCredential({ name, type: 'clariCopilotWebhookApi', data });
		await host.api.importWorkflow({
			id: REGISTERED,
			name: REGISTERED,
			nodes: [
				nodeOf('clariCopilotWebhookTrigger', 'Calls', 0, {
					webhookId: REGISTERED,
					parameters: { events: ['call.analyzed'] },
					credentials: { clariCopilotWebhookApi: { id, name } },
				}),
			],
			connections: {},
			settings: { executionOrder: 'v1' },
		});
		await host.api.activate(REGISTERED);
	});

	test('Clay Trigger: of many copies at once, and of one at each process, one runs', async () => {
		const [main = '', webhooks = ''] = doors();
		const copies = await Promise.all(
			Array.from({ length: 4 }, async () => await isDuplicate(toClay(webhooks, CLAY, 'one'))),
		);
		expect(copies.filter((one) => one === false)).toHaveLength(1);
		expect(await isDuplicate(toClay(main, CLAY, 'one'))).toBe(true);
		expect(await isDuplicate(toClay(main, CLAY, 'two'))).toBe(false);
		expect(await isDuplicate(toClay(webhooks, CLAY, 'two'))).toBe(true);
		for (const door of doors()) {
			const answer = await toClay(door, CLAY, 'three', { 'x-webhook-secret': 'wrong' });
			expect(answer.status).toBe(401);
		}
		await runs(CLAY, 2);
	});

	test.each(['lastNode', 'responseNode'])(
		'Clay Trigger: the answer comes from the worker (%s)',
		async (respond) => {
			const { host } = cluster();
			const id = `queueClay${respond}`;
			await host.api.importWorkflow(await clayWorkflow(cluster(), id, { respond }));
			await host.api.activate(id);
			for (const [n, door] of doors().entries()) {
				const answer = await toClay(door, id, `${respond}${n}`);
				expect(answer.status).toBe(200);
				expect(await answer.json()).toMatchObject({ row: { email: `${respond}${n}` } });
				expect(await isDuplicate(toClay(door, id, `${respond}${n}`))).toBe(true);
			}
			await runs(id, 2);
			await host.api.deactivate(id);
		},
	);

	test('Clarky Trigger: an event that comes to both processes runs once', async () => {
		const [main = '', webhooks = ''] = doors();
		clarkyEvent = await toClarky(webhooks);
		expect(duplicates(clarkyEvent)).toEqual([false]);
		expect(duplicates(await toClarky(main, clarkyEvent))).toEqual([true]);
		const { clarky, slack } = cluster().sandbox;
		for (const door of doors()) {
			const url = door + pathOf(CLARKY_ID);
			const { outcomes } = await clarky.send('contact.created', { url, token: 'wrong' });
			expect(outcomes).toMatchObject([{ status: 401 }]);
		}
		const [run] = await runs(CLARKY_ID, 1);
		const items = nodeOutput(await cluster().host.api.execution(run?.id ?? ''), CLARKY);
		expect(items).toMatchObject([{ event: 'escalation.requested' }]);
		slack.clear();
	});

	test('Clari Copilot Webhook Trigger: registered once, by the main process', async () => {
		const { copilot } = cluster().sandbox;
		expect(copilot.webhooks).toMatchObject([{ events: ['call.analyzed'] }]);
		const registrations = copilot.journal.filter({ route: 'copilotWebhooks', method: 'POST' });
		expect(registrations).toHaveLength(1);
		const url = new URL(copilot.webhooks[0]?.url ?? '');
		const body = JSON.stringify({ event: 'call.analyzed', call_id: 'queue-call-1' });
		const headers = { 'content-type': 'application/json' };
		for (const [n, door] of doors().entries()) {
			const at = door + url.pathname;
			expect((await fetch(at, { method: 'POST', headers, body })).status).toBe(401);
			const answer = fetch(at + url.search, { method: 'POST', headers, body });
			expect(await isDuplicate(answer)).toBe(n > 0);
		}
		await runs(REGISTERED, 1);
	});

	test('Clari Copilot Trigger: the main process polls, workers run', async () => {
		analysed('Queue call one');
		await told('Queue call one');
		analysed('Queue call two');
		await told('Queue call two');
	});

	test('after a restart of the main process nothing runs again, and what is new does', async () => {
		const { host, sandbox } = cluster();
		await runs(POLLED, 2);
		await host.kill();
		analysed('While main was down');
		const [, webhooks = ''] = doors();
		// Webhooks go on.
		expect(await isDuplicate(toClay(webhooks, CLAY, 'one'))).toBe(true);
		expect(await isDuplicate(toClay(webhooks, CLAY, 'while main was down'))).toBe(false);
		await host.start();
		await told('While main was down');
		for (const event of ['one', 'two', 'while main was down']) {
			for (const door of doors()) expect(await isDuplicate(toClay(door, CLAY, event))).toBe(true);
		}
		for (const door of doors()) {
			expect(duplicates(await toClarky(door, clarkyEvent))).toEqual([true]);
		}
		expect(await isDuplicate(toClay(host.url, CLAY, 'four'))).toBe(false);
		await runs(CLAY, 4);
		await runs(CLARKY_ID, 1);
		expect(sandbox.copilot.webhooks).toHaveLength(1);
		analysed('After the restart');
		await told('After the restart');
		await runs(POLLED, 4);
		for (const title of ['one', 'two']) expect(texts(`Queue call ${title}`)).toHaveLength(1);
		for (const title of ['While main was down', 'After the restart'])
			expect(texts(title)).toHaveLength(1);
		for (const id of [CLAY, CLARKY_ID, POLLED, REGISTERED]) {
			await host.api.deactivate(id);
		}
		expect(await host.api.executions(CLAY)).toHaveLength(4);
		expect(await host.api.executions(CLARKY_ID)).toHaveLength(1);
		expect(sandbox.copilot.webhooks).toEqual([]);
		expect(cluster().log()).not.toContain(SECRET);
		expect(cluster().log()).not.toContain(TOKEN);
	});
}

/**
 * Takes events and makes a row of each. The node that makes it keeps a count in the memory of the workflow, which would
 * overwrite the events there.
 */
async function clayWorkflow(
	{ host, sandbox }: Cluster,
	id: string,
	parameters: INode['parameters'],
) {
	const callback = await importCallback(host, 'Clay callback (queue)', {
		method: 'header',
		secret: SECRET,
	});
	const table: StoredCredential = await importTableWebhook(host, sandbox.clay);
	const row = {
		resource: 'row',
		operation: 'create',
		rowData: 'json',
		rowJson: '={{ $json.data }}',
		options: {},
	};
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	return {
		id,
		name: id,
		nodes: [
			nodeOf('clayTrigger', 'Enriched', 0, {
				webhookId: id,
				parameters,
				credentials: { clayCallbackApi: callback },
			}),
			nodeOf('clay', 'Make a row', 1, {
				parameters: row,
				credentials: { clayTableWebhookApi: table },
			}),
			...(parameters.respond === 'responseNode'
				? [
						{
							...nodeOf('respond', 'Answer', 2, {
								parameters: { respondWith: 'firstIncomingItem' },
							}),
							type: 'n8n-nodes-base.respondToWebhook',
							typeVersion: 1.1,
						},
						{
							...nodeOf('webhook', 'Not used', 0, { webhookId: `${id}Unused`, disabled: true }),
							type: 'n8n-nodes-base.webhook',
							typeVersion: 2,
							parameters: { path: `${id}Unused`, responseMode: 'responseNode', options: {} },
						},
					]
				: []),
		],
		connections: {
			Enriched: to('Make a row'),
			...(parameters.respond === 'responseNode' && {
				'Make a row': to('Answer'),
				'Not used': to('Make a row'),
			}),
		},
		settings: { executionOrder: 'v1' as const },
	};
}

/** Tells Slack of each call that is analysed. */
async function publishPoll({ host, sandbox }: Cluster): Promise<void> {
	const { origin: baseUrl, apiKey, apiPassword } = sandbox.copilot;
	const name = 'Clari Copilot (sandbox)';
	const data = { baseUrl, apiKey, apiPassword };
	const id = await host.api.importCredential({ name, type: 'clariCopilotApi', data });
	const workflow = localCopy(readTemplate('copilot-call-analyzed.json'), {
		copilotCredential: { id, name },
		slackUrl: sandbox.slack.webhookUrl,
		crmUrl: sandbox.crm.url,
		everySeconds: 2,
	});
	await host.api.importWorkflow({ ...workflow, id: POLLED });
	await host.api.activate(POLLED);
}

function nodeOf(type: string, name: string, column: number, more: Partial<INode>): INode {
	return {
		id: name,
		name,
		type: `n8n-nodes-revops.${type}`,
		typeVersion: 1,
		position: [column * 220, 0],
		parameters: {},
		...more,
	};
}
