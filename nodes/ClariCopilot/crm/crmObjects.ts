import { isGone } from '../../shared/http/request';
import { isRecord, readRecords, readText } from '../../shared/json/read';
import { apiError } from '../errors';
import type { CopilotSession } from '../transport';
import { callCopilot } from '../transport';
import type { CrmKind, CrmObject } from './crmKind';

const readObject = (data: unknown): CrmObject | undefined => (isRecord(data) ? data : undefined);

/** As it was found. Without an ID it is none, and an update of it would empty its fields. */
const readFound = (data: unknown): CrmObject | undefined => {
	const object = readObject(data);
	return object && (object.crm_id ?? object.id) !== undefined ? object : undefined;
};

const missing = (kind: CrmKind) => ({
	404: {
		what: `Clari Copilot knows no ${kind} with this CRM ID`,
		todo: 'Give the ID that the object has in your CRM, not the one of Clari Copilot. Customers with a native link to their CRM have no objects here.',
	},
});

/** @returns `undefined` when there is none. @throws NodeApiError */
export async function findObject(
	session: CopilotSession,
	kind: CrmKind,
	crmId: string,
): Promise<CrmObject | undefined> {
	const answer = await requestObject(session, kind, crmId);
	if (answer.ok) return answer.value;
	if (answer.status === 404) return undefined;
	throw apiError(session, answer, { attempted: `Could not read ${kind} ${crmId}` });
}

/** @param attempted for the error when there is none, e.g. `Could not update deal d1` @throws NodeApiError */
export async function getObject(
	session: CopilotSession,
	kind: CrmKind,
	crmId: string,
	attempted: string,
): Promise<CrmObject> {
	const answer = await requestObject(session, kind, crmId);
	if (answer.ok) return answer.value;
	throw apiError(session, answer, { attempted, byStatus: missing(kind) });
}

async function requestObject(session: CopilotSession, kind: CrmKind, id: string) {
	return await callCopilot(session, {
		method: 'GET',
		path: `/get-${kind}`,
		query: { id },
		repeat: 'safe',
		read: readFound,
	});
}

/** @throws NodeApiError */
export async function createObject(
	session: CopilotSession,
	kind: CrmKind,
	crmId: string,
	fields: CrmObject,
): Promise<CrmObject> {
	const answer = await callCopilot(session, {
		method: 'POST',
		path: `/create-${kind}`,
		body: { ...fields, crm_id: crmId },
		repeat: 'onlyIfNotTaken',
		read: readObject,
	});
	if (answer.ok) return { crm_id: crmId, ...fields, ...answer.value };
	throw apiError(session, answer, {
		attempted: `Could not create ${kind} ${crmId}`,
		byStatus: {
			400: {
				what: `Clari Copilot does not accept the ${kind}`,
				todo: "Check the fields. If the CRM ID may be there already, use 'Create or Update'.",
			},
		},
		whenUncertain: "It may have been created. 'Create or Update' can be run again without harm.",
	});
}

/**
 * Changes an object. The whole of it is sent, with the changes in it: whether Copilot keeps fields that are not sent is
 * not documented.
 *
 * @throws NodeApiError
 */
export async function updateObject(
	session: CopilotSession,
	kind: CrmKind,
	before: CrmObject,
	changes: CrmObject,
): Promise<CrmObject> {
	const body = merged(before, changes);
	const answer = await callCopilot(session, {
		method: 'PUT',
		path: `/update-${kind}`,
		body,
		repeat: 'safe',
		read: readObject,
	});
	if (answer.ok) return { ...body, ...answer.value };
	throw apiError(session, answer, {
		attempted: `Could not update ${kind} ${readText(before.crm_id) ?? ''}`,
		byStatus: {
			400: {
				what: `Clari Copilot does not accept the ${kind}`,
				todo: 'Check the fields.',
			},
		},
	});
}

/** @returns what Copilot had of it, as far as it says. @throws NodeApiError */
export async function deleteObject(
	session: CopilotSession,
	kind: CrmKind,
	crmId: string,
): Promise<CrmObject> {
	const answer = await callCopilot(session, {
		method: 'DELETE',
		path: `/delete-${kind}`,
		body: { id: crmId },
		repeat: 'safe',
		// Its status says that it is done.
		read: (data) => readObject(data) ?? {},
	});
	if (answer.ok) return answer.value;
	if (isGone(answer)) return {};
	throw apiError(session, answer, {
		attempted: `Could not delete ${kind} ${crmId}`,
		byStatus: missing(kind),
	});
}

/** Custom fields are merged by key; empty fields of the vendor are left out, since requests take no `null`. */
function merged(before: CrmObject, changes: CrmObject): CrmObject {
	const kept = fieldsWithoutNull(before);
	if (changes.custom_fields === undefined) return { ...kept, ...changes };
	const custom = new Map(
		[...readRecords(kept.custom_fields), ...readRecords(changes.custom_fields)].map((pair) => [
			pair.key,
			pair,
		]),
	);
	return { ...kept, ...changes, custom_fields: [...custom.values()] };
}

function fieldsWithoutNull(object: CrmObject): CrmObject {
	return Object.fromEntries(
		Object.entries(object)
			.filter(([, value]) => isThere(value))
			.map(([key, value]) => [key, withoutNull(value)]),
	);
}

/** In the entries of lists too: the first stage of a deal has none before it. */
function withoutNull(value: unknown): unknown {
	if (Array.isArray(value)) return value.filter(isThere).map(withoutNull);
	return isRecord(value) ? fieldsWithoutNull(value) : value;
}

function isThere(value: unknown): boolean {
	return value !== null && value !== undefined;
}
