import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeProperties,
	IRunExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { decodeFlatted } from './flatted';

/** The account that owns the n8n of a user folder. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

/** A workflow as it stands in a template file. */
export interface WorkflowFile {
	/** Kept when given: the workflow then has a URL that stays. */
	id?: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface SavedWorkflow {
	id: string;
	name: string;
	/** What `activate` publishes. */
	versionId: string;
	active: boolean;
}

export interface CredentialFile {
	name: string;
	type: string;
	data: IDataObject;
}

export type ExecutionStatus =
	| 'canceled'
	| 'crashed'
	| 'error'
	| 'new'
	| 'running'
	| 'success'
	| 'unknown'
	| 'waiting';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	status: ExecutionStatus;
	startedAt: string;
	stoppedAt: string | null;
}

export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface NodeTypeEntry {
	name: string;
	displayName: string;
	version: number | number[];
	properties: INodeProperties[];
}

interface Publication {
	status: 'failed' | 'in_progress' | 'not_published' | 'partial' | 'published';
	triggers: Array<{ nodeId: string; errorMessage: string | null }>;
}

const UNFINISHED: readonly ExecutionStatus[] = ['new', 'running', 'waiting'];
const POLL_MS = 250;
/** Long: a workflow with a large export keeps n8n from answering for a while. */
const REQUEST_MS = 120_000;
const READINESS_MS = 5_000;
/** Long: n8n tries five times to activate a trigger, with growing pauses. */
const PUBLICATION_MS = 60_000;
const PAGE = 100;

/** n8n's own REST interface, used as the editor uses it: with the owner's session cookie. */
export class N8nApi {
	private readonly http: AxiosInstance;

	constructor(readonly url: string) {
		this.http = axios.create({
			baseURL: url,
			timeout: REQUEST_MS,
			validateStatus: () => true,
			// n8n closes idle connections, late when it is busy: one that is kept may be closed under a request.
			httpAgent: new Agent({ keepAlive: false }),
		});
	}

	/** A request whose failure is a plain error: axios's own carries sockets, which no test report can print. */
	private async request<T>(method: string, url: string, body?: unknown): Promise<AxiosResponse<T>> {
		try {
			return await this.http.request<T>({ method, url, data: body });
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			throw new Error(`n8n did not answer ${method} ${url}: ${reason}`);
		}
	}

