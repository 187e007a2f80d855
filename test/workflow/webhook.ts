// Webhooks as n8n serves them: its own Workflow, expressions and WebhookContext behind a real HTTP server. What n8n's
// server adds around them (packages/cli, which cannot be installed here) is done in its order: the reader of raw bodies,
// the body that is parsed unless the node asks for it raw, the answer, and the workflow's memory that is saved with it.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { ExecutionLifecycleHooks, WebhookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IDataObject,
	IHttpRequestMethods,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';

/** What n8n keeps of a workflow; give it to another server to let that one take over, as a new process does. */
export interface WorkflowRow {
	id: string;
	nodeId: string;
	/** The workflow's memory, as it is in the database. */
	staticData: string;
}

export interface WebhookOptions {
	node: INodeType;
	parameters?: INodeParameters;
	/** By the type of the credential. `undefined` in it: there is one, but it cannot be read. */
	credentials?: Record<string, ICredentialDataDecryptedObject | undefined>;
	/** `manual` for the test URL. */
	mode?: 'webhook' | 'manual';
	row?: WorkflowRow;
}

export interface WebhookServer {
	port: number;
	row: WorkflowRow;
	/** What the executions that were started began with: the items of each output. */
	executions: INodeExecutionData[][][];
	/** How often the memory was saved. */
	saves: number;
	/** What was logged. */
	log: string[];
	/** When set, n8n cannot save executions, or the workflow fails before it answers. */
	isFailing: boolean;
	/** Run by each workflow that answers at its end, before it does. */
	beforeEnd?: () => Promise<void>;
	/** What a method of the node threw: n8n answers that with 500 and a failed execution. */
	thrown: unknown[];
	close(): Promise<void>;
}

/** n8n's limit for bodies, in bytes. */
const PAYLOAD_LIMIT = 16 * 1024 * 1024;
/** How long it takes to save an execution; some queries of a database, and more than the next turn. */
const SAVING_MS = 5;

