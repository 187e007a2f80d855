import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readText, toItemData } from '../../../shared/json/read';
import { limitParameters, takeLimit } from '../../../shared/parameters/limit';
import { flagParameter } from '../../../shared/parameters/read';
import { readUsers } from '../../calls/userNames';
import type { CopilotSession } from '../../transport';
import { optionsParameter } from '../session';
import { simplifyParameter } from '../simplify';

const displayOptions = { show: { resource: ['user'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	...limitParameters(displayOptions),
	simplifyParameter(displayOptions),
	optionsParameter(displayOptions),
];

/** Gives an item for each user. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = session;
	const simplify = flagParameter(context, 'simplify', itemIndex, true);
	const users = takeLimit(context, itemIndex, await readUsers(session));
	return users.map((user) => ({ json: toItemData(simplify ? simpleUser(user) : user) }));
}

function simpleUser(user: Record<string, unknown>): Record<string, unknown> {
	const text = (value: unknown) => readText(value) ?? null;
	return {
		id: text(user.id),
		email: text(user.email),
		name: text(user.name),
		role: text(user.role),
		isRecording: user.is_recording === true,
		managerId: text(user.manager_id),
	};
}
