import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import { monthOfReports } from '../../render/exportReports';
import { NARROW } from '../../render/scenes';
import { localWorkflow } from '../pipeline';
import { E2E_STATE } from '../state';
import type { Stack } from './stack';
import { LOGIN } from './stack';
import { storedReport } from './storedReport';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
	(file) => existsSync(file),
);
// CI always has one (.ci/run installs it): there, a missing one is a failure and not a reason to skip.
const withBrowser = CHROMIUM === undefined && process.env.CI === undefined ? test.skip : test;
/** With UPDATE_SCREENSHOTS set, the pictures of the documentation are made anew. */
const SCREENSHOTS =
	process.env.UPDATE_SCREENSHOTS === undefined
		? path.join(E2E_STATE, 'screenshots')
		: path.resolve(__dirname, '../../../docs/images');

/** The page, and who can see it. */
export function dashboardTests(stack: () => Stack): void {
	const FLOW = 'e2eHealthPage001';
	const EVIL = `<script>document.title = 'taken over'</script>`;
	let address: string;
	let browser: Browser | undefined;
	let page: Page | undefined;

	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		address = `${stack().host.url}/webhook/clari-export-health`;
		if (CHROMIUM === undefined) return;
		browser = await chromium.launch({
			executablePath: CHROMIUM,
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
		});
	});
	afterEach(async () => await page?.close());
	afterAll(async () => {
		await browser?.close();
	});

	const get = async (user?: string, password?: string) => {
		const token = Buffer.from(`${user}:${password}`).toString('base64');
		return await fetch(address, {
			headers: user === undefined ? {} : { authorization: `Basic ${token}` },
		});
	};

	/** Opens the page as somebody who has the login, and checks that nothing is loaded or run. */
	async function open(width: number, dark = false): Promise<Page> {
		if (browser === undefined) throw new Error('There is no browser');
		page = await browser.newPage({
			viewport: { width, height: 700 },
			deviceScaleFactor: 1.5,
			colorScheme: dark ? 'dark' : 'light',
			httpCredentials: { username: LOGIN.user, password: LOGIN.password },
		});
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		const complaints: string[] = [];
		page.on('console', (message) => complaints.push(message.text()));
		await page.goto(address, { waitUntil: 'load' });
		expect(requests.filter((url) => url !== address && !url.endsWith('/favicon.ico'))).toEqual([]);
		expect(complaints).toEqual([]);
		return page;
	}

	const shot = async (shown: Page, name: string) =>
		await shown.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true });

	test('shows nothing without a login, and nothing without the right one', async () => {
		await stack().keepOnly([storedReport(1, { forecastId: 'secret_tab' })]);
		const bare = await localWorkflow(
			stack().host,
			stack().sandbox,
			'clari-health-dashboard.json',
			FLOW,
		);
		await stack().host.api.importWorkflow(bare);
		// As it is imported, without a credential, it cannot be published.
		await expect(stack().host.api.activate(FLOW)).rejects.toThrow('Missing required credential');
		expect((await get()).status).toBe(404);

		const closed = await localWorkflow(
			stack().host,
			stack().sandbox,
			'clari-health-dashboard.json',
			FLOW,
			{
				basicAuthCredential: await stack().importLogin(),
			},
		);
		await stack().host.api.updateWorkflow(FLOW, { nodes: closed.nodes });
		await stack().host.api.activate(FLOW);
		for (const [user, password] of [[], [LOGIN.user, 'wrong'], ['', LOGIN.password]]) {
			const refused = await get(user, password);
			expect([user, refused.status]).toEqual([user, 401]);
			expect(await refused.text()).not.toContain('secret_tab');
		}
		const answer = await get(LOGIN.user, LOGIN.password);
		expect(answer.status).toBe(200);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'referrer-policy': 'no-referrer',
		});
		expect(await answer.text()).toContain('secret_tab');
	});

	withBrowser('has the figures of the reports in the table', async () => {
		const phases = (seconds: number) => ({ queueMs: seconds * 100, totalMs: seconds * 1_000 });
		await stack().keepOnly([
			...Array.from({ length: 18 }, (_, index) => storedReport(100 - index, phases(index + 1))),
			storedReport(72, { ...phases(19), quotaLeft: 300, quotaTotal: 1_000, rows: 1_200 }),
			storedReport(0, { quotaLeft: 240, quotaTotal: 1_000, rows: 1_260 }),
			storedReport(3, {
				forecastId: EVIL,
				outcome: 'failed',
				jobId: 'job-7',
				errorMessage: `<img src="x" onerror="alert(1)"> ended as FAILED`,
				workflowId: FLOW,
				workflowName: 'Export',
				executionId: '12',
			}),
		]);
		// The looks of the test before were not stored.
		expect(await stack().host.api.executions(FLOW)).toEqual([]);
		const shown = await open(1120);
		const text = (await shown.locator('body').innerText()).replace(/\s+/g, ' ');
		const emptyOn = DateTime.utc().plus({ days: 12 }).toFormat('d LLL yyyy');
		for (const part of [
			'95.2% 20 of 21 exports',
			'just now',
			'19 s half take 10 s or less',
			'240 of 1,000 exports (24%)',
			`43 used a day: used up on ${emptyOn}`,
			`At this pace the quota of exports is used up on ${emptyOn}.`,
			`The last export failed for: ${EVIL}.`,
			'Queueing the job 1 s 1.9 s 1.9 s 19',
			'Total 10 s 19 s 19 s 19',
			'20 of 20 (100%) 1,260 (+60)',
			'job-7',
			'<img src="x" onerror="alert(1)"> ended as FAILED',
		]) {
			expect(text).toContain(part);
		}
		expect(await shown.title()).toBe('Clari export health');
		expect(await shown.locator('script, img, main [style]').count()).toBe(0);
		expect(await shown.locator('a').getAttribute('href')).toBe(
			`${stack().editorUrl()}/workflow/${FLOW}/executions/12`,
		);
	});

	withBrowser('can be read in light and dark, and on a phone', async () => {
		const month = monthOfReports(Date.now());
		await stack().keepOnly(month);
		const light = await open(1120);
		await shot(light, 'health-dashboard');
		expect(await light.locator('body').innerText()).toContain(`of ${month.length - 1} exports`);
		await light.close();
		const dark = await open(1120, true);
		await shot(dark, 'health-dashboard-dark');
		expect(
			await dark.evaluate('getComputedStyle(document.querySelector(".card")).backgroundColor'),
		).toBe('rgb(27, 33, 43)');
		await dark.close();
		const phone = await open(NARROW);
		await phone.screenshot({
			path: path.join(E2E_STATE, 'screenshots', 'health-dashboard-phone.png'),
			fullPage: true,
		});
		const sticksOut = await phone.evaluate(`[...document.querySelectorAll('main *')]
			.filter((element) => !element.closest('svg') && element.getBoundingClientRect().right > innerWidth)
			.map((element) => element.tagName + ' ' + element.textContent)`);
		expect(sticksOut).toEqual([]);
	});
}