/** Serves the webhook of one node of one workflow. */
export async function serveWebhook(options: WebhookOptions): Promise<WebhookServer> {
	const row = options.row ?? { id: randomUUID(), nodeId: randomUUID(), staticData: '{}' };
	const state: WebhookServer = {
		port: 0,
		row,
		executions: [],
		saves: 0,
		log: [],
		isFailing: false,
		thrown: [],
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
	const server: Server = createServer(((req, res) => {
		void handle(options, state, req, res);
	}) satisfies RequestListener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	state.port = typeof address === 'object' ? (address?.port ?? 0) : 0;
	return state;
}

export interface Delivery {
	/** Default `POST`. */
	method?: string;
	/** With a query; default `/`. */
	path?: string;
	body?: Buffer | string;
	/** Names and values; a name may come twice. */
	headers?: Array<[string, string]>;
	/** Sends the body in chunks, without saying how long it is. */
	isChunked?: boolean;
}

export interface DeliveryAnswer {
	status: number;
	body: string;
	json: unknown;
}

/** Sends raw bytes, with `application/json` unless the headers name another type or an empty one. */
export async function deliver(
	{ port }: Pick<WebhookServer, 'port'>,
	{ method = 'POST', path = '/', body = '', headers = [], isChunked = false }: Delivery,
): Promise<DeliveryAnswer> {
	const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
	const all: Array<[string, string]> = [
		['Host', `127.0.0.1:${port}`],
		...(hasType ? headers : [...headers, ['Content-Type', 'application/json'] as [string, string]]),
		isChunked
			? ['Transfer-Encoding', 'chunked']
			: ['Content-Length', String(Buffer.byteLength(body))],
	];
	return await new Promise((resolve, reject) => {
		const sent = request({
			port,
			host: '127.0.0.1',
			method,
			path,
			// A flat list, so that names can come twice.
			headers: all.filter(([, value]) => value !== '').flat(),
			agent: false,
		});
		sent.on('response', (response) => {
			text(response).then(
				(answer) =>
					resolve({ status: response.statusCode ?? 0, body: answer, json: tryParse(answer) }),
				reject,
			);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

async function handle(
	options: WebhookOptions,
	state: WebhookServer,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const { node: type, mode = 'webhook' } = options;
	addRawBodyReader(req);
	// The workflow is loaded from the database at each request; a test run has a memory of its own.
	await nextTurn();
	const memory = JSON.parse(mode === 'manual' ? '{}' : state.row.staticData) as IDataObject;
	const workflow = workflowOf(options, state.row, memory);
	const node = Object.values(workflow.nodes)[0];
	const [description] = type.description.webhooks ?? [];
	if (!node || !description) throw new Error('The node has no webhook');
	const evaluate = (value: unknown, fallback: string) =>
		String(
			workflow.expression.getSimpleParameterValue(
				node,
				typeof value === 'string' ? value : undefined,
				mode,
				{},
				undefined,
				fallback,
			),
		);
	// One webhook for each of the methods; n8n knows no other.
	const { method = '' } = req;
	if (!evaluate(description.httpMethod, 'GET').split(',').includes(method)) {
		return answer(res, 404, { message: 'This webhook is not registered' });
	}
	const responseMode = evaluate(description.responseMode, 'onReceived');

	if (!asksForRawBody(workflow, node, mode)) {
		await req.readRawBody();
		const parsed = tryParse(req.rawBody.toString());
		if (parsed === undefined) return answer(res, 422, { message: 'Failed to parse request body' });
	}

	const webhookData: IWebhookData = {
		httpMethod: method as IHttpRequestMethods,
		node: node.name,
		path: 'webhook',
		webhookDescription: description,
		workflowId: state.row.id,
		workflowExecuteAdditionalData: additionalData(options, req, res),
	};
	const context = new WebhookContext(
		workflow,
		node,
		webhookData.workflowExecuteAdditionalData,
		mode,
		webhookData,
		[],
		null,
	);
	const write = (message: string, meta?: object) => {
		state.log.push(`${message} ${JSON.stringify(meta ?? {})}`);
	};
	Object.defineProperty(context, 'logger', {
		value: { warn: write, error: write, info: write, debug: write },
	});

	let result: IWebhookResponseData;
	try {
		result = (await type.webhook?.call(context)) ?? {};
	} catch (error) {
		state.thrown.push(error);
		return answer(res, 500, { message: 'Workflow Webhook Error: Workflow could not be started!' });
	}
	const saveAndAnswer = (status: number, body: unknown) => {
		if (mode !== 'manual' && workflow.staticData.__dataChanged === true) {
			state.row.staticData = JSON.stringify(workflow.staticData);
			state.saves += 1;
		}
		if (!res.headersSent) answer(res, status, body);
	};
	if (result.workflowData === undefined) {
		return saveAndAnswer(200, result.webhookResponse ?? { message: 'Webhook call received' });
	}
	// The execution has a workflow of its own, made of the same memory, which is no longer marked as changed then.
	workflowOf(options, state.row, memory);
	// The execution is saved before anything is answered.
	await sleep(SAVING_MS);
	const failed = { message: 'Error in workflow' };
	if (responseMode === 'onReceived') {
		if (state.isFailing) return answer(res, 500, failed);
	} else {
		await state.beforeEnd?.();
		// The execution was saved, and n8n saves the memory before every answer but that there is no execution.
		if (state.isFailing) return saveAndAnswer(500, failed);
	}
	state.executions.push(result.workflowData);
	if (responseMode === 'lastNode') {
		return saveAndAnswer(200, result.workflowData.flat()[0]?.json);
	}
	const responseData = evaluate(description.responseData, 'firstEntryJson');
	saveAndAnswer(200, responseData === '' ? result.webhookResponse : responseData);
}

/** As n8n's middleware does, with its limit and what it throws. */
function addRawBodyReader(req: IncomingMessage): void {
	const [type = ''] = (req.headers['content-type'] ?? '').split(';');
	if (type !== '') req.contentType = type.toLowerCase();
	req.readRawBody = async () => {
		if (req.rawBody) return;
		const stream = req.headers['content-encoding'] === 'gzip' ? req.pipe(createGunzip()) : req;
		const tooLarge = () =>
			Object.assign(new Error('request entity too large'), { type: 'entity.too.large' });
		if (Number(req.headers['content-length'] ?? 0) > PAYLOAD_LIMIT) throw tooLarge();
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of stream) {
			const bytes = Buffer.from(chunk);
			size += bytes.length;
			if (size > PAYLOAD_LIMIT) throw tooLarge();
			chunks.push(bytes);
		}
		req.rawBody = Buffer.concat(chunks);
	};
}

function asksForRawBody(workflow: Workflow, node: INode, mode: 'webhook' | 'manual'): boolean {
	const asked = workflow.expression.getSimpleParameterValue(
		node,
		'={{$parameter["options"]["binaryData"]}}',
		mode,
		{},
		undefined,
		false,
	);
	return node.typeVersion === 1 && asked === true;
}

function workflowOf(options: WebhookOptions, row: WorkflowRow, staticData: IDataObject): Workflow {
	const { node: type, parameters = {}, credentials } = options;
	const node: INode = {
		id: row.nodeId,
		name: type.description.displayName,
		type: type.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		...(credentials && {
			credentials: Object.fromEntries(
				Object.keys(credentials).map((name) => [name, { id: '1', name }]),
			),
		}),
	};
	return new Workflow({
		id: row.id,
		nodes: [node],
		connections: {},
		active: options.mode !== 'manual',
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
		staticData,
		settings: { executionOrder: 'v1' },
	});
}

function additionalData(
	{ credentials = {}, mode = 'webhook' }: WebhookOptions,
	httpRequest: IncomingMessage,
	httpResponse: ServerResponse,
): IWorkflowExecuteAdditionalData {
	const url = 'http://127.0.0.1:9/';
	const helper: Partial<ICredentialsHelper> = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async (_data, _reference, type) => {
			// Comes from the database.
			await nextTurn();
			const credential = credentials[type];
			if (credential === undefined) throw new Error('The credential cannot be decrypted');
			return credential;
		},
	};
	const data = {
		credentialsHelper: helper,
		executionId: undefined,
		hooks: new ExecutionLifecycleHooks(mode, '1', {
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
		httpRequest,
		httpResponse,
		webhookBaseUrl: url,
		webhookTestBaseUrl: url,
		webhookWaitingBaseUrl: url,
		formWaitingBaseUrl: url,
		variables: {},
		currentNodeExecutionIndex: 0,
	};
	return data as unknown as IWorkflowExecuteAdditionalData;
}

/** What the outputs of a node are with these parameters. */
export function outputNames(type: INodeType, parameters: INodeParameters): string[] {
	const row = { id: 'workflow', nodeId: 'node', staticData: '{}' };
	const workflow = workflowOf({ node: type, parameters }, row, {});
	const node = Object.values(workflow.nodes)[0];
	if (!node) throw new Error('There is no node');
	return NodeHelpers.getNodeOutputs(workflow, node, type.description).map((output) =>
		typeof output === 'string' ? output : (output.displayName ?? ''),
	);
}

function answer(res: ServerResponse, status: number, body: unknown): void {
	const isText = typeof body === 'string';
	res.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json' });
	res.end(isText ? body : JSON.stringify(body));
}

function tryParse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

async function nextTurn(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}
