import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IExecuteData,
	INode,
	INodeType,
} from 'n8n-workflow';
import { Workflow, createRunExecutionData } from 'n8n-workflow';

import { ClayApi } from '../../credentials/ClayApi.credentials';
import { ClayTableWebhookApi } from '../../credentials/ClayTableWebhookApi.credentials';
import { Clay } from '../../nodes/Clay/Clay.node';
import type { ClayService } from '../../sandbox/vendors';
import { startClay } from '../../sandbox/vendors';
import { apiCredential, webhookCredential } from './clay';
import { additionalData } from './engine';

let clay: ClayService;

beforeEach(async () => {
	clay = await startClay({});
});
afterEach(async () => await clay.close());

/**
 * What the button Test does, as n8n's credentials tester does it: the request runs as that of a declarative node, and only
 * when it throws are the rules looked at.
 *
 * @returns the message of the rule that fits, the status when none does, `OK` when nothing was thrown
 */
async function press(type: ICredentialType, data: ICredentialDataDecryptedObject): Promise<string> {
	const request = type.test?.request;
	if (request === undefined) throw new Error('The credential has no test');
	const tested = {
		description: {
			...new Clay().description,
			credentials: [{ name: type.name, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } },
			],
		},
	} as INodeType;
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'clay',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type.name]: { id: '1', name: 'x' } },
	};
	const find = () => tested;
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) },
	});
	const input = { main: [[{ json: {} }]] };
	const executeData: IExecuteData = { node, data: input, source: null };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData({ type: 'clay', parameters: {}, credentials: { [type.name]: data } }),
		'internal',
		createRunExecutionData({}),
		0,
		[],
		input,
		executeData,
		[],
	);
	const credential = { id: '1', name: 'x', type: type.name, data };
	try {
		await new RoutingNode(context, tested, credential).runNode();
		return 'OK';
	} catch (error) {
		const { status } = Object(Object(Object(error).cause).response);
		const rule = type.test?.rules?.find(
			({ properties }) => 'value' in properties && properties.value === status,
		);
		return rule?.properties.message ?? `Status ${String(status)}`;
	}
}

describe('Clay Table Webhook API', () => {
	const type = new ClayTableWebhookApi();
	const test401 = /does not accept the auth token/;

	test('is good when Clay refuses what is no row, and adds none', async () => {
		expect(await press(type, webhookCredential(clay))).toBe('OK');
		expect(clay.journal.last()).toMatchObject({ status: 400, method: 'POST' });
		expect(clay.rows).toEqual([]);
	});

	test('says what is wrong with token, URL or webhook', async () => {
		const source = clay.addSource({ token: 'right' });
		const data = webhookCredential(clay, { webhookUrl: source.url, authToken: 'right' });
		expect(await press(type, data)).toBe('OK');
		expect(await press(type, { ...data, authToken: 'wrong' })).toMatch(test401);
		expect(await press(type, { ...data, authToken: '' })).toMatch(test401);
		expect(await press(type, { ...data, webhookUrl: `${source.url}0` })).toMatch(
			/knows no webhook/,
		);
		source.limit = 0;
		expect(await press(type, data)).toMatch(/used up/);
		clay.faults.plan({ route: 'clayRow', kind: 'status', status: 502 });
		expect(await press(type, data)).toBe('Status 502');
	});

	test('sends nothing to a host that is not allowed', async () => {
		const data = webhookCredential(clay, { allowedHost: '' });
		expect(await press(type, data)).not.toBe('OK');
		expect(clay.journal.entries).toEqual([]);
	});
});

describe('Clay API', () => {
	const type = new ClayApi();

	test('is good when Clay tells whose key it is', async () => {
		expect(await press(type, apiCredential(clay))).toBe('OK');
	});

	test('says what is wrong with key or address', async () => {
		expect(await press(type, { ...apiCredential(clay), apiKey: 'wrong' })).toMatch(/API key/);
		const baseUrl = `${clay.origin}/public/v9`;
		expect(await press(type, { ...apiCredential(clay), baseUrl })).toMatch(/base URL/);
	});
});
