import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';

import { nodeOutput, type WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { createHost } from './harness';

/*
 * The registration of a Clari Copilot Webhook Trigger in the real n8n, from the first publication to the last, and what
 * is delivered to it. The steps follow each other.
 */

const ID = 'copilotwebhook01';
const NAME = 'Clari Copilot Webhook Trigger';
const SECRET = 'e2e-copilot-secret-91b2';

let host: N8nHost;
let copilot: CopilotService;
let credential: { id: string; name: string };

beforeAll(async () => {
	copilot = await startCopilot({ settings: { registration: 'asTheSeedSays', rate: 1_000 } });
	host = await createHost('copilot-webhook');
	await host.start();
	const name = 'Copilot webhooks (sandbox)';
	const data = {
		baseUrl: copilot.webhookUrl,
		accessToken: copilot.webhookToken,
		sharedSecret: SECRET,
	};
	const id = await host.api.importCredential({ name, type: 'clariCopilotWebhookApi', data });
	credential = { id, name };
	await host.api.importWorkflow(workflow({ events: ['call.analyzed', 'call.completed'] }));
});
afterAll(async () => {
	await host?.stop();
	await copilot?.close();
});

function workflow(parameters: INodeParameters): WorkflowFile {
	return {
		id: ID,
		name: 'Calls by webhook',
		nodes: [
			{
				id: 'trigger',
				name: NAME,
				type: 'n8n-nodes-revops.clariCopilotWebhookTrigger',
				typeVersion: 1,
				webhookId: 'copilot-hook',
				position: [0, 0],
				parameters,
				credentials: { clariCopilotWebhookApi: credential },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'all' },
	};
}

const ids = () => copilot.webhooks.map(({ id }) => id);
const analysed = () => copilot.callIds({ status: 'POST_PROCESSING_DONE' })[0] ?? '';
const answersTo = async (event: string, copies: number, at: string) =>
	(await copilot.deliver(event, analysed(), { copies, at })).map(({ answer, status }) => ({
		status,
		isDuplicate: Object(answer).duplicate,
	}));

test('publishing registers the URL, with a key', async () => {
	await host.api.activate(ID);
	expect(copilot.webhooks).toMatchObject([
		{
			url: expect.stringMatching(
				/^http:\/\/localhost:\d+\/webhook\/copilot-hook\/webhook\?key=[\w-]{43}$/,
			),
			events: ['call.analyzed', 'call.completed'],
		},
	]);
});

test('each event runs once, however often it is delivered', async () => {
	for (const event of ['call.completed', 'call.analyzed']) {
		const answers = await answersTo(event, 4, '2026-09-01T10:00:00Z');
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(answers.filter(({ isDuplicate }) => isDuplicate === false)).toHaveLength(1);
	}
	const executions = await host.api.waitForExecutions(ID, 2);
	const items = await Promise.all(
		executions.map(async ({ id }) => nodeOutput(await host.api.execution(id), NAME)),
	);
	expect(items.map(([item]) => item?.event)).toEqual(['call.completed', 'call.analyzed']);
	expect(items[0]?.[0]).toMatchObject({ call: { id: analysed(), isAnalyzed: true } });
});

test('a stranger without the key is refused, and leaves nothing behind', async () => {
	const [url = ''] = copilot.webhooks.map((one) => one.url);
	for (const path of [url.split('?')[0] ?? '', `${url}x`]) {
		const answer = await fetch(path, { method: 'POST', body: '{"event":"call.analyzed"}' });
		expect(answer.status).toBe(401);
	}
	expect(await host.api.executions(ID)).toHaveLength(2);
});

test('listening in the editor registers the test URL, until the event has come', async () => {
	await host.api.runManually(ID, NAME);
	expect(copilot.webhooks.map(({ url }) => new URL(url).pathname.split('/')[1])).toEqual([
		'webhook',
		'webhook-test',
	]);
	const [test] = copilot.webhooks.slice(1);
	const body = JSON.stringify({ event: 'call.analyzed', call_id: 'only-a-test' });
	expect((await fetch(test?.url ?? '', { method: 'POST', body })).status).toBe(200);
	await host.api.waitForExecutions(ID, 3);
	// n8n removes it when it has answered.
	const deadline = Date.now() + 30_000;
	while (ids().length > 1 && Date.now() < deadline) await sleep(100);
	expect(ids()).toEqual(['webhook_1']);
});

test('a restart of n8n keeps the registration and what came before', async () => {
	copilot.journal.clear();
	await host.restart();
	expect(ids()).toEqual(['webhook_1']);
	expect(copilot.journal.entries.map(({ method }) => method)).not.toContain('POST');
	const again = await answersTo('call.analyzed', 1, '2026-09-01T10:00:00Z');
	expect(again).toEqual([{ status: 200, isDuplicate: true }]);
	const next = await answersTo('call.analyzed', 1, '2026-09-01T11:00:00Z');
	expect(next).toEqual([{ status: 200, isDuplicate: false }]);
});

test('other events are registered when the workflow is published again', async () => {
	const { nodes } = workflow({ events: ['call.completed'] });
	await host.api.updateWorkflow(ID, { nodes });
	await host.api.activate(ID);
	// n8n has the old one removed first.
	expect(copilot.webhooks).toMatchObject([{ id: 'webhook_3', events: ['call.completed'] }]);
});

test('unpublishing removes it', async () => {
	await host.api.deactivate(ID);
	expect(ids()).toEqual([]);
});

test('n8n says what to do instead when nothing is there', async () => {
	copilot.settings.registration = 'gone';
	await expect(host.api.activate(ID)).rejects.toThrow(
		/Could not register the webhook: nothing is there\. .*'Clari Copilot Trigger'/,
	);
	copilot.settings.registration = 'asTheSeedSays';
	await host.api.deactivate(ID);
	await host.api.activate(ID);
	expect(ids()).toHaveLength(1);
});

test('n8n names a registration that could not be removed, and takes it over later', async () => {
	const [id = ''] = ids();
	copilot.faults.plan({ route: 'copilotWebhooks', kind: 'status', status: 503, times: 1_000 });
	await host.api.deactivate(ID);
	expect(host.log()).toMatch(new RegExp(`Webhook ${id} may still be registered at http`));
	copilot.faults.clear();
	await host.api.activate(ID);
	expect(ids()).toEqual([id]);
	await host.api.deactivate(ID);
	expect(ids()).toEqual([]);
	for (const word of [SECRET, copilot.webhookToken]) expect(host.log()).not.toContain(word);
});
