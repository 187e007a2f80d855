import type { VendorServer } from '../vendorServer';
import { ClayApiError } from './apiError';
import { checkedBody, checkKey } from './checkRequest';
import { leadsTable, TABLE_FIELDS, TABLE_ID, updatedSince, type TableRow } from './leadsTable';
import { API_PATH } from './login';
import { cursorTo, offsetFrom } from './pages';
import { TABLE_QUERY_SCHEMA } from './requestSchemas';
import type { ClaySettings } from './settings';
import { fitsFilter, type TableFilter } from './tableFilter';

interface Tables {
	apiKey: string;
	seed: string;
	settings: ClaySettings;
}

interface TableQuery {
	cursor?: string;
	limit?: number;
	query: {
		tables: Array<{ id: string }>;
		filter?: TableFilter;
		field_mode?: 'names' | 'ids';
		select?: Array<{ field: string; as?: string; fn?: string; path?: string[] }>;
		group_by?: unknown;
		join?: unknown;
		order_by?: unknown;
	};
}

const DEFAULT_LIMIT = 50;

/** The name of a field that is given by name or id. */
function nameOf(field: string): string {
	const known = Object.values(TABLE_FIELDS).find(({ id, name }) => id === field || name === field);
	if (!known) throw new ClayApiError(422, `Unknown field: ${field}`);
	return known.name;
}

/** What the stand-in cannot do; better refused than answered wrongly. */
function checkSupported({ tables, select = [], group_by, join, order_by }: TableQuery['query']) {
	const isBeyond = group_by ?? join ?? order_by ?? (tables.length > 1 ? tables : undefined);
	const isComplex = select.some(({ fn, path }) => fn !== undefined || path !== undefined);
	if (isBeyond === undefined && !isComplex) return;
	throw new ClayApiError(422, 'The sandbox reads one table: no joins, groups, orders, paths');
}

/** The table query: one table, in the order of the oldest update. */
export function routesTables({ app }: VendorServer, { apiKey, seed, settings }: Tables): void {
	app.post(`${API_PATH}/tables/query`, { config: { routeName: 'clayTables' } }, async (request) => {
		checkKey(request, apiKey);
		if (!settings.tableQuery) {
			throw new ClayApiError(403, 'Table queries are not enabled for this workspace');
		}
		const {
			query,
			limit = DEFAULT_LIMIT,
			cursor,
		} = checkedBody<TableQuery>(request, TABLE_QUERY_SCHEMA);
		const { tables, filter, select, field_mode: mode } = query;
		if (tables.some(({ id }) => id !== TABLE_ID)) throw new ClayApiError(404, 'Table not found');
		checkSupported(query);
		const rows = leadsTable(seed, settings.tableRows).filter(
			(row) => filter === undefined || fitsFilter(row, filter, nameOf),
		);
		const columns = (select ?? Object.keys(TABLE_FIELDS).map((field) => ({ field }))).map(
			(column: { field: string; as?: string }) => {
				const name = nameOf(column.field);
				const { id = name } = TABLE_FIELDS[name] ?? {};
				return { name, key: column.as ?? (mode === 'ids' ? id : name) };
			},
		);
		const { page, next } = pageOf(rows, offsetFrom(TABLE_ID, cursor), limit);
		return {
			data: page.map((row) => Object.fromEntries(columns.map(({ name, key }) => [key, row[name]]))),
			fields: Object.fromEntries(columns.map(({ name, key }) => [key, TABLE_FIELDS[name]])),
			...(next !== undefined && { cursor: cursorTo(TABLE_ID, next) }),
		};
	});
}

/**
 * Rows from an offset on. Each page but the first begins with the last row of the page before, updated: a row that changes
 * while a table is read comes again, and a reader has to expect it. A page of one row has no room for that.
 */
function pageOf(rows: TableRow[], offset: number, limit: number) {
	const before = limit > 1 && offset > 0 ? rows.slice(offset - 1, offset).map(updatedSince) : [];
	const end = offset + limit - before.length;
	const page = [...before, ...rows.slice(offset, end)];
	return { page, next: end < rows.length ? end : undefined };
}
