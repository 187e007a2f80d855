import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord, readRecords, readText, toItemData } from '../../../shared/json/read';
import { jsonParameter } from '../../../shared/parameters/json';
import { limitParameters, readLimit } from '../../../shared/parameters/limit';
import {
	collectionParameter,
	flagParameter,
	textParameter,
	toList,
	toText,
} from '../../../shared/parameters/read';
import { apiError, sessionError } from '../../errors';
import type { ClaySession } from '../../transport';
import { callClay } from '../../transport';
import { optionsParameter, readSession } from '../session';

const displayOptions = { show: { resource: ['table'], operation: ['query'] } };

/** Rows of a page and fields of a query at the most. Source: Clay's OpenAPI. */
const PAGE_SIZE = 100;
const MAX_FIELDS = 20;

export const description: INodeProperties[] = [
	{
		displayName: 'Table ID',
		name: 'tableId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. t_…',
		description:
			'It stands in the address of the table in Clay. The query needs an Enterprise workspace with query sync.',
		displayOptions,
	},
	...limitParameters(displayOptions),
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions,
	},
	optionsParameter(displayOptions, [
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'string',
			default: '',
			placeholder: 'e.g. Email, ICP Score',
			description:
				'Names of up to 20 fields, separated by commas. All fields when empty. Include the ID field, so that a row that comes twice can be told.',
		},
		{
			displayName: 'Filter',
			name: 'filter',
			type: 'json',
			default: '',
			placeholder: 'e.g. { "field": "ICP Score", "op": ">=", "value": 80 }',
			description:
				'One condition with field, op and value, or conditions within and, or, not. All rows when empty.',
		},
		{
			displayName: 'ID Field',
			name: 'idField',
			type: 'string',
			default: 'id',
			description:
				'Name of the field that tells rows apart. A row that changes while the table is read comes again: the fresher one is kept.',
		},
	]),
];

type Row = Record<string, unknown>;

/** Gives an item for each row. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const options = collectionParameter(this, 'options', itemIndex);
	const query = readQuery(session, options);
	const limit = readLimit(this, itemIndex);
	const rows = await readRows(session, query, toText(options.idField, 'id').trim(), limit);
	const simplify = flagParameter(this, 'simplify', itemIndex, true);
	return rows.map((row) => ({ json: toItemData(simplify ? valuesOf(row) : { cells: row }) }));
}

function readQuery(session: ClaySession, options: Record<string, unknown>): Row {
	const { context, itemIndex } = session;
	const id = textParameter(context, 'tableId', itemIndex).trim();
	if (id === '') {
		throw sessionError(
			session,
			"'Table ID' is empty",
			'Copy it from the address of the table in Clay.',
		);
	}
	const fields = toList(options.fields);
	if (fields.length > MAX_FIELDS) {
		throw sessionError(
			session,
			`'Fields' names ${fields.length} fields, and Clay takes ${MAX_FIELDS} in one query`,
			'Choose fewer, or leave it empty for all fields.',
		);
	}
	const filter = readFilter(session, options.filter);
	return {
		tables: [{ id }],
		...(fields.length > 0 && { select: fields.map((field) => ({ field })) }),
		...(filter && { filter }),
	};
}

function readFilter(session: ClaySession, typed: unknown): Row | undefined {
	const { context, itemIndex } = session;
	if (typed === undefined) return undefined;
	const filter = jsonParameter(context, 'options.filter', 'Filter', itemIndex);
	if (filter === undefined || isRecord(filter)) return filter;
	throw sessionError(
		session,
		"'Filter' is no JSON object",
		'Give one condition, e.g. { "field": "ICP Score", "op": ">=", "value": 80 }.',
	);
}

/**
 * Follows the cursor. Clay reads a table in the order of the oldest change, so that a row that changes meanwhile comes
 * again: of rows with one id, the last one is kept, in the place of the first.
 */
async function readRows(
	session: ClaySession,
	query: Row,
	idField: string,
	limit: number,
): Promise<Row[]> {
	const rows = new Map<unknown, Row>();
	const cursors = new Set<string>();
	let cursor: string | undefined;
	do {
		const answer = await callClay(session, {
			method: 'POST',
			path: '/tables/query',
			body: {
				query,
				limit: Math.min(PAGE_SIZE, limit - rows.size),
				...(cursor !== undefined && { cursor }),
			},
			// It reads, so it may be asked again.
			repeat: 'safe',
			read: readPage,
		});
		if (!answer.ok) throw queryError(session, answer);
		for (const row of answer.value.rows) rows.set(idOf(row, idField) ?? {}, row);
		({ cursor } = answer.value);
		// A cursor that comes again would lead round in a circle.
		if (cursor === undefined || cursors.has(cursor)) break;
		cursors.add(cursor);
	} while (rows.size < limit);
	return [...rows.values()].slice(0, limit);
}

function queryError(session: ClaySession, failure: Parameters<typeof apiError>[1]) {
	const todo =
		'Table queries need an Enterprise workspace with query sync turned on for the table: ask your Clay contact.';
	return apiError(session, failure, {
		attempted: 'Could not query the table',
		byStatus: {
			403: { what: 'Clay does not allow table queries to this workspace or user', todo },
			404: {
				what: 'Clay knows no table with this ID',
				todo: 'Copy the ID from the address of the table in Clay.',
			},
			422: {
				what: 'Clay cannot run this query',
				todo: `Check the names of fields in 'Fields' and 'Filter'. ${todo}`,
			},
		},
	});
}

function readPage(data: unknown): { rows: Row[]; cursor?: string } | undefined {
	if (!isRecord(data) || !Array.isArray(data.data)) return undefined;
	const cursor = readText(data.cursor);
	return { rows: readRecords(data.data), ...(cursor !== undefined && { cursor }) };
}

/** `undefined` when the query did not ask for the field. */
function idOf(row: Row, idField: string): unknown {
	const cell = Object.hasOwn(row, idField) ? row[idField] : undefined;
	const value = isRecord(cell) ? cell.value : cell;
	return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** The values by field; `null` for a cell that is empty, has none yet, or ended without one. */
function valuesOf(row: Row): Row {
	return Object.fromEntries(
		Object.entries(row).map(([field, cell]) => [
			// n8n takes an item with `error` at the top for one that stands for a failure.
			field === 'error' ? 'error_value' : field,
			isRecord(cell) ? (cell.value ?? null) : cell,
		]),
	);
}
