import { ExecutionLifecycleHooks, LoadOptionsContext, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow, createRunExecutionData } from 'n8n-workflow';

import { Clari } from '../../nodes/Clari/Clari.node';
import { isRecord, toItemData } from '../../nodes/shared/json/read';
import { ForecastDiff } from '../../nodes/ForecastDiff/ForecastDiff.node';

/** One node of this package, run by n8n's own engine. */
export interface EngineRun {
	/** The class that runs. */
	type: 'clari' | 'forecastDiff';
	parameters: INodeParameters;
	/** Items of the first input; one empty item when absent. */
	input?: IDataObject[];
	/** Items of the second input; not connected when absent. */
	secondInput?: IDataObject[];
	credential?: ICredentialDataDecryptedObject;
	mode?: WorkflowExecuteMode;
	onError?: INode['onError'];
	/** Memory of the workflow; give the same object to several runs to let them share it. */
	staticData?: IDataObject;
	executionId?: string;
	/** What n8n knows of earlier executions. */
	executions?: Map<string, IRunExecutionData>;
	settings?: IWorkflowSettings;
	/** Cancels the execution after so many milliseconds. */
	cancelAfterMs?: number;
	nodeId?: string;
	nodeName?: string;
}

/** What came of it. */
export interface EngineResult {
	/** All outputs; an output without items is an empty list. */
	outputs: INodeExecutionData[][];
	/** The error that stopped the node, if one did. */
	error?: { message: string; description?: string | null; name: string };
	hints: NodeExecutionHint[];
	status: string;
	data: IRunExecutionData;
}

const NODE_NAME = 'Node under test';

const NODE_TYPES: Record<EngineRun['type'], INodeType> = {
	clari: new Clari(),
	forecastDiff: new ForecastDiff(),
};

/** Runs one node in n8n's workflow engine, as a workflow of that node alone. */
export async function runNode(run: EngineRun): Promise<EngineResult> {
	const mode = run.mode ?? 'trigger';
	const executionId = run.executionId ?? '1';
	const name = run.nodeName ?? NODE_NAME;
	const node: INode = {
		id: run.nodeId ?? 'node-under-test',
		name,
		type: run.type,
		typeVersion: 1,
		position: [0, 0],
		parameters: run.parameters,
		...(run.onError && { onError: run.onError }),
		...(run.credential && { credentials: { clariApi: { id: '1', name: 'Clari' } } }),
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: mode !== 'manual',
		nodeTypes: nodeTypes(),
		// A copy: n8n saves what became of it only after production executions.
		staticData: run.staticData && plain(run.staticData),
		settings: { executionOrder: 'v1', ...run.settings },
	});
	const first = (run.input ?? [{}]).map((json, item) => ({ json, pairedItem: { item } }));
	const second = run.secondInput?.map((json, item) => ({ json, pairedItem: { item } }));
	const runExecutionData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node, data: { main: second === undefined ? [first] : [first, second] }, source: null },
			],
		},
	});
	const engine = new WorkflowExecute(
		additionalData(run, mode, executionId),
		mode,
		runExecutionData,
	);
	const running = engine.processRunExecutionData(workflow);
	if (run.cancelAfterMs !== undefined) setTimeout(() => running.cancel(), run.cancelAfterMs);
	const result: IRun = await running;

	if (run.staticData !== undefined && mode !== 'manual') {
		Object.assign(run.staticData, plain(workflow.staticData));
	}
	const task = result.data.resultData.runData[name]?.[0];
	const error = result.data.resultData.error ?? task?.error;
	return {
		outputs: (task?.data?.main ?? []).map((items) => items ?? []),
		...(error && {
			error: { message: error.message, description: error.description, name: error.name },
		}),
		hints: task?.hints ?? [],
		status: result.status,
		data: result.data,
	};
}

/** Calls the method that fills the list of a resource locator, in the context that the editor gives it. */
export async function searchList(
	method: string,
	credential: ICredentialDataDecryptedObject,
	filter?: string,
): Promise<INodeListSearchResult> {
	const node: INode = {
		id: 'node-under-test',
		name: NODE_NAME,
		type: 'clari',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { clariApi: { id: '1', name: 'Clari' } },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypes(),
	});
	const run: EngineRun = { type: 'clari', parameters: {}, credential };
	const context = new LoadOptionsContext(workflow, node, additionalData(run, 'internal', '1'), '');
	const search = NODE_TYPES.clari.methods?.listSearch?.[method];
	if (!search) throw new Error(`The node has no list ${method}`);
	return await search.call(context, filter);
}

/** The JSON of one output. */
export function jsonOf(result: EngineResult, output = 0): IDataObject[] {
	return (result.outputs[output] ?? []).map(({ json }) => json);
}

function plain(staticData: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(staticData));
}

function nodeTypes(): INodeTypes {
	const find = (name: string): INodeType => {
		const type = Object.entries(NODE_TYPES).find(([key]) => key === name)?.[1];
		if (!type) throw new Error(`Unknown node type ${name}`);
		return type;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

function additionalData(
	run: EngineRun,
	mode: WorkflowExecuteMode,
	executionId: string,
): IWorkflowExecuteAdditionalData {
	const url = 'http://127.0.0.1:9/';
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: credentialsHelper(run.credential ?? {}),
		executionId,
		hooks: new ExecutionLifecycleHooks(mode, executionId, {
			id: 'workflow',
			name: 'workflow',
			active: false,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(0),
			updatedAt: new Date(0),
			nodes: [],
			connections: {},
		}),
		webhookWaitingBaseUrl: url,
		formWaitingBaseUrl: url,
		variables: {},
		currentNodeExecutionIndex: 0,
		getRunExecutionData: async (id) => run.executions?.get(id),
		workflowSettings: run.settings ?? {},
	};
	return data as IWorkflowExecuteAdditionalData;
}

/** Signs requests as n8n's generic authentication does: expressions in names and values of headers are resolved. */
function credentialsHelper(credential: ICredentialDataDecryptedObject): ICredentialsHelper {
	const helper: Partial<ICredentialsHelper> = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		authenticate: async (_data, _type, options) => sign(options, credential),
		preAuthentication: async () => undefined,
		getDecrypted: async () => credential,
	};
	return helper as ICredentialsHelper;
}

function sign(
	options: object,
	{ apiProfile, apiToken }: ICredentialDataDecryptedObject,
): IHttpRequestOptions {
	const header =
		apiProfile === 'v1'
			? { Authorization: `Bearer ${String(apiToken)}` }
			: { apikey: String(apiToken) };
	const headers = 'headers' in options && isRecord(options.headers) ? options.headers : {};
	return { url: '', ...options, headers: { ...toItemData(headers), ...header } };
}
