import type { IDisplayOptions } from 'n8n-workflow';

import { toItemData } from '../../shared/json/read';
import type { Operation } from '../actions/operation';
import { optionsParameter } from '../actions/session';
import { crmItem } from './crmItem';
import type { CrmKind } from './crmKind';
import { createObject, deleteObject, findObject, getObject, updateObject } from './crmObjects';
import { crmIdParameter, fieldsParameter, readCrmId, readFields } from './fieldParameters';

// Accounts, contacts and deals differ in their fields and names only, so that each operation is described once here.

const ADDITIONAL = { displayName: 'Additional Fields', name: 'additionalFields' };
const UPDATE = { displayName: 'Update Fields', name: 'updateFields' };

const shownFor = (kind: CrmKind, operation: string): IDisplayOptions => ({
	show: { resource: [kind], operation: [operation] },
});

export function createOperation(kind: CrmKind): Operation {
	const shown = shownFor(kind, 'create');
	return {
		description: [
			crmIdParameter(shown),
			fieldsParameter(kind, shown, ADDITIONAL),
			optionsParameter(shown),
		],
		execute: async (session) => {
			const fields = readFields(session, kind, ADDITIONAL.name);
			return [crmItem(await createObject(session, kind, readCrmId(session), fields))];
		},
	};
}

/** Copilot has no such endpoint: reads by the CRM ID, then creates or updates. */
export function upsertOperation(kind: CrmKind): Operation {
	const shown = shownFor(kind, 'upsert');
	return {
		description: [
			crmIdParameter(shown),
			fieldsParameter(kind, shown, ADDITIONAL),
			optionsParameter(shown),
		],
		execute: async (session) => {
			const crmId = readCrmId(session);
			const fields = readFields(session, kind, ADDITIONAL.name);
			const before = await findObject(session, kind, crmId);
			const object = before
				? await updateObject(session, kind, { ...before, crm_id: crmId }, fields)
				: await createObject(session, kind, crmId, fields);
			return [crmItem({ ...object, wasCreated: before === undefined })];
		},
	};
}

export function deleteOperation(kind: CrmKind): Operation {
	const shown = shownFor(kind, 'delete');
	return {
		description: [crmIdParameter(shown), optionsParameter(shown)],
		execute: async (session) => {
			const crmId = readCrmId(session);
			const lastSnapshot = toItemData(await deleteObject(session, kind, crmId));
			return [{ json: { deleted: true, crmId, lastSnapshot } }];
		},
	};
}

export function getOperation(kind: CrmKind): Operation {
	const shown = shownFor(kind, 'get');
	return {
		description: [crmIdParameter(shown), optionsParameter(shown)],
		execute: async (session) => {
			const crmId = readCrmId(session);
			const attempted = `Could not read ${kind} ${crmId}`;
			return [crmItem(await getObject(session, kind, crmId, attempted))];
		},
	};
}

export function updateOperation(kind: CrmKind): Operation {
	const shown = shownFor(kind, 'update');
	return {
		description: [
			crmIdParameter(shown),
			fieldsParameter(kind, shown, UPDATE),
			optionsParameter(shown),
		],
		execute: async (session) => {
			const crmId = readCrmId(session);
			const changes = readFields(session, kind, UPDATE.name);
			const attempted = `Could not update ${kind} ${crmId}`;
			const before = await getObject(session, kind, crmId, attempted);
			return [crmItem(await updateObject(session, kind, { ...before, crm_id: crmId }, changes))];
		},
	};
}
