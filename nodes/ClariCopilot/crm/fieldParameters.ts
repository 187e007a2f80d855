import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { isRecord, readRecords } from '../../shared/json/read';
import { jsonParameter } from '../../shared/parameters/json';
import { collectionParameter, textParameter, toList } from '../../shared/parameters/read';
import { toUtcDay, toUtcKeepingDays } from '../dateTime';
import { sessionError } from '../errors';
import { readPlainText } from '../textValues';
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
		case 'day':
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

/**
 * `undefined` when an expression found nothing (`null`): what there is of the field stays. An empty text empties texts and lists
 * of texts, and is nothing to go by for the others.
 */
function readField(
	session: CopilotSession,
	{ name, displayName, form }: CrmField,
	value: unknown,
	parameter: string,
): unknown {
	if (value === null) return undefined;
	switch (form) {
		case 'flag':
			return readFlag(session, value, displayName);
		case 'date':
			return toUtcKeepingDays(session, value, displayName);
		case 'day':
			return toUtcDay(session, value, displayName);
		case 'list':
			return readTexts(session, value, displayName);
		case 'text':
			return readPlainText(session, value, displayName);
		case 'pairs':
			return readPairs(session, value, displayName);
		case 'json':
			return readList(session, `${parameter}.${name}`, displayName);
	}
}

function readTexts(session: CopilotSession, value: unknown, label: string): string[] {
	const entries: unknown[] = Array.isArray(value) ? value : [value];
	return entries.flatMap((entry) => toList(readPlainText(session, entry, label)));
}

function readFlag(session: CopilotSession, value: unknown, label: string): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw sessionError(session, `'${label}' is neither true nor false`, 'Give true or false.');
}

/** Pairs whose value was not found are left out. */
function readPairs(session: CopilotSession, value: unknown, label: string): CrmObject[] {
	return readRecords(isRecord(value) ? value.field : undefined).flatMap((pair) => {
		const text = readPlainText(session, pair.value, label);
		if (text === undefined) return [];
		const key = readPlainText(session, pair.key, label) ?? '';
		if (key.trim() !== '') return [{ key, value: text }];
		throw sessionError(session, `'${label}' has a field without a key`, "Fill in 'Key'.");
	});
}

function readList(session: CopilotSession, name: string, label: string): unknown {
	const list = jsonParameter(session.context, name, label, session.itemIndex);
	if (list === null) return undefined;
	if (list === undefined || Array.isArray(list)) return list;
	throw sessionError(session, `'${label}' is no JSON list`, 'Give a list of objects: [{ … }].');
}
