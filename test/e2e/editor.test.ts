import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { clayWorkflow } from './clay';
import { createHost } from './harness';
import { alertWorkflow } from './pipeline';
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
		host = await createHost('editor');
		await host.start();
		// The second run has something to tell, so that its picture shows the whole way.
		const [first, second] = sandbox.clari.organisation.reps;
		sandbox.clari.organisation.script([
			[
				{ owner: first?.userId ?? '', field: 'Commit', by: 250_000 },
				{ owner: second?.userId ?? '', field: 'Best Case', set: null },
			],
		]);
		await host.api.importWorkflow(await alertWorkflow(host, sandbox, WORKFLOW));
		await host.api.activate(WORKFLOW);
		await sandbox.slack.waitForMessage(({ blocks }) => blocks.length > 0, 90_000);
		await host.api.deactivate(WORKFLOW);
		await host.api.importWorkflow(
			await clayWorkflow(host, sandbox, 'clay-lead-enrichment.json', CLAY_WORKFLOW),
		);

		browser = await chromium.launch({
			executablePath: CHROMIUM,
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
		});
		page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
		page.setDefaultTimeout(30_000);
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

	async function openNode(workflow: string, name: string): Promise<void> {
		await page.goto(`${host.url}/workflow/${workflow}`);
		const node = page.locator('[data-test-id="canvas-node"]', { hasText: name }).first();
		await node.waitFor();
		await node.dblclick();
	}
});
