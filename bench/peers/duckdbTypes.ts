import { requirePeer } from '../paths';

/** The part of `@duckdb/node-api` that is used here; the library is not installed with the project. */
export interface Duckdb {
	DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
	DuckDBDataChunk: { create(types: readonly unknown[]): DataChunk };
	VARCHAR: unknown;
	DOUBLE: unknown;
}

export interface Connection {
	run(sql: string): Promise<unknown>;
	runAndReadAll(sql: string): Promise<{ getRowObjectsJS(): Array<Record<string, unknown>> }>;
	createAppender(table: string): Promise<Appender>;
}

interface Appender {
	appendDataChunk(chunk: DataChunk): void;
	closeSync(): void;
}

interface DataChunk {
	setColumns(columns: ReadonlyArray<ReadonlyArray<string | number | null>>): void;
	reset(): void;
}

export function loadDuckdb(): Duckdb {
	return requirePeer('@duckdb/node-api');
}
