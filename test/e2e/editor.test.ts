import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import { productionUrl } from '../../sandbox/localClay';
import type { WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { clarkyWorkflow } from './clarky';
import { clayWorkflow } from './clay';
import { createHost } from './harness';
import { alertWorkflow, importClari } from './pipeline';
import { E2E_STATE } from './state';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
	(file) => existsSync(file),
);
/** With UPDATE_SCREENSHOTS set, the pictures of the README are made anew. */
const SCREENSHOTS =
	process.env.UPDATE_SCREENSHOTS === undefined
		? path.join(E2E_STATE, 'screenshots')
		: path.resolve(__dirname, '../../docs/images');
const NODES = ['Every 4 hours', 'Export forecast', 'What changed', 'Post changes to Slack'];
const WORKFLOW = 'e2eEditorAlert01';
const CLAY_WORKFLOW = 'e2eEditorClay001';
const CLARKY_WORKFLOW = 'e2eEditorClarky1';
const COPILOT_WORKFLOW = 'e2eEditorCopilot';
const READINESS_WORKFLOW = 'e2eEditorReady01';
const CALLBACK_WORKFLOW = 'e2eEditorCallbck';

// CI always has a browser (.ci/run installs one): there, a missing one is a failure and not a reason to skip.
const withBrowser =
	CHROMIUM === undefined && process.env.CI === undefined ? describe.skip : describe;