	private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await this.request<{ data: T; message?: string }>(method, `/rest${path}`, body);
		if (answer.status >= 300) {
			throw new Error(
				`n8n answered ${answer.status} to ${method} /rest${path}: ${answer.data.message ?? 'no message'}`,
			);
		}
		return answer.data.data;
	}

	/** Whether n8n serves requests: the database is migrated and every active workflow is started. */
	async isReady(): Promise<boolean> {
		return await this.http.get('/healthz/readiness', { timeout: READINESS_MS }).then(
			({ status }) => status === 200,
			() => false,
		);
	}

	/** Makes the owner account on a fresh user folder, logs in, and keeps the session for all later calls. */
	async login(owner: Owner): Promise<void> {
		// An n8n without its editor has no such address; it is given a user folder that has an owner.
		const { data } = await this.http.get<{
			data?: { userManagement: { showSetupOnFirstLoad: boolean } };
		}>('/rest/settings');
		if (data.data?.userManagement.showSetupOnFirstLoad)
			await this.call('POST', '/owner/setup', owner);
		const answer = await this.http.post('/rest/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
		const cookies = answer.headers['set-cookie'] ?? [];
		if (answer.status !== 200 || cookies.length === 0) {
			throw new Error(`n8n refused its owner's login with status ${answer.status}`);
		}
		this.http.defaults.headers.common.cookie = cookies
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
	}

	/** Every node type that an n8n with its editor has loaded, with the package's prefix: `n8n-nodes-revops.clari`. */
	async nodeTypes(): Promise<NodeTypeEntry[]> {
		const { data, status } = await this.request<NodeTypeEntry[]>('GET', '/types/nodes.json');
		if (status !== 200) throw new Error(`n8n answered ${status} to GET /types/nodes.json`);
		return data;
	}

	/** Stores a credential, in place of one with the same name and type: its id, and the workflows that use it, stay. */
	async importCredential(credential: CredentialFile): Promise<string> {
		const stored = await this.call<Array<{ id: string; name: string; type: string }>>(
			'GET',
			'/credentials',
		);
		const known = stored.find(
			({ name, type }) => name === credential.name && type === credential.type,
		);
		if (known) {
			await this.updateCredential(known.id, credential);
			return known.id;
		}
		const { id } = await this.call<{ id: string }>('POST', '/credentials', credential);
		return id;
	}

	/** Changes a stored credential, as *Save* does: its id, and the workflows that use it, stay. */
	async updateCredential(id: string, credential: CredentialFile): Promise<void> {
		await this.call('PATCH', `/credentials/${id}`, credential);
	}

	async deleteCredential(id: string): Promise<void> {
		await this.call('DELETE', `/credentials/${id}`);
	}

	/** Every row of one of the owner's data tables, in the order in which they were stored. */
	async dataTableRows(table: string): Promise<IDataObject[]> {
		const rows = await this.call<{ data: IDataObject[] }>(
			'GET',
			`${await this.dataTable(table)}/rows?take=${PAGE}`,
		);
		return rows.data.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/** Adds rows to one of the owner's data tables, which must exist. */
	async addDataTableRows(table: string, rows: IDataObject[]): Promise<void> {
		await this.call('POST', `${await this.dataTable(table)}/insert`, { data: rows });
	}

	/** Deletes one of the owner's data tables with its rows. */
	async deleteDataTable(name: string): Promise<void> {
		await this.call('DELETE', await this.dataTable(name));
	}

	/** The path of a data table. @throws Error when there is none with this name */
	private async dataTable(name: string): Promise<string> {
		const { id: project } = await this.call<{ id: string }>('GET', '/projects/personal');
		const tables = `/projects/${project}/data-tables`;
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const found = await this.call<{ data: Array<{ id: string; name: string }> }>(
			'GET',
			`${tables}?filter=${filter}`,
		);
		const id = found.data.find((table) => table.name === name)?.id;
		if (id === undefined) throw new Error(`n8n has no data table ${name}`);
		return `${tables}/${id}`;
	}

	/** Presses the *Test* button of a stored credential. */
	async testCredential(id: string): Promise<CredentialTestResult> {
		// The editor sends the credential back as it was shown, secrets blanked; n8n puts the stored ones in.
		const stored = await this.call<{ id: string; name: string; type: string; data: IDataObject }>(
			'GET',
			`/credentials/${id}?includeData=true`,
		);
		const { name, type, data } = stored;
		return await this.call('POST', '/credentials/test', { credentials: { id, name, type, data } });
	}

	/** Stores a workflow, in place of the one with the same id and everything that belonged to that one. */
	async importWorkflow(workflow: WorkflowFile): Promise<SavedWorkflow> {
		if (workflow.id !== undefined && (await this.workflowExists(workflow.id))) {
			await this.deleteWorkflow(workflow.id);
		}
		const { id, name, nodes, connections, settings } = workflow;
		return await this.call('POST', '/workflows', { id, name, nodes, connections, settings });
	}

	/** A workflow as it is stored. */
	async workflow(id: string): Promise<WorkflowFile> {
		return await this.call('GET', `/workflows/${id}`);
	}

	private async workflowExists(id: string): Promise<boolean> {
		const { exists } = await this.call<{ exists: boolean }>('GET', `/workflows/${id}/exists`);
		return exists;
	}

	/** Changes a stored workflow, as *Save* does. An active one goes on with its old version until activated again. */
	async updateWorkflow(
		id: string,
		change: Partial<Omit<WorkflowFile, 'id'>>,
	): Promise<SavedWorkflow> {
		return await this.call('PATCH', `/workflows/${id}`, change);
	}

	async deleteWorkflow(id: string): Promise<void> {
		// n8n deletes only what has been archived, which also deactivates it.
		await this.call('POST', `/workflows/${id}/archive`, {});
		await this.settlePublication(id);
		await this.call('DELETE', `/workflows/${id}`);
	}

	/** Publishes the workflow's present version and returns once its triggers are live. */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.call<SavedWorkflow>('GET', `/workflows/${id}`);
		await this.call('POST', `/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.settlePublication(id);
		if (status !== 'published') {
			const reasons = triggers.map(({ errorMessage }) => errorMessage ?? 'live').join('; ');
			throw new Error(`n8n could not activate workflow ${id}: ${reasons || status}`);
		}
	}

	/** Returns once no trigger of the workflow is live any more. */
	async deactivate(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`, {});
		await this.settlePublication(id);
	}

	/** n8n answers (de)activation at once and carries it out from a queue; this waits for that to have happened. */
	private async settlePublication(id: string): Promise<Publication> {
		const deadline = Date.now() + PUBLICATION_MS;
		for (;;) {
			const publication = await this.call<Publication>(
				'GET',
				`/workflows/${id}/publication-status`,
			);
			if (publication.status !== 'in_progress') return publication;
			if (Date.now() > deadline) {
				throw new Error(
					`n8n is still (de)activating workflow ${id} after ${PUBLICATION_MS / 1000} s`,
				);
			}
			await sleep(POLL_MS);
		}
	}

	/** Starts the workflow by hand from one of its triggers. Returns the execution's id. */
	async runManually(id: string, trigger: string): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{ triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	/** The newest executions of a workflow (100 at most), the oldest of them first. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.call<{ results: ExecutionSummary[] }>(
			'GET',
			`/executions?filter=${filter}&limit=${PAGE}`,
		);
		return results.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/** One execution with everything its nodes received and sent. */
	async execution(id: string): Promise<Execution> {
		const raw = await this.call<
			ExecutionSummary & { data: string; dataTooLargeToDisplay?: boolean }
		>('GET', `/executions/${id}`);
		if (raw.dataTooLargeToDisplay) {
			throw new Error(
				`n8n does not show execution ${id}: it is over EXECUTIONS_DATA_MAX_DISPLAY_SIZE (set it in the host's environment)`,
			);
		}
		return { ...raw, data: decodeFlatted(raw.data) as IRunExecutionData };
	}

	/** Takes a failed execution up again at the node that failed, with the workflow as it is saved now or as it was then. */
	async retryExecution(id: string, { loadWorkflow = true } = {}): Promise<void> {
		await this.call('POST', `/executions/${id}/retry`, { loadWorkflow });
	}

	/** Waits until the workflow has at least `count` finished executions and returns all finished ones, oldest first. */
	async waitForExecutions(
		workflowId: string,
		count: number,
		timeoutMs = 60_000,
	): Promise<ExecutionSummary[]> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const all = await this.executions(workflowId);
			const finished = all.filter(({ status }) => !UNFINISHED.includes(status));
			if (finished.length >= count) return finished;
			if (Date.now() > deadline) {
				const seen = all.map(({ id, status }) => `${id} ${status}`).join(', ') || 'none';
				throw new Error(
					`Waited ${timeoutMs / 1000} s for ${count} finished executions of workflow ${workflowId}; there are: ${seen}`,
				);
			}
			await sleep(POLL_MS);
		}
	}
}

/** The items that a node sent out of one of its outputs in one of its runs; none when it did not run. */
export function nodeOutput(
	execution: Pick<Execution, 'data'>,
	node: string,
	{ run = 0, output = 0 }: { run?: number; output?: number } = {},
): IDataObject[] {
	const items = execution.data.resultData.runData[node]?.[run]?.data?.main?.[output] ?? [];
	return items.map(({ json }) => json);
}
