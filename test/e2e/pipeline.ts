import type { INode } from 'n8n-workflow';

import type { LocalSettings } from '../../sandbox/localTemplate';
import { localCopy, readTemplate } from '../../sandbox/localTemplate';
import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';

/** The nodes of the templates that tests look at. */
export const EXPORT = 'Export forecast';
export const DIFF = 'What changed';

const CREDENTIAL = 'Clari (sandbox)';

/** The Clari credential of the sandbox, stored in n8n. */
export async function importClari(host: N8nHost, { clari }: Sandbox): Promise<string> {
	return await host.api.importCredential({
		name: CREDENTIAL,
		type: 'clariApi',
		data: { apiProfile: 'v4', baseUrl: clari.v4Url, apiToken: clari.token },
	});
}

/** A template as a user imports it, with the credential, the addresses and a schedule of seconds put in. */
export async function localWorkflow(
	host: N8nHost,
	sandbox: Sandbox,
	file: string,
	id: string,
	settings: Partial<LocalSettings> = {},
): Promise<WorkflowFile> {
	const credential = await importClari(host, sandbox);
	const template = localCopy(readTemplate(file), {
		clariCredential: { id: credential, name: CREDENTIAL },
		slackUrl: sandbox.slack.webhookUrl,
		teamsUrl: sandbox.teams.webhookUrl,
		everySeconds: 2,
		...settings,
	});
	return { ...template, id };
}

/** The simple alert. */
export async function alertWorkflow(
	host: N8nHost,
	sandbox: Sandbox,
	id: string,
	everySeconds = 2,
): Promise<WorkflowFile> {
	return await localWorkflow(host, sandbox, 'forecast-change-alert.json', id, { everySeconds });
}

/** The workflow with other parameters in one of its nodes; the others of that node stay. */
export function withParameters(
	workflow: WorkflowFile,
	name: string,
	parameters: INode['parameters'],
): WorkflowFile {
	if (!workflow.nodes.some((node) => node.name === name)) throw new Error(`There is no ${name}`);
	const nodes = workflow.nodes.map((node) =>
		node.name === name ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
	);
	return { ...workflow, nodes };
}

/**
 * The workflow with a webhook in the place of its schedule. Its executions are production runs as well, but start when
 * the test says so: what happens in between (the clock, the network) is then a matter of the test, not of luck.
 */
export function onDemand(workflow: WorkflowFile): WorkflowFile {
	const { id = '', nodes } = workflow;
	return {
		...workflow,
		nodes: nodes.map((node) =>
			node.type === 'n8n-nodes-base.scheduleTrigger'
				? {
						...node,
						type: 'n8n-nodes-base.webhook',
						typeVersion: 2,
						webhookId: id,
						parameters: { path: id, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
					}
				: node,
		),
	};
}

/** Starts an execution of a workflow that is `onDemand`, without waiting for its end. */
export async function call(host: N8nHost, id: string): Promise<void> {
	const { status } = await fetch(`${host.url}/webhook/${id}`, { method: 'POST' });
	if (status !== 200) throw new Error(`The webhook of ${id} answered ${status}`);
}

/**
 * One execution of a workflow that is `onDemand`, from its start to its end.
 *
 * @param waiting executions of it that do not end meanwhile
 */
export async function runOnce(host: N8nHost, id: string, waiting = 0): Promise<Execution> {
	const before = (await host.api.executions(id)).length - waiting;
	await call(host, id);
	const finished = await host.api.waitForExecutions(id, before + 1);
	return await host.api.execution(finished.at(-1)?.id ?? '');
}

/**
 * Publishes a stored workflow with a webhook in the place of its schedule, and runs it so many times, one after the other: a
 * schedule of seconds starts a run before the end of the one before on a busy machine, and more of them than a test counts with.
 */
export async function runInTurn(host: N8nHost, id: string, count: number): Promise<Execution[]> {
	const { nodes } = onDemand(await host.api.workflow(id));
	await host.api.updateWorkflow(id, { nodes });
	await host.api.activate(id);
	const runs: Execution[] = [];
	while (runs.length < count) runs.push(await runOnce(host, id));
	await host.api.deactivate(id);
	return runs;
}

/** Runs a branch that a user starts by hand, such as the one that makes the tables. */
export async function runByHand(host: N8nHost, id: string, trigger: string): Promise<Execution> {
	const execution = await host.api.runManually(id, trigger);
	for (;;) {
		const finished = await host.api.waitForExecutions(id, 1);
		if (finished.some((one) => one.id === execution)) return await host.api.execution(execution);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** An amount as the alert writes it. */
export const dollars = (amount: number) => `$${Math.round(amount).toLocaleString('en-US')}`;
