import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { OPERATIONS } from '../../nodes/Clari/actions/router';
import { isRecord } from '../../nodes/shared/json/read';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, runClari } from './clari';
import { jsonOf, runNode } from './engine';

const NODES = join(__dirname, '../../nodes');

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 10 } } });
});
afterAll(async () => await sandbox.close());

function schemaOf(file: string): Record<string, unknown> {
	const schema: unknown = JSON.parse(readFileSync(join(NODES, file), 'utf8'));
	return isRecord(schema) ? schema : {};
}

/** What an item has that its schema does not tell, or tells otherwise. A null has no type to compare. */
function differences(value: unknown, schema: unknown, path = ''): string[] {
	if (value === null || value === undefined || !isRecord(schema)) return [];
	const actual = Array.isArray(value) ? 'array' : typeof value;
	if (schema.type !== actual) return [`${path}: ${actual} instead of ${String(schema.type)}`];
	if (Array.isArray(value))
		return value.flatMap((entry) => differences(entry, schema.items, `${path}[]`));
	if (!isRecord(value)) return [];
	const properties = isRecord(schema.properties) ? schema.properties : {};
	return Object.entries(value).flatMap(([key, entry]) =>
		key in properties
			? differences(entry, properties[key], `${path}.${key}`)
			: [`${path}.${key}: not in the schema`],
	);
}

function expectToFit(items: IDataObject[], file: string): void {
	const schema = schemaOf(file);
	expect(items.length).toBeGreaterThan(0);
	expect(items.flatMap((item) => differences(item, schema))).toEqual([]);
}

test('every operation of Clari has a schema', () => {
	const wanted = Object.entries(OPERATIONS).flatMap(([resource, operations]) =>
		Object.keys(operations).map((operation) => `${resource}/${operation}.json`),
	);
	const base = join(NODES, 'Clari/__schema__/v1.0.0');
	const there = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.json'),
	);
	expect(there.sort()).toEqual(wanted.sort());
});

test('what the operations of Clari give fits their schemas', async () => {
	const fit = async (resource: string, operation: string, parameters: INodeParameters = {}) => {
		const result = await runClari(
			sandbox.clari,
			{ resource, operation, returnAll: true, ...parameters },
			{ credential: credentialFor(sandbox.clari, resource === 'forecastType' ? 'v1' : 'v4') },
		);
		expectToFit(jsonOf(result), `Clari/__schema__/v1.0.0/${resource}/${operation}.json`);
		return jsonOf(result);
	};
	await fit('account', 'getLimits');
	await fit('forecastType', 'getMany');
	await fit('forecastExport', 'run');
	const [started] = await fit('forecastExport', 'start');
	const jobId = { __rl: true, mode: 'id', value: String(started?.jobId) };
	await fit('exportJob', 'get', { jobId });
	await fit('exportJob', 'getMany');
	await fit('forecastExport', 'getResult', { jobId });
	await fit('exportJob', 'cancel', { jobId });
});

test('the changes of Forecast Diff fit their schema', async () => {
	const before = jsonOf(await runClari(sandbox.clari));
	const after = before.map((row) => ({
		...row,
		value: typeof row.value === 'number' ? row.value * 2 : row.value,
	}));
	const result = await runNode({
		type: 'forecastDiff',
		parameters: { operation: 'compare', compareWith: 'secondInput', options: {} },
		input: after,
		secondInput: before,
	});
	expectToFit(jsonOf(result), 'ForecastDiff/__schema__/v1.0.0/compare.json');
});
