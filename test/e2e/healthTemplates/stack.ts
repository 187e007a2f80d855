import type { IDataObject } from 'n8n-workflow';

import type { LocalSettings, StoredCredential } from '../../../sandbox/localTemplate';
import type { Execution, WorkflowFile } from '../../../sandbox/n8n/api';
import type { N8nHost } from '../../../sandbox/n8n/host';
import type { Sandbox } from '../../../sandbox/vendors';
import { startSandbox } from '../../../sandbox/vendors';
import { createHost } from '../harness';
import { localWorkflow, onDemand, runByHand } from '../pipeline';

/** The table that the templates share, and the workflow that makes and fills it. */
export const REPORTS = 'clari_job_reports';
export const REPORTS_FLOW = 'e2eHealthReports';
export const WAIT_MS = 60_000;

/** What the dashboard asks for. */
export const LOGIN = { user: 'revops', password: 'e2e page password' };

/** An n8n with the table of the reports, and the vendors beside it. */
export interface Stack {
	host: N8nHost;
	sandbox: Sandbox;
	/** A template as a user imports it, started when the test says so. */
	template(file: string, id: string, settings?: Partial<LocalSettings>): Promise<WorkflowFile>;
	/** The table of the reports, as the template makes it. */
	createReports(): Promise<void>;
	/** The table with these reports and no others. */
	keepOnly(reports: IDataObject[]): Promise<void>;
	importLogin(): Promise<StoredCredential>;
	/** The only execution of a workflow that ends from now on. */
	nextExecution(id: string, before: number): Promise<Execution>;
	/** Where this n8n believes its editor to be. */
	editorUrl(): string;
	close(): Promise<void>;
}

/** Starts n8n with the sandbox of the vendors, and lets the template make the table of the reports. */
export async function startStack(): Promise<Stack> {
	const sandbox = await startSandbox({
		clari: { organisation: { reps: 10 }, settings: { pollsUntilDone: 1, monthlyQuota: 500 } },
	});
	const host = await createHost('healthTemplates');
	const close = async () => {
		await host.stop();
		await sandbox.close();
	};
	const template = async (file: string, id: string, settings: Partial<LocalSettings> = {}) =>
		onDemand(await localWorkflow(host, sandbox, file, id, settings));
	const createReports = async () => {
		const made = await runByHand(host, REPORTS_FLOW, 'Run once by hand');
		expect(made.status).toBe('success');
	};
	try {
		await host.start();
		await host.api.importWorkflow(await template('clari-job-reports.json', REPORTS_FLOW));
		await createReports();
	} catch (error) {
		await close();
		throw error;
	}
	return {
		host,
		sandbox,
		template,
		createReports,
		async keepOnly(reports) {
			await host.api.deleteDataTable(REPORTS);
			await createReports();
			for (let start = 0; start < reports.length; start += 100) {
				await host.api.addDataTableRows(REPORTS, reports.slice(start, start + 100));
			}
		},
		async importLogin() {
			const name = 'Dashboard (test)';
			const id = await host.api.importCredential({ name, type: 'httpBasicAuth', data: LOGIN });
			return { id, name };
		},
		async nextExecution(id, before) {
			const finished = await host.api.waitForExecutions(id, before + 1, WAIT_MS);
			return await host.api.execution(finished.at(-1)?.id ?? '');
		},
		editorUrl: () => `http://localhost:${new URL(host.url).port}`,
		close,
	};
}
