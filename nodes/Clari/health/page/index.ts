import { createHash } from 'node:crypto';

import { isQuotaShort } from '../attention';
import type { ExportHealth } from '../health';
import type { QuotaBurnDown } from '../quota';
import { ago, at, count, duration, number, percent } from '../words';
import { daysChart } from './daysChart';
import { failuresTable } from './failuresTable';
import { Html, markup } from './markup';
import { latencyTable } from './latencyTable';
import { quotaChart } from './quotaChart';
import { STYLE_SHEET } from './style';
import { subjectsTable } from './subjectsTable';

export interface PageSettings {
	title: string;
	/** At most so many failures are listed. */
	failuresShown: number;
	/** Where the editor of n8n is, with a slash at its end; without it executions are named and not linked. */
	baseUrl?: string;
}

/** A share of completed exports that needs no colour. */
const GOOD_RATE = 0.95;

/** More organizations than that make the page long. */
const MOST_QUOTAS = 4;

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Nothing is loaded, run or sent anywhere: only this one style sheet counts, by its hash. It stands in the page because
 * n8n puts its own policy into the header of an answer and drops any other (2.41).
 */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE_SHEET).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/**
 * The dashboard as a complete page.
 *
 * @param attention sentences about what somebody should look at
 */
export function dashboardPage(
	health: ExportHealth,
	attention: readonly string[],
	{ title, failuresShown, baseUrl }: PageSettings,
): string {
	const { from, to, timeZone, quotas, failures } = health;
	return markup`<!DOCTYPE html>
<html lang="en" dir="ltr">
	<head>
		<meta charset="utf-8" />
		<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<meta name="color-scheme" content="light dark" />
		<meta name="referrer" content="no-referrer" />
		<meta name="robots" content="noindex" />
		<title>${title}</title>
		<style>${new Html(STYLE_SHEET)}</style>
	</head>
	<body>
		<main>
			<header>
				<h1><bdi>${title}</bdi></h1>
				<p class="muted">${at(from, timeZone, 'date')} to ${at(to, timeZone)} (${timeZone})</p>
			</header>
			${status(attention)}
			<div class="grid">
				${tiles(health)}
				<section class="card half">
					<div class="head">
						<h2>Runs per day</h2>
						<p class="muted">
							<span class="key">completed</span><span class="key failed">failed</span>
						</p>
					</div>
					${daysChart(health)}
					${knownSinceNote(health)}
				</section>
				<section class="card half">
					<div class="head">
						<h2>Export quota</h2>
						<p class="muted">${quotas.length > 1 ? 'by credential' : quotaWords(quotas[0], health)}</p>
					</div>
					${
						quotas.length === 0
							? markup`<p class="muted">No report has the quota in it.</p>`
							: quotas
									.slice(0, MOST_QUOTAS)
									.map((quota) => quotaSection(quota, health, quotas.length > 1))
					}
				</section>
				<section class="card">
					<div class="head">
						<h2>How long exports take</h2>
						<p class="muted">completed exports, each job once; line: p50 to p99, dot: p95</p>
					</div>
					${latencyTable(health)}
				</section>
				<section class="card">
					<div class="head">
						<h2>By forecast tab</h2>
						<p class="muted">rows compared with the export of the same quarter before</p>
					</div>
					${subjectsTable(health)}
				</section>
				<section class="card">
					<div class="head"><h2>Last failures</h2></div>
					${failuresTable(failures, failuresShown, timeZone, baseUrl)}
				</section>
			</div>
			<footer class="muted">
				An export whose job was fetched later has completed. ${testRunsNote(health)} Quota: Clari counts
				the exports of the last 30 days, so each comes back 30 days after it was made; the dashed line is
				the pace of the last week with those that come back. Percentiles are values that were measured
				(nearest rank).
			</footer>
		</main>
	</body>
</html>
`.source;
}

