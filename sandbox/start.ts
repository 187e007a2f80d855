import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { print, withStep } from '../scripts/progress';
import { startClayTour } from './clayTour';
import { localCopy, readTemplate } from './localTemplate';
import type { LocalSettings } from './localTemplate';
import { packPackage } from './n8n/communityPackage';
import { N8nHost } from './n8n/host';
import { HostProcess } from './n8n/hostProcess';
import { installN8n } from './n8n/install';
import { SANDBOX_STATE } from './n8n/paths';
import { isPortFree } from './n8n/ports';
import { slackHeadline, slackPreview } from './slackPreview';
import { parseStartOptions, USAGE } from './startOptions';
import type { StartOptions } from './startOptions';
import { startSandbox } from './vendors';
import type { Sandbox, SlackMessage } from './vendors';

const TEMPLATE = 'forecast-change-alert.json';
const USER_FOLDER = path.join(SANDBOX_STATE, 'n8n');
const CREDENTIAL = 'Clari (sandbox)';

const ALERT_MS = 180_000;
const WATCH_MS = 500;
/** Until the first alert the schedule is in a hurry; afterwards it leaves time to read. */
const FIRST_SECONDS = 3;
const LATER_SECONDS = 60;

/** What has been started and must be ended. */
interface Running {
	host?: N8nHost;
	sandbox?: Sandbox;
}

/** `npm start`: the whole alert pipeline on this machine. Sets the exit code: 0 when the alert arrived or Ctrl-C ended it. */
export async function main(args: readonly string[]): Promise<void> {
	const options = parseStartOptions(args);
	if (options === undefined) return print(USAGE);
	const ending = new AbortController();
	const running: Running = {};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => ending.abort());
	}
	try {
		await run(options, running, ending.signal);
	} catch (error) {
		if (ending.signal.aborted) {
			process.exitCode = 130;
		} else {
			print(`\n${error instanceof Error ? error.message : String(error)}`);
			process.exitCode = 1;
			// Ends what ran beside the step that failed.
			ending.abort();
		}
	} finally {
		if (running.host) await withStep('Ending n8n', async () => await running.host?.stop());
		await running.sandbox?.close();
	}
}

async function run(options: StartOptions, running: Running, signal: AbortSignal): Promise<void> {
	const startedAt = Date.now();
	await claim(options.port);
	// Jobs that end at the second look, and no quota that a day of alerts would use up.
	const sandbox = await startSandbox({
		clari: {
			// Lively enough for an alert worth reading.
			organisation: { reps: 40, movementRate: 0.5 },
			settings: { pollsUntilDone: 2, monthlyQuota: 1_000_000 },
		},
	});
	running.sandbox = sandbox;
	const [tarball] = await Promise.all([
		withStep(
			'Building the package',
			async () => await packPackage(path.join(SANDBOX_STATE, 'package'), signal),
			{ expectedSeconds: 8 },
		),
		installN8n(signal),
	]);
	const host = new N8nHost({ userFolder: USER_FOLDER, port: options.port });
	running.host = host;
	await withStep(
		'Installing the package in n8n',
		async () => await host.installPackage(tarball, signal),
		{ expectedSeconds: 4 },
	);
	await withStep('Starting n8n', async () => await host.start(signal), { expectedSeconds: 8 });
	const template = readTemplate(TEMPLATE);
	const settings = await withStep('Importing credential and workflow', async () => {
		return await importAll(host, sandbox);
	});
	const workflowId = template.id ?? '';
	const alert = await withStep(`Waiting for the alert of "${template.name}"`, async () => {
		return await firstAlert(host, sandbox, workflowId, signal);
	});
	print(`\nSlack received, ${Math.round((Date.now() - startedAt) / 1000)} s after the start:\n`);
	print(slackPreview(alert).replace(/^/gm, '  │ '));
	if (options.once) return;

	const calmer = localCopy(template, { ...settings, everySeconds: LATER_SECONDS });
	await host.api.updateWorkflow(workflowId, { nodes: calmer.nodes });
	await host.api.activate(workflowId);
	const leadsId = await withStep(
		'Importing the workflow that enriches leads',
		async () => await startClayTour(host, sandbox, LATER_SECONDS),
	);
	print(whereToLook(host, sandbox, options.port, workflowId, leadsId));
	await watch(host, sandbox, signal);
}

