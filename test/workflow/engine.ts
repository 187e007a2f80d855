import { ExecutionLifecycleHooks, LoadOptionsContext, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
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

import { ClariApi } from '../../credentials/ClariApi.credentials';
import { ClariCopilotApi } from '../../credentials/ClariCopilotApi.credentials';
import { ClariCopilotWebhookApi } from '../../credentials/ClariCopilotWebhookApi.credentials';
import { ClayApi } from '../../credentials/ClayApi.credentials';
import { ClayTableWebhookApi } from '../../credentials/ClayTableWebhookApi.credentials';
import { Clari } from '../../nodes/Clari/Clari.node';
import { ClariCopilot } from '../../nodes/ClariCopilot/ClariCopilot.node';
import { ClariCopilotTrigger } from '../../nodes/ClariCopilot/ClariCopilotTrigger.node';
import { Clay } from '../../nodes/Clay/Clay.node';
import { ForecastDiff } from '../../nodes/ForecastDiff/ForecastDiff.node';
import { credentialsHelper } from '../../sandbox/engine/credentialsHelper';

type NodeName = 'clari' | 'clariCopilot' | 'clariCopilotTrigger' | 'clay' | 'forecastDiff';

const NODE_TYPES: Record<NodeName, INodeType> = {
	clari: new Clari(),
	clariCopilot: new ClariCopilot(),
	clariCopilotTrigger: new ClariCopilotTrigger(),
	clay: new Clay(),
	forecastDiff: new ForecastDiff(),
};

const CREDENTIAL_TYPES: ICredentialType[] = [
	new ClariApi(),
	new ClariCopilotApi(),
	new ClariCopilotWebhookApi(),
	new ClayApi(),
	new ClayTableWebhookApi(),
];

/** One node of this package, run by n8n's own engine. */
export interface EngineRun {
	/** The class that runs. */
	type: NodeName;
	parameters: INodeParameters;
	/** Items of the first input; one empty item when absent. */
	input?: IDataObject[];
	/** Items of the second input; not connected when absent. */
	secondInput?: IDataObject[];
	/** Of Clari, for the node Clari. */
	credential?: ICredentialDataDecryptedObject;
	/** By the name of their type. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	mode?: WorkflowExecuteMode;
	/** Whether n8n takes the workflow for active; default: in all runs but test runs. */
	active?: boolean;
	onError?: INode['onError'];
	/** The node's setting Retry On Fail. */
	retryOnFail?: boolean;
	/** Memory of the workflow; give the same object to several runs to let them share it. */
	staticData?: IDataObject;
	executionId?: string;
	/** What n8n knows of earlier executions. */
	executions?: Map<string, IRunExecutionData>;
	settings?: IWorkflowSettings;
	/** Cancels the execution after so many milliseconds. */
	cancelAfterMs?: number;
	/** Cancels the execution as soon as this is so. */
	cancelWhen?: () => boolean;
	nodeId?: string;
	nodeName?: string;
	/** Name of a trigger that polls, which the node follows. */
	follows?: string;
	/** Where n8n takes the calls that resume executions. */
	waitingUrl?: string;
	/** What n8n puts into such URLs and checks. */
	resumeToken?: string;
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

/** The node and the workflow of that node alone. */
export function workflowOf(run: EngineRun): { node: INode; workflow: Workflow } {
	const node: INode = {
		id: run.nodeId ?? 'node-under-test',
		name: run.nodeName ?? NODE_NAME,
		type: run.type,
		typeVersion: 1,
		position: [0, 0],
		parameters: run.parameters,
		...(run.onError && { onError: run.onError }),
		...(run.retryOnFail && { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 }),
		credentials: Object.fromEntries(
			Object.keys(credentialsOf(run)).map((type) => [type, { id: type, name: type }]),
		),
	};
	const { follows } = run;
	const trigger = follows === undefined ? [] : [triggerNamed(follows)];
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node, ...trigger],
		connections: Object.fromEntries(
			trigger.map(({ name }) => [
				name,
				{ main: [[{ node: node.name, type: 'main' as const, index: 0 }]] },
			]),
		),
		active: run.active ?? run.mode !== 'manual',
		nodeTypes: nodeTypes(),
		// A copy: n8n saves what became of it only after production executions.
		staticData: run.staticData && plain(run.staticData),
		settings: { executionOrder: 'v1', ...run.settings },
	});
	return { node, workflow };
}

