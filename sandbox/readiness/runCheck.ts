// First: n8n-core needs its settings, and decorator metadata, as soon as it is loaded.
import '../engine/environment';
import 'reflect-metadata';

import { ExecuteContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { Workflow, createRunExecutionData } from 'n8n-workflow';

import { ClariApi } from '../../credentials/ClariApi.credentials';
import { ClariCopilotApi } from '../../credentials/ClariCopilotApi.credentials';
import { ClayApi } from '../../credentials/ClayApi.credentials';
import { ClayTableWebhookApi } from '../../credentials/ClayTableWebhookApi.credentials';
// With the extension, since Node.js takes the codex file (.node.json) for the module otherwise.
import { Clari } from '../../nodes/Clari/Clari.node.js';
import { ClariCopilot } from '../../nodes/ClariCopilot/ClariCopilot.node.js';
import { Clay } from '../../nodes/Clay/Clay.node.js';
import { credentialsHelper } from '../engine/credentialsHelper';
import type { Account } from './accounts';

const NODES: Record<Account['node'], INodeType> = {
	clari: new Clari(),
	clariCopilot: new ClariCopilot(),
	clay: new Clay(),
};

const CREDENTIALS = [
	new ClariApi(),
	new ClariCopilotApi(),
	new ClayApi(),
	new ClayTableWebhookApi(),
];

const NOWHERE = 'http://127.0.0.1:9/';

/** Runs the operation Check Readiness of a node in n8n's engine, and gives what its items hold. */
export async function runCheck(account: Account): Promise<IDataObject[]> {
	const nodeType = NODES[account.node];
	const find = () => nodeType;
	const nodeTypes: INodeTypes = {
		getByName: find,
		getByNameAndVersion: find,
		getKnownTypes: () => ({}),
	};
	const node: INode = {
		id: account.node,
		name: account.service,
		type: account.node,
		typeVersion: 1,
		position: [0, 0],
		parameters: account.parameters,
		credentials: Object.fromEntries(
			Object.keys(account.credentials).map((type) => [type, { id: type, name: type }]),
		),
	};
	const workflow = new Workflow({
		id: 'readiness',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const additionalData: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: credentialsHelper(CREDENTIALS, account.credentials),
		executionId: 'readiness',
		variables: {},
		// Expressions may ask for them; nothing listens there.
		webhookWaitingBaseUrl: NOWHERE,
		formWaitingBaseUrl: NOWHERE,
	};
	const input = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData as IWorkflowExecuteAdditionalData,
		'manual',
		createRunExecutionData({}),
		0,
		[{ json: {} }],
		input,
		{ node, data: input, source: null },
		[],
	);
	const outputs = await nodeType.execute?.call(context);
	return Array.isArray(outputs) ? (outputs[0] ?? []).map(({ json }) => json) : [];
}
