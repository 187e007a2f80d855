import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../vendors';
import { startSandbox } from '../vendors';
import type { Environment } from './accounts';
import { accountsOf } from './accounts';
import type { ReadinessOptions } from './options';
import { USAGE, parseReadinessOptions } from './options';
import { runCheck } from './runCheck';
import { summaryOf, tableOf } from './table';

/** Exit code when there was nothing to check. */
const NOTHING = 2;

/** `npm run readiness`: the report of every account that the environment has secrets of. Sets the exit code. */
export async function main(args: readonly string[]): Promise<void> {
	const options = parseReadinessOptions(args);
	if (options === undefined) return console.log(USAGE);
	if (!options.sandbox) return await report(process.env, options);
	const sandbox = await startSandbox({ clari: { settings: { pollsUntilDone: 0 } } });
	try {
		await report(environmentOf(sandbox), { ...options, testExport: true });
	} finally {
		await sandbox.close();
	}
}

async function report(environment: Environment, options: ReadinessOptions): Promise<void> {
	const accounts = accountsOf(environment, options);
	if (accounts.length === 0) {
		console.error(`No variable with a secret is set.\n\n${USAGE}`);
		process.exitCode = NOTHING;
		return;
	}
	const checks: IDataObject[] = [];
	for (const account of accounts) {
		if (!options.json) console.error(`Checking ${account.service} …`);
		checks.push(...(await runCheck(account)));
	}
	const ready = checks.every(({ status }) => status !== 'fail');
	if (options.json) {
		console.log(JSON.stringify({ ready, summary: summaryOf(checks), checks }, null, 2));
	} else {
		const colours = process.stdout.isTTY && !process.env.NO_COLOR;
		const width = Math.min(process.stdout.columns || 120, 140);
		console.log(`\n${tableOf(checks, { width, colours })}`);
	}
	process.exitCode = ready ? 0 : 1;
}

/** The stand-ins as an environment: with calls to read, and a table webhook that wants a token. */
function environmentOf({ clari, clay, copilot }: Sandbox): Environment {
	copilot.setStatus(copilot.addCall().id, 'POST_PROCESSING_DONE');
	return {
		CLARI_API_TOKEN: clari.token,
		CLARI_BASE_URL: clari.v4Url,
		CLARI_FORECAST_TAB: 'forecast',
		CLARI_COPILOT_API_KEY: copilot.apiKey,
		CLARI_COPILOT_API_PASSWORD: copilot.apiPassword,
		CLARI_COPILOT_BASE_URL: copilot.origin,
		CLAY_API_KEY: clay.apiKey,
		CLAY_BASE_URL: clay.apiUrl,
		CLAY_TABLE_ID: clay.tableId,
		CLAY_TABLE_WEBHOOK_URL: clay.webhookUrl,
		CLAY_TABLE_WEBHOOK_TOKEN: clay.token,
		CLAY_TABLE_WEBHOOK_ALLOWED_HOST: new URL(clay.origin).host,
	};
}
