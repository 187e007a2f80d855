import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import { writeAlert } from '../../nodes/ForecastDiff/alert';
import { slackPage } from '../render/slackPage';
import { teamsPage } from '../render/teamsPage';
import { board, hostile, NARROW, type Scene } from '../render/scenes';
import { E2E_STATE } from './state';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
	(file) => existsSync(file),
);
/**
 * With UPDATE_SCREENSHOTS set, the pictures of the documentation are made anew. They look as in the real programs where
 * fonts like theirs are installed (Debian: fonts-liberation, fonts-lato, fonts-noto-color-emoji).
 */
const DOCUMENTED = process.env.UPDATE_SCREENSHOTS !== undefined;
const IMAGES = path.resolve(__dirname, '../../docs/images');
const SCRATCH = path.join(E2E_STATE, 'screenshots');

// CI always has a browser (.ci/run installs one): there, a missing one is a failure and not a reason to skip.
const withBrowser =
	CHROMIUM === undefined && process.env.CI === undefined ? describe.skip : describe;

const FORMATS = ['email', 'teams', 'slack'] as const;
type FormatName = (typeof FORMATS)[number];

function pageOf(format: FormatName, { counts, dataQuality, options }: Scene): string {
	const alert = writeAlert(counts, dataQuality, options);
	if (format === 'email') return alert.html;
	return format === 'teams' ? teamsPage(alert.adaptiveCard) : slackPage(alert.blocks);
}

withBrowser('the alert as people see it (needs Chromium)', () => {
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		mkdirSync(SCRATCH, { recursive: true });
		browser = await chromium.launch({
			executablePath: CHROMIUM,
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
		});
	});

	afterAll(async () => {
		await browser?.close();
	});

	afterEach(async () => {
		await page?.close();
	});

	async function show(html: string, width: number, file: string, dark = false): Promise<void> {
		page = await browser.newPage({
			viewport: { width, height: 400 },
			deviceScaleFactor: 1.5,
			colorScheme: dark ? 'dark' : 'light',
		});
		// Nothing may be loaded from anywhere.
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		await page.setContent(html, { waitUntil: 'load' });
		await page.screenshot({ path: file, fullPage: true });
		expect(requests).toEqual([]);
	}

	/** Elements that stick out of the page, or out of a box that cuts off what sticks out. */
	async function overflowing(): Promise<string[]> {
		return await page.evaluate(`(() => {
			const width = document.documentElement.clientWidth;
			return [...document.body.querySelectorAll('*')]
				.filter((element) => {
					if (element.closest('script, style')) return false;
					const box = element.getBoundingClientRect();
					return box.right > width + 1 || box.left < -1 || element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
				})
				.map((element) => element.tagName + ': ' + element.textContent.slice(0, 60));
		})()`);
	}

	const text = async () => await page.locator('body').innerText();

	describe.each(FORMATS)('%s', (format) => {
		const width = format === 'slack' ? 860 : 760;

		test('the changes of a morning: everything is there, and nothing sticks out', async () => {
			const folder = DOCUMENTED ? IMAGES : SCRATCH;
			await show(pageOf(format, board()), width, path.join(folder, `alert-${format}.png`));
			expect(await overflowing()).toEqual([]);
			const visible = await text();
			for (const part of board().visible) expect(visible).toContain(part);
		});

		test('names that are not nice stay names', async () => {
			const file = path.join(SCRATCH, `alert-${format}-hostile.png`);
			await show(pageOf(format, hostile()), width, file);
			expect(await overflowing()).toEqual([]);
			const visible = await text();
			for (const part of hostile().visible) expect(visible).toContain(part);
			expect(await page.locator('mark, code, s, i, em, strong, ul, ol').count()).toBe(0);
			for (const link of await page.locator('a').all()) {
				expect(await link.getAttribute('href')).not.toContain('evil');
			}
		});

		test('on the screen of a phone nothing sticks out', async () => {
			for (const [name, scene] of [
				['board', board()],
				['hostile', hostile()],
			] as const) {
				const file = path.join(SCRATCH, `alert-${format}-${name}-phone.png`);
				await show(pageOf(format, scene), NARROW, file);
				expect(await overflowing()).toEqual([]);
			}
		});
	});

	test('the e-mail can be read in dark mode', async () => {
		const file = path.join(SCRATCH, 'alert-email-dark.png');
		await show(pageOf('email', board()), 760, file, true);
		const background = await page.evaluate(
			'getComputedStyle(document.querySelector(".card")).backgroundColor',
		);
		expect(background).toBe('rgb(27, 33, 43)');
	});
});