/** Makes sure that no earlier run, and nobody else, is in the way. */
async function claim(port: number): Promise<void> {
	mkdirSync(SANDBOX_STATE, { recursive: true });
	await HostProcess.endLeftover(USER_FOLDER);
	if (!(await isPortFree(port))) {
		throw new Error(
			`Port ${port} is in use on this machine. Choose another one: npm start -- --port ${port + 1}`,
		);
	}
	rmSync(path.join(SANDBOX_STATE, 'package'), { recursive: true, force: true });
}

async function importAll(host: N8nHost, sandbox: Sandbox): Promise<LocalSettings> {
	const { v4Url, token } = sandbox.clari;
	const id = await host.api.importCredential({
		name: CREDENTIAL,
		type: 'clariApi',
		data: { apiProfile: 'v4', baseUrl: v4Url, apiToken: token },
	});
	const settings: LocalSettings = {
		clariCredential: { id, name: CREDENTIAL },
		slackUrl: sandbox.slack.webhookUrl,
		everySeconds: FIRST_SECONDS,
	};
	const saved = await host.api.importWorkflow(localCopy(readTemplate(TEMPLATE), settings));
	await host.api.activate(saved.id);
	return settings;
}

/** The first run stores the baseline, the second finds what has moved since. */
async function firstAlert(
	host: N8nHost,
	{ slack }: Sandbox,
	workflowId: string,
	signal: AbortSignal,
): Promise<SlackMessage> {
	const deadline = Date.now() + ALERT_MS;
	for (;;) {
		const alert = slack.messages.find(({ blocks }) => blocks.length > 0);
		if (alert) return alert;
		signal.throwIfAborted();
		host.assertRunning();
		if (Date.now() > deadline) {
			throw new Error(
				`No alert reached Slack within ${ALERT_MS / 1000} s. ${await whatRan(host, workflowId)}\nThe log of n8n: ${host.logFile}`,
			);
		}
		await sleep(WATCH_MS);
	}
}

/** The state of the workflow's executions in one sentence, with the last error's words. */
async function whatRan(host: N8nHost, workflowId: string): Promise<string> {
	const executions = await host.api.executions(workflowId);
	const failed = executions.filter(({ status }) => status === 'error' || status === 'crashed');
	const counts = `The workflow has run ${executions.length} times, ${failed.length} of them failed.`;
	const last = failed.at(-1);
	if (last === undefined) return counts;
	const { resultData } = (await host.api.execution(last.id)).data;
	return `${counts} The last error: ${resultData.error?.message ?? last.status} (node "${resultData.lastNodeExecuted ?? '?'}")`;
}

function whereToLook(
	host: N8nHost,
	sandbox: Sandbox,
	port: number,
	workflowId: string,
	leadsId: string,
): string {
	const { email, password } = host.owner;
	return `
  Alert      http://localhost:${port}/workflow/${workflowId}
  Leads      http://localhost:${port}/workflow/${leadsId}
  Log in     ${email}
  Password   ${password}
  Clari      ${sandbox.clari.origin}  (what was asked: /__sandbox/journal, what moved: /__sandbox/movements)
  Clay       ${sandbox.clay.origin}  (what was asked: /__sandbox/journal)
  Slack      ${sandbox.slack.origin}  (what arrived: /__sandbox/messages)
  Logs       ${path.relative(process.cwd(), SANDBOX_STATE)}/

  Both workflows now run once a minute. New alerts and hot leads appear below; Ctrl-C ends everything.
`;
}

/** Prints what reaches Slack, until Ctrl-C. Fails when n8n ends by itself. */
async function watch(host: N8nHost, { slack }: Sandbox, signal: AbortSignal): Promise<void> {
	let seen = slack.messages.length;
	while (!signal.aborted) {
		for (const message of slack.messages.slice(seen)) {
			print(`${message.at.slice(11, 19)}  ${slackHeadline(message)}`);
		}
		seen = slack.messages.length;
		host.assertRunning();
		await sleep(WATCH_MS);
	}
	print('');
}
