import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../../shared/errors/nodeError';
import { chooseOperation } from '../../shared/operations/choose';
import { forEachItem } from '../../shared/operations/eachItem';
import { mayNote } from '../../shared/state/givenMemory';
import { UserNames } from '../calls/userNames';
import type { CopilotRun } from '../transport';
import { WeeklyUse } from '../weeklyUse';
import * as createAccount from './account/create';
import * as deleteAccount from './account/delete';
import * as getAccount from './account/get';
import * as updateAccount from './account/update';
import * as upsertAccount from './account/upsert';
import * as createCall from './call/create';
import * as getCall from './call/get';
import * as getManyCalls from './call/getMany';
import * as createContact from './contact/create';
import * as deleteContact from './contact/delete';
import * as getContact from './contact/get';
import * as updateContact from './contact/update';
import * as upsertContact from './contact/upsert';
import * as createDeal from './deal/create';
import * as deleteDeal from './deal/delete';
import * as getDeal from './deal/get';
import * as updateDeal from './deal/update';
import * as upsertDeal from './deal/upsert';
import type { Operation } from './operation';
import * as getManyScorecards from './scorecard/getMany';
import * as getManyTemplates from './scorecardTemplate/getMany';
import { readSession } from './session';
import * as getManyTopics from './topic/getMany';
import * as getManyUsers from './user/getMany';
import * as createWebhook from './webhook/create';
import * as deleteWebhook from './webhook/delete';
import * as getManyWebhooks from './webhook/getMany';
import * as checkReadiness from './workspace/checkReadiness';

/** Every operation of the node, by the values of Resource and Operation. */
export const OPERATIONS = {
	account: {
		create: createAccount,
		upsert: upsertAccount,
		delete: deleteAccount,
		get: getAccount,
		update: updateAccount,
	},
	call: { create: createCall, get: getCall, getMany: getManyCalls },
	contact: {
		create: createContact,
		upsert: upsertContact,
		delete: deleteContact,
		get: getContact,
		update: updateContact,
	},
	deal: {
		create: createDeal,
		upsert: upsertDeal,
		delete: deleteDeal,
		get: getDeal,
		update: updateDeal,
	},
	scorecard: { getMany: getManyScorecards },
	scorecardTemplate: { getMany: getManyTemplates },
	topic: { getMany: getManyTopics },
	user: { getMany: getManyUsers },
	webhook: { create: createWebhook, delete: deleteWebhook, getMany: getManyWebhooks },
	workspace: { checkReadiness },
} satisfies Record<string, Record<string, Operation>>;

/**
 * Runs the operation for each item. What a run has asked for counts even when an item fails.
 *
 * @throws the first item's error, unless the node is set to continue; then that item gives `{ error }`
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const run: CopilotRun = {
		use: new WeeklyUse(this, (hint) => this.addExecutionHints(hint), mayNote(this)),
		userNames: new UserNames(),
	};
	try {
		const output = await forEachItem(this, async (itemIndex) => {
			const operation = chooseOperation<Operation>(this, OPERATIONS, itemIndex);
			const session = await attempt(this.getNode(), itemIndex, async () => {
				return await readSession(this, itemIndex, run);
			});
			if (session.ok) return await operation.execute(session.value);
			if (operation.explain) return await operation.explain(this, itemIndex, session.error);
			throw session.error;
		});
		return [output];
	} finally {
		run.use.finish(Date.now());
	}
}
