import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord, readText } from '../../../shared/json/read';
import { apiError } from '../../errors';
import { callClay } from '../../transport';
import { optionsParameter, readSession } from '../session';

const displayOptions = { show: { resource: ['account'], operation: ['get'] } };

export const description: INodeProperties[] = [optionsParameter(displayOptions)];

/** Gives the user who made the API key, and the workspace. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const answer = await callClay(session, {
		method: 'GET',
		path: '/me',
		repeat: 'safe',
		read: readAccount,
	});
	if (!answer.ok) throw apiError(session, answer, { attempted: 'Could not read the account' });
	return [{ json: answer.value }];
}

function readAccount(data: unknown) {
	if (!isRecord(data) || !isRecord(data.user) || !isRecord(data.workspace)) return undefined;
	return {
		userId: readText(data.user.id) ?? null,
		userName: readText(data.user.name) ?? null,
		workspaceId: readText(data.workspace.id) ?? null,
	};
}
