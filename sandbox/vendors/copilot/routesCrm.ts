import type { VendorServer } from '../vendorServer';
import { CopilotApiError } from './apiError';
import { checkedBody } from './checkedBody';
import { CRM_FIELDS, type CrmKind } from './crmSchemas';
import { Query } from './query';

export interface CrmObject extends Record<string, unknown> {
	/** Made by Copilot. */
	id: string;
	/** The id that its endpoints ask for. */
	crm_id: string;
}

/** By their ids in the CRM. */
export type CrmObjects = Record<CrmKind, Map<string, CrmObject>>;

export const noCrmObjects = (): CrmObjects => ({
	account: new Map(),
	contact: new Map(),
	deal: new Map(),
});

/** Accounts, contacts and deals: four endpoints each, and no list. */
export function routesCrm(server: VendorServer, objects: CrmObjects): void {
	for (const kind of ['account', 'contact', 'deal'] as const) {
		routesOf(server, kind, objects[kind]);
	}
}

function routesOf({ app }: VendorServer, kind: CrmKind, objects: Map<string, CrmObject>): void {
	const route = { config: { routeName: 'copilotCrm' } } as const;
	const properties = CRM_FIELDS[kind];
	const schema = { type: 'object', additionalProperties: false, properties, required: ['crm_id'] };
	const find = (id: string) => {
		const object = objects.get(id);
		if (object) return object;
		throw new CopilotApiError(404, `${kind} not found`);
	};
	let count = 0;

	app.post(`/create-${kind}`, route, async (request) => {
		const fields = checkedBody<Omit<CrmObject, 'id'>>(request, schema);
		const crm_id = String(fields.crm_id);
		// What happens then is not documented.
		if (objects.has(crm_id)) throw new CopilotApiError(400, `${kind} ${crm_id} exists already`);
		const object = { ...fields, id: `${kind}-${++count}`, crm_id };
		objects.set(crm_id, object);
		return object;
	});

	app.get(`/get-${kind}`, route, async (request) => find(new Query(request).text('id') ?? ''));

	app.put(`/update-${kind}`, route, async (request) => {
		const fields = checkedBody<CrmObject>(request, {
			...schema,
			properties: { id: { type: 'string' }, ...properties },
			required: ['id', 'crm_id'],
		});
		// No 404 in the specification.
		const there = objects.get(fields.crm_id);
		if (there?.id !== fields.id) throw new CopilotApiError(400, `${kind} does not exist`);
		// What is not given is gone: the harder of the two ways in which a PUT can be meant.
		objects.set(fields.crm_id, fields);
		return fields;
	});

	app.delete(`/delete-${kind}`, route, async (request) => {
		const { id } = checkedBody<{ id: string }>(request, {
			type: 'object',
			additionalProperties: false,
			required: ['id'],
			properties: { id: { type: 'string' } },
		});
		const object = find(id);
		objects.delete(id);
		return object;
	});
}
