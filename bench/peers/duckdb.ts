import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { toJson, toRows, type Row } from '../data/snapshots';
import { loadDuckdb, type Connection, type Duckdb } from './duckdbTypes';
import { withSame, type Comparison, type Found, type Peer } from './peer';

const TEXT = ['rowId', 'ownerEmail', 'ownerName', 'field', 'timeFrame', 'currency', 'updatedAt'];
const NUMBERS = ['amount', 'quota'];
const COLUMNS = [...TEXT, ...NUMBERS];
const TYPED = [
	...TEXT.map((name) => [name, 'VARCHAR']),
	...NUMBERS.map((name) => [name, 'DOUBLE']),
];

/** Rows of a data chunk at most. */
const CHUNK = 2048;

/** The rows that are not the same, with both amounts: what an alert needs. */
const FULL_OUTER_JOIN = `
	SELECT coalesce(c.rowId, p.rowId) AS rowId, p.amount AS previous, c.amount AS current,
		coalesce(c.ownerName, p.ownerName) AS ownerName,
		CASE WHEN p.rowId IS NULL THEN 'added' WHEN c.rowId IS NULL THEN 'removed' ELSE 'changed' END AS kind
	FROM previous p FULL OUTER JOIN current c ON p.rowId = c.rowId
	WHERE p.rowId IS NULL OR c.rowId IS NULL OR p.amount IS DISTINCT FROM c.amount
		OR p.currency IS DISTINCT FROM c.currency`;

async function connect({ DuckDBInstance }: Duckdb): Promise<Connection> {
	const instance = await DuckDBInstance.create(':memory:');
	return await instance.connect();
}

async function load(
	duckdb: Duckdb,
	connection: Connection,
	table: string,
	rows: readonly Row[],
): Promise<void> {
	const columns = TYPED.map(([name, type]) => `${name} ${type}`).join(', ');
	await connection.run(`CREATE TABLE ${table} (${columns})`);
	const appender = await connection.createAppender(table);
	const types = TYPED.map(([, type]) => (type === 'DOUBLE' ? duckdb.DOUBLE : duckdb.VARCHAR));
	const chunk = duckdb.DuckDBDataChunk.create(types);
	for (let start = 0; start < rows.length; start += CHUNK) {
		const part = rows.slice(start, start + CHUNK);
		chunk.reset();
		chunk.setColumns(COLUMNS.map((column) => part.map((row) => row[column] ?? null)));
		appender.appendDataChunk(chunk);
	}
	appender.closeSync();
}

async function join(connection: Connection, rows: number): Promise<Found> {
	const changes = (await connection.runAndReadAll(FULL_OUTER_JOIN)).getRowObjectsJS();
	const found = { added: 0, removed: 0, changed: 0 };
	for (const { kind } of changes) {
		if (kind === 'added' || kind === 'removed' || kind === 'changed') found[kind]++;
	}
	return { counts: withSame(rows, found), output: changes };
}

export const duckdbLoaded: Peer = {
	id: 'duckdb-loaded',
	title: 'DuckDB, tables loaded before',
	group: 'table',
	about:
		'FULL OUTER JOIN over tables in memory that are loaded before the clock starts; amount and currency compared, on all cores.',
	async prepare(snapshots): Promise<Comparison> {
		const duckdb = loadDuckdb();
		const connection = await connect(duckdb);
		const previous = toRows(snapshots.previous);
		const current = toRows(snapshots.current);
		await load(duckdb, connection, 'previous', previous);
		await load(duckdb, connection, 'current', current);
		return async () => {
			const found = await join(connection, previous.length);
			return { ...found, output: [previous, current, found.output] };
		};
	},
};

export const duckdbFromRows: Peer = {
	id: 'duckdb-rows',
	title: 'DuckDB, from rows',
	group: 'table',
	about: 'The same, with the time that the rows of the workflow take to get into DuckDB.',
	prepare(snapshots): Comparison {
		const duckdb = loadDuckdb();
		const previous = toRows(snapshots.previous);
		const current = toRows(snapshots.current);
		return async () => {
			const start = performance.now();
			const connection = await connect(duckdb);
			await load(duckdb, connection, 'previous', previous);
			await load(duckdb, connection, 'current', current);
			const loaded = performance.now();
			const found = await join(connection, previous.length);
			return {
				...found,
				output: [previous, current, found.output],
				parts: { load: loaded - start, join: performance.now() - loaded },
			};
		};
	},
};

export const duckdbFromFiles: Peer = {
	id: 'files-duckdb',
	title: 'DuckDB, read_json',
	group: 'files',
	about: '`read_json` of both files (from the page cache), then the FULL OUTER JOIN.',
	prepare(snapshots, { scratch }): Comparison {
		const duckdb = loadDuckdb();
		const files = { previous: toJson(snapshots.previous), current: toJson(snapshots.current) };
		const columns = TYPED.map(([name, type]) => `${name}: '${type}'`).join(', ');
		const fileOf = (name: string) => path.join(scratch, `${name}.json`);
		for (const [name, bytes] of Object.entries(files)) writeFileSync(fileOf(name), bytes);
		return async () => {
			const connection = await connect(duckdb);
			for (const name of Object.keys(files)) {
				await connection.run(
					`CREATE TABLE ${name} AS SELECT * FROM read_json('${fileOf(name)}', format = 'array', columns = {${columns}})`,
				);
			}
			const found = await join(connection, snapshots.previous.order.length);
			return { ...found, output: [files, found.output] };
		};
	},
};
