import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IExecuteData,
	INode,
	INodeType,
} from 'n8n-workflow';
import { Workflow, createRunExecutionData } from 'n8n-workflow';

import { Clay } from '../../nodes/Clay/Clay.node';
import { additionalData } from './engine';

/**
 * What the button Test does, as n8n's credentials tester does it: the request runs as that of a declarative node, and only
 * when it throws are the rules looked at.
 *
 * @returns the message of the rule that fits, the status when none does, `OK` when nothing was thrown
 */
export async function pressTest(
	type: ICredentialType,
	data: ICredentialDataDecryptedObject,
): Promise<string> {
	const request = type.test?.request;
	if (request === undefined) throw new Error('The credential has no test');
	// Any node: only its description's frame is used.
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
