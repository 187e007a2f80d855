import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { isRecord, readRecords } from '../../shared/json/read';
import { jsonParameter } from '../../shared/parameters/json';
import { collectionParameter, textParameter, toList, toText } from '../../shared/parameters/read';
import { toUtc } from '../dateTime';
import { sessionError } from '../errors';
import type { CopilotSession } from '../transport';
import type { CrmKind, CrmObject } from './crmKind';
import type { CrmField } from './fields';
import { CRM_FIELDS } from './fields';

/** The ID by which Copilot's endpoints know an object. */
export function crmIdParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'CRM ID',
		name: 'crmId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 0015g00000XyZab',
		description: 'ID in your CRM. It is not the ID that Clari Copilot gives.',
		displayOptions,
	};
}

/** The other fields of an object, as a collection. */
export function fieldsParameter(
	kind: CrmKind,
	displayOptions: IDisplayOptions,
	{ displayName, name }: { displayName: string; name: string },
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions,
		options: CRM_FIELDS[kind].map(parameterOf),
	};
}

function parameterOf({ displayName, name, form, description }: CrmField): INodeProperties {
	const base = { displayName, name, description };
	switch (form) {
		case 'flag':
			return { ...base, type: 'boolean', default: false };
		case 'date':
			return { ...base, type: 'dateTime', default: '' };
		case 'json':
			return { ...base, type: 'json', default: '[]' };
		case 'pairs':
			return {
				...base,
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Custom Field',
				default: {},
				options: [
					{
						displayName: 'Field',
						name: 'field',
						values: [
							{ displayName: 'Key', name: 'key', type: 'string', default: '' },
							{ displayName: 'Value', name: 'value', type: 'string', default: '' },
						],
					},
				],
			};
		case 'list':
		case 'text':
			return { ...base, type: 'string', default: '' };
	}
}

/** @throws NodeOperationError when there is none */
export function readCrmId(session: CopilotSession): string {
	const id = textParameter(session.context, 'crmId', session.itemIndex).trim();
	if (id !== '') return id;
	throw sessionError(
		session,
		"'CRM ID' is empty",
		'Put in the ID that the object has in your CRM.',
	);
}

/** What the user set, under the names that Copilot has for it. */
export function readFields(session: CopilotSession, kind: CrmKind, parameter: string): CrmObject {
	const values = collectionParameter(session.context, parameter, session.itemIndex);
	return Object.fromEntries(
		CRM_FIELDS[kind].flatMap((field) => {
			if (values[field.name] === undefined) return [];
			const value = readField(session, field, values[field.name], parameter);
			return value === undefined ? [] : [[field.key, value]];
		}),
	);
}

function readField(
	session: CopilotSession,
	{ name, displayName, form }: CrmField,
	value: unknown,
	parameter: string,
): unknown {
	switch (form) {
		case 'flag':
			return value === true;
		case 'date':
			return toUtc(session, value, displayName);
		case 'list':
			return toList(value);
		case 'text':
			return toText(value, '');
		case 'pairs':
			return readRecords(isRecord(value) ? value.field : undefined).map((pair) => ({
				key: toText(pair.key, ''),
				value: toText(pair.value, ''),
			}));
		case 'json':
			return readList(session, `${parameter}.${name}`, displayName);
	}
}

function readList(session: CopilotSession, name: string, label: string): unknown {
	const list = jsonParameter(session.context, name, label, session.itemIndex);
	if (list === undefined || Array.isArray(list)) return list;
	throw sessionError(session, `'${label}' is no JSON list`, 'Give a list of objects: [{ … }].');
}