function triggerNamed(name: string): INode {
	const type = 'clariCopilotTrigger';
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {} };
}

/** Runs one node in n8n's workflow engine, as a workflow of that node alone. */
export async function runNode(run: EngineRun): Promise<EngineResult> {
	const { node, workflow } = workflowOf(run);
	const first = (run.input ?? [{}]).map((json, item) => ({ json, pairedItem: { item } }));
	const second = run.secondInput?.map((json, item) => ({ json, pairedItem: { item } }));
	const runExecutionData = createRunExecutionData({
		...(run.resumeToken !== undefined && { resumeToken: run.resumeToken }),
		executionData: {
			nodeExecutionStack: [
				{ node, data: { main: second === undefined ? [first] : [first, second] }, source: null },
			],
		},
	});
	return await execute(run, workflow, runExecutionData);
}

/** Lets an execution that waits go on as n8n does when its time is over. */
export async function resumeByTime(run: EngineRun, waiting: EngineResult): Promise<EngineResult> {
	// As it comes out of the database.
	const stored: IRunExecutionData = JSON.parse(JSON.stringify(waiting.data));
	return await execute(run, workflowOf(run).workflow, stored);
}

async function execute(
	run: EngineRun,
	workflow: Workflow,
	runExecutionData: IRunExecutionData,
): Promise<EngineResult> {
	const mode = run.mode ?? 'trigger';
	const engine = new WorkflowExecute(additionalData(run), mode, runExecutionData);
	const running = engine.processRunExecutionData(workflow);
	if (run.cancelAfterMs !== undefined) setTimeout(() => running.cancel(), run.cancelAfterMs);
	const watch = setInterval(() => {
		if (run.cancelWhen?.() === true) running.cancel();
	}, 20);
	const result: IRun = await running;
	clearInterval(watch);

	if (run.staticData !== undefined && mode !== 'manual') {
		Object.assign(run.staticData, plain(workflow.staticData));
	}
	const task = result.data.resultData.runData[run.nodeName ?? NODE_NAME]?.[0];
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

/** Calls a method of Clari that fills the list of a resource locator, in the context that the editor gives it. */
export async function searchList(
	method: string,
	credential: ICredentialDataDecryptedObject,
	filter?: string,
): Promise<INodeListSearchResult> {
	const run: EngineRun = { type: 'clari', parameters: {}, credential };
	return await searchListOf(run, method, filter);
}

/** The same for any node. */
export async function searchListOf(
	run: EngineRun,
	method: string,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { node, workflow } = workflowOf(run);
	const data = additionalData({ ...run, mode: 'internal' });
	const context = new LoadOptionsContext(workflow, node, data, '');
	const search = NODE_TYPES[run.type].methods?.listSearch?.[method];
	if (!search) throw new Error(`The node has no list ${method}`);
	return await search.call(context, filter, paginationToken);
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

export function additionalData(run: EngineRun): IWorkflowExecuteAdditionalData {
	const { mode = 'trigger', executionId = '1' } = run;
	const url = run.waitingUrl ?? 'http://127.0.0.1:9/';
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: credentialsHelper(CREDENTIAL_TYPES, credentialsOf(run)),
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

function credentialsOf({
	credential,
	credentials,
}: EngineRun): Record<string, ICredentialDataDecryptedObject> {
	return { ...credentials, ...(credential && { clariApi: credential }) };
}