withBrowser('the editor (needs Chromium)', () => {
	let host: N8nHost;
	let sandbox: Sandbox;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		sandbox = await startSandbox({
			clari: { organisation: { reps: 24 }, settings: { pollsUntilDone: 1 } },
		});
		host = await createHost('editor', { hasEditor: true });
		await host.start();
		// The second run has something to tell, so that its picture shows the whole way.
		const [first, second] = sandbox.clari.organisation.reps;
		sandbox.clari.organisation.script([
			[
				{ owner: first?.userId ?? '', field: 'Commit', by: 250_000 },
				{ owner: second?.userId ?? '', field: 'Best Case', set: null },
			],
		]);
		// Far enough apart that no run starts before the one before it has kept its baseline, also on a busy machine.
		await host.api.importWorkflow(await alertWorkflow(host, sandbox, WORKFLOW, 8));
		await host.api.activate(WORKFLOW);
		await sandbox.slack.waitForMessage(({ blocks }) => blocks.length > 0, 90_000);
		await host.api.deactivate(WORKFLOW);
		await host.api.importWorkflow(
			await clayWorkflow(host, sandbox, 'clay-lead-enrichment.json', CLAY_WORKFLOW),
		);

		await host.api.importWorkflow(
			await clarkyWorkflow(host, sandbox, 'clarky-no-show-follow-up.json', CLARKY_WORKFLOW),
		);
		await host.api.importWorkflow(await copilotWorkflow());
		await host.api.importWorkflow(await readinessWorkflow());

		browser = await chromium.launch({
			executablePath: CHROMIUM,
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
		});
		page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
		page.setDefaultTimeout(120_000);
		await page.goto(`${host.url}/signin`);
		await page
			.locator('input[type="email"], input[name="emailOrLdapLoginId"]')
			.fill(host.owner.email);
		await page.locator('input[type="password"]').fill(host.owner.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	});

	afterAll(async () => {
		await browser?.close();
		await host?.stop();
		await sandbox?.close();
	});

	test('shows the run of the workflow: every node with its name, and none that it does not know', async () => {
		const [, alert] = await host.api.waitForExecutions(WORKFLOW, 2);
		await page.goto(`${host.url}/workflow/${WORKFLOW}/executions/${alert?.id ?? ''}`);
		const nodes = page.locator('[data-test-id="canvas-node"]');
		for (const name of NODES) await nodes.filter({ hasText: name }).first().waitFor();
		// n8n greets a new workflow with a checklist that lies over the run.
		const checklist = page.getByText('Production Checklist');
		if (await checklist.isVisible()) await page.keyboard.press('Escape');
		await page.waitForTimeout(1_500);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'workflow-run.png') });
		expect(await nodes.filter({ hasText: /install this node|not installed/i }).count()).toBe(0);
	});

	test('shows the panel of Forecast Diff with its parameters, and what a test run found', async () => {
		const raise = sandbox.clari.organisation.reps
			.slice(0, 6)
			.map(({ userId }) => ({ owner: userId, field: 'Commit', by: 250_000 }));
		sandbox.clari.organisation.script([raise]);
		await page.goto(`${host.url}/workflow/${WORKFLOW}`);
		const node = page.locator('[data-test-id="canvas-node"]', { hasText: 'What changed' }).first();
		await node.waitFor();
		await node.dblclick();
		const panel = page.locator('[data-test-id="ndv"], [data-test-id="node-parameters"]').first();
		await panel.waitFor();
		for (const label of ['Operation', 'Compare With', 'Move Baseline', 'Threshold in Percent']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		await page.locator('[data-test-id="node-execute-button"]').first().click();
		await page.getByText('This was a test run').first().waitFor();
		for (const output of ['Changes Branch', 'Summary Branch', 'Data Quality Branch']) {
			await page.getByText(output).first().waitFor();
		}
		await page.getByText('increased').first().waitFor();
		// n8n's note that the run succeeded goes away by itself.
		await page.getByText('Node executed successfully').waitFor({ state: 'hidden' });
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'forecast-diff-panel.png') });
	});

	test('shows the panel of Clari', async () => {
		await page.goto(`${host.url}/workflow/${WORKFLOW}`);
		const node = page
			.locator('[data-test-id="canvas-node"]', { hasText: 'Export forecast' })
			.first();
		await node.waitFor();
		await node.dblclick();
		for (const label of ['Resource', 'Forecast Tab', 'Time Periods', 'Types to Export']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clari-panel.png') });
	});

	test('shows the leads on their way to Clay and back', async () => {
		await page.goto(`${host.url}/workflow/${CLAY_WORKFLOW}`);
		const nodes = page.locator('[data-test-id="canvas-node"]');
		for (const name of ['Send to Clay', 'Enriched lead', 'Tell Slack', 'Note the score']) {
			await nodes.filter({ hasText: name }).first().waitFor();
		}
		for (const output of ['Hot', 'Nurture', 'Other']) {
			await page.getByText(output, { exact: true }).first().waitFor();
		}
		await page.waitForTimeout(1_500);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clay-workflow.png') });
		expect(await nodes.filter({ hasText: /install this node|not installed/i }).count()).toBe(0);
	});

	test('shows the panel of Clay with the row that is sent', async () => {
		await openNode(CLAY_WORKFLOW, 'Send to Clay');
		for (const label of ['Resource', 'Operation', 'Row Data', 'Fields', 'Callback URL']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clay-row-panel.png') });
	});

	test('shows the panel of Clay Trigger with what to set up in Clay', async () => {
		await openNode(CLAY_WORKFLOW, 'Enriched lead');
		for (const label of ['Trigger On', 'Authentication', 'Respond', 'Skip Duplicates']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		await page.getByText('"correlation_id": "/Correlation ID"').first().waitFor();
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clay-trigger-panel.png') });
	});

	test('a credential for callbacks that is made by hand lets Clay in, and so does a new secret', async () => {
		const secrets = ['typed-by-hand-7d1f0c', 'typed-anew-93b52d81'];
		await page.goto(`${host.url}/home/credentials/create`);
		const types = page.locator('[data-test-id="new-credential-type-select"] input');
		await types.fill('Clay Callback');
		await page.getByText('Clay Callback API', { exact: true }).last().click();
		await page.locator('[data-test-id="new-credential-type-button"]').click();
		const id = await saveSecret(secrets[0] ?? '', 'POST');

		const name = 'Clay Callback account';
		const url = await serveCallbacks({ clayCallbackApi: { id, name } });
		const statuses = async () => {
			const answers = secrets.map(async (secret) => (await callBack(url, secret)).status);
			return await Promise.all(answers);
		};
		expect(await statuses()).toEqual([200, 401]);

		await page.goto(`${host.url}/home/credentials/${id}`);
		expect(await saveSecret(secrets[1] ?? '', 'PATCH')).toBe(id);
		expect(await statuses()).toEqual([401, 200]);
	});

	test('shows what a readiness check found, and what to do about it', async () => {
		await openNode(READINESS_WORKFLOW, 'Check readiness');
		for (const label of ['Forecast Tab', 'Types to Export', 'Include Test Export']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		await page.locator('[data-test-id="node-execute-button"]').first().click();
		await page.getByText('Credential accepted').first().waitFor();
		const table = page.locator('[data-test-id="output-panel"]').getByText('Table', { exact: true });
		if (await table.isVisible()) await table.click();
		await page.getByText('There are no rows of crm_closed.').first().waitFor();
		await page.getByText('Node executed successfully').waitFor({ state: 'hidden' });
		const size = page.viewportSize();
		// Room for all checks, and for what to do about each.
		await page.setViewportSize({ width: 2_100, height: 1_600 });
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'readiness.png') });
		if (size) await page.setViewportSize(size);
	});

	test('shows what follows a no-show in Clarky', async () => {
		await page.goto(`${host.url}/workflow/${CLARKY_WORKFLOW}`);
		const nodes = page.locator('[data-test-id="canvas-node"]');
		for (const name of ['No-show', 'Create task in CRM', 'Wait an hour', 'Tell the team']) {
			await nodes.filter({ hasText: name }).first().waitFor();
		}
		await page.waitForTimeout(1_500);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clarky-workflow.png') });
		expect(await nodes.filter({ hasText: /install this node|not installed/i }).count()).toBe(0);
	});

	test('shows the panel of Clarky Trigger with the steps in Clarky, and a template to copy', async () => {
		const size = page.viewportSize();
		// All of the notices, which are longer than the panel usually is.
		await page.setViewportSize({ width: 1440, height: 1240 });
		await openNode(CLARKY_WORKFLOW, 'No-show');
		for (const label of ['Trigger On', 'Authentication', 'HTTP Methods', 'Respond']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		// In the editor of a parameter that is JSON, to be copied from there.
		const template = page.locator('.cm-content', { hasText: '{{timestamp}}' }).last();
		expect(await template.innerText()).toContain('"event": "{{event}}"');
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clarky-trigger-panel.png') });
		if (size) await page.setViewportSize(size);
	});

	test('shows the panel of Clari Copilot', async () => {
		await openNode(COPILOT_WORKFLOW, 'Calls of last week');
		for (const label of ['Resource', 'Operation', 'Filters', 'Include Details']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clari-copilot-panel.png') });
	});

	test('shows the panel of Clari Copilot Trigger', async () => {
		await openNode(COPILOT_WORKFLOW, 'New calls');
		for (const label of ['Poll Times', 'Trigger On']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clari-copilot-trigger-panel.png') });
	});

	test('shows the panel of Clari Copilot Webhook Trigger', async () => {
		await openNode(COPILOT_WORKFLOW, 'Call analyzed');
		for (const label of ['Trigger On', 'Authentication', 'Respond']) {
			await page.getByText(label, { exact: true }).first().waitFor();
		}
		await page.waitForTimeout(1_000);
		await page.screenshot({ path: path.join(SCREENSHOTS, 'clari-copilot-webhook-panel.png') });
	});

	/** Types a secret into the open form of a credential and saves that, all else as the editor has it. Returns its ID. */
	async function saveSecret(secret: string, method: 'PATCH' | 'POST'): Promise<string> {
		await page.locator('[data-test-id="parameter-input-secret"] input').fill(secret);
		const saved = page.waitForResponse(
			(response) =>
				response.request().method() === method &&
				/\/rest\/credentials(\/(?!test)\w+)?$/.test(new URL(response.url()).pathname),
		);
		await page.locator('[data-test-id="credential-save-button"]').click();
		const { data }: { data: { id: string } } = await (await saved).json();
		return data.id;
	}

	/** Publishes a Clay Trigger with its defaults. Returns where Clay reaches it. */
	async function serveCallbacks(credentials: INode['credentials']): Promise<string> {
		const workflow: WorkflowFile = {
			id: CALLBACK_WORKFLOW,
			name: 'Callbacks of Clay',
			nodes: [
				{
					id: 'trigger',
					name: 'Clay Trigger',
					type: 'n8n-nodes-revops.clayTrigger',
					typeVersion: 1,
					position: [0, 0],
					webhookId: 'e2e-editor-callback',
					parameters: {},
					credentials,
				},
			],
			connections: {},
			settings: { executionOrder: 'v1' },
		};
		await host.api.importWorkflow(workflow);
		await host.api.activate(CALLBACK_WORKFLOW);
		return productionUrl(host, workflow);
	}

	async function callBack(url: string, secret: string): Promise<Response> {
		return await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-webhook-secret': secret },
			body: JSON.stringify({ correlation_id: 'n8n-1', icp_score: 91 }),
		});
	}

	/** A list of calls, and the two triggers. */
	async function copilotWorkflow(): Promise<WorkflowFile> {
		const { origin: baseUrl, apiKey, apiPassword, webhookUrl, webhookToken } = sandbox.copilot;
		const store = async (name: string, type: string, data: IDataObject) => ({
			[type]: { id: await host.api.importCredential({ name, type, data }), name },
		});
		const api = { baseUrl, apiKey, apiPassword };
		const apiCredential = await store('Clari Copilot (sandbox)', 'clariCopilotApi', api);
		const webhook = {
			baseUrl: webhookUrl,
			accessToken: webhookToken,
			sharedSecret: 'secret-of-the-picture',
		};
		return {
			id: COPILOT_WORKFLOW,
			name: 'Calls of last week',
			nodes: [
				{
					id: 'schedule',
					name: 'Every Monday',
					type: 'n8n-nodes-base.scheduleTrigger',
					typeVersion: 1.2,
					position: [0, 0],
					parameters: { rule: { interval: [{ field: 'weeks', triggerAtDay: [1] }] } },
				},
				{
					id: 'calls',
					name: 'Calls of last week',
					type: 'n8n-nodes-revops.clariCopilot',
					typeVersion: 1,
					position: [220, 0],
					parameters: {
						resource: 'call',
						operation: 'getMany',
						filters: { startedAfter: '={{ $today.minus({ weeks: 1 }) }}' },
						includeDetails: true,
					},
					credentials: apiCredential,
				},
				{
					id: 'trigger',
					name: 'New calls',
					type: 'n8n-nodes-revops.clariCopilotTrigger',
					typeVersion: 1,
					position: [0, 440],
					parameters: {},
					credentials: apiCredential,
				},
				{
					id: 'webhook',
					name: 'Call analyzed',
					type: 'n8n-nodes-revops.clariCopilotWebhookTrigger',
					typeVersion: 1,
					position: [0, 220],
					webhookId: 'e2e-editor-copilot',
					parameters: {},
					credentials: await store('Copilot webhook (sandbox)', 'clariCopilotWebhookApi', webhook),
				},
			],
			connections: {
				'Every Monday': { main: [[{ node: 'Calls of last week', type: 'main', index: 0 }]] },
			},
			settings: { executionOrder: 'v1' },
		};
	}

	/** A check every morning, whose failures would go on to Slack. */
	async function readinessWorkflow(): Promise<WorkflowFile> {
		const id = await importClari(host, sandbox);
		return {
			id: READINESS_WORKFLOW,
			name: 'Is Clari ready?',
			nodes: [
				{
					id: 'schedule',
					name: 'Every morning',
					type: 'n8n-nodes-base.scheduleTrigger',
					typeVersion: 1.2,
					position: [0, 0],
					parameters: { rule: { interval: [{ triggerAtHour: 7 }] } },
				},
				{
					id: 'check',
					name: 'Check readiness',
					type: 'n8n-nodes-revops.clari',
					typeVersion: 1,
					position: [220, 0],
					parameters: {
						resource: 'account',
						operation: 'checkReadiness',
						forecastId: { __rl: true, mode: 'id', value: 'forecast' },
						typesToExport: ['forecast', 'quota', 'crm_closed'],
					},
					credentials: { clariApi: { id, name: 'Clari (sandbox)' } },
				},
			],
			connections: {
				'Every morning': { main: [[{ node: 'Check readiness', type: 'main', index: 0 }]] },
			},
			settings: { executionOrder: 'v1' },
		};
	}

	async function openNode(workflow: string, name: string): Promise<void> {
		await page.goto(`${host.url}/workflow/${workflow}`);
		const node = page.locator('[data-test-id="canvas-node"]', { hasText: name }).first();
		await node.waitFor();
		await node.dblclick();
	}
});