function status(attention: readonly string[]): Html {
	if (attention.length === 0) {
		return markup`<section class="status">All is well: nothing needs attention.</section>`;
	}
	return markup`<section class="status bad">
		<ul>
			${attention.map((sentence) => markup`<li><bdi>${sentence}</bdi></li>`)}
		</ul>
	</section>`;
}

/** The days of the page may begin before the reports do. */
function knownSinceNote({ knownSince, from, timeZone }: ExportHealth): Html | null {
	if (knownSince === null || knownSince < from + DAY_MS) return null;
	return markup`<p class="muted">The oldest report is of ${at(knownSince, timeZone, 'date')}: of the days before, none is stored or was read.</p>`;
}

function testRunsNote({ testRuns }: ExportHealth): string {
	return testRuns === 0
		? ''
		: `${count(testRuns, 'test run')} in the editor ${testRuns === 1 ? 'is' : 'are'} not counted, but for the quota.`;
}

function quotaSection(quota: QuotaBurnDown, health: ExportHealth, isNamed: boolean): Html {
	const { from, to, timeZone } = health;
	return markup`${
		isNamed
			? markup`<p class="muted"><bdi>${quota.account ?? 'other'}</bdi>: ${number(quota.left)} left. ${quotaWords(quota, health)}</p>`
			: null
	}${quotaChart(quota, from, to, timeZone)}`;
}

function tiles(health: ExportHealth): Html[] {
	const { completionRate, runs, failed, fetchedLater, latency, lastCompletedAt, to } = health;
	const { quotas, timeZone } = health;
	const [quota] = quotas;
	const { total } = latency;
	const later = fetchedLater === 0 ? '' : `, ${number(fetchedLater)} fetched later`;
	return [
		tile(
			'Completed',
			completionRate === null ? '–' : percent(completionRate),
			`${number(runs - failed)} of ${count(runs, 'export')}${later}`,
			completionRate !== null && completionRate < GOOD_RATE,
		),
		tile(
			'Time for an export, p95',
			total === null ? '–' : duration(total.p95),
			total === null ? 'nothing measured' : `half take ${duration(total.p50)} or less`,
		),
		tile(
			quota?.account == null ? 'Quota left' : `Quota left: ${quota.account}`,
			quota === undefined ? '–' : number(quota.left),
			quota === undefined ? 'not reported' : quotaTotal(quota, to),
			isQuotaShort(quota, to),
		),
		tile(
			'Last completed export',
			lastCompletedAt === null ? 'none' : ago(to - lastCompletedAt),
			lastCompletedAt === null ? 'in these days' : at(lastCompletedAt, timeZone),
			lastCompletedAt === null,
		),
	];
}

function tile(name: string, figure: string, words: string, isBad = false): Html {
	return markup`<section class="card tile">
		<p class="muted"><bdi>${name}</bdi></p>
		<p class="figure${isBad ? ' bad' : ''}">${figure}</p>
		<p class="muted">${words}</p>
	</section>`;
}

function quotaTotal({ total, left, isStale, measuredAt }: QuotaBurnDown, now: number): string {
	if (isStale) return `measured ${ago(now - measuredAt)}`;
	if (total === null || total <= 0) return 'exports';
	return `of ${number(total)} exports (${percent(left / total)})`;
}

function quotaWords(quota: QuotaBurnDown | undefined, { to, timeZone }: ExportHealth): string {
	if (quota === undefined) return '';
	const { perDay, emptyAt, left, isStale, measuredAt } = quota;
	if (isStale) return `last measured ${ago(to - measuredAt)}`;
	if (left <= 0) return 'used up';
	if (perDay === null) return 'not measured long enough for a projection';
	const pace = `${number(perDay < 10 ? perDay : Math.round(perDay))} used a day`;
	return emptyAt === null
		? `${pace}: lasts at this pace`
		: `${pace}: used up on ${at(emptyAt, timeZone, 'date')}`;
}
