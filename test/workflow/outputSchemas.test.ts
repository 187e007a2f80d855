import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { OPERATIONS as CLARI } from '../../nodes/Clari/actions/router';
import { OPERATIONS as COPILOT } from '../../nodes/ClariCopilot/actions/router';
import { OPERATIONS as CLAY } from '../../nodes/Clay/actions/router';
import { Clay } from '../../nodes/Clay/Clay.node';
import { ForecastDiff } from '../../nodes/ForecastDiff/ForecastDiff.node';
import { isRecord } from '../../nodes/shared/json/read';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { monthOfReports } from '../render/exportReports';
import { credentialFor, runClari } from './clari';
import { leads, runClay, webhookCredential } from './clay';
import { callById, runCopilot } from './copilot';
import type { EngineResult } from './engine';
import { jsonOf, resumeByTime, runNode } from './engine';
import { RememberedWorkflow, row } from './forecastDiffWorkflow';
import { serveWaiting } from './waiting';

const NODES = join(__dirname, '../../nodes');

const EVERY_DAY = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

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
	// What has no properties in the schema may have any: blocks and cards are defined by those who show them.
	if (!isRecord(value) || !isRecord(schema.properties)) return [];
	const { properties } = schema;
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

test.each([
	['Clari', CLARI, ['forecastExport/run/coverage.json', 'forecastExport/run/report.json']],
	['ClariCopilot', COPILOT, []],
	['Clay', CLAY, []],
])(
	'every operation of %s has a schema, and so have its other outputs',
	(node, operationsOf, others) => {
		const wanted = Object.entries(operationsOf).flatMap(([resource, operations]) =>
			Object.keys(operations).map((operation) => `${resource}/${operation}.json`),
		);
		const base = join(NODES, node, '__schema__/v1.0.0');
		const there = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((file) =>
			file.endsWith('.json'),
		);
		expect(there.sort()).toEqual([...wanted, ...others].sort());
	},
);

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
	await fit('account', 'checkReadiness');
	await fit('account', 'getLimits');
	await fit('forecastType', 'getMany');
	await fit('forecastExport', 'run');
	const [started] = await fit('forecastExport', 'start');
	const jobId = { __rl: true, mode: 'id', value: String(started?.jobId) };
	await fit('exportJob', 'get', { jobId });
	await fit('exportJob', 'getMany');
	await fit('forecastExport', 'getResult', { jobId });
	await fit('exportJob', 'cancel', { jobId });

	const periods = { timePeriodMode: 'list', timePeriods: '2026_Q1, 2025_Q4' };
	sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'TRUNCATED_ROWS' });
	const several = await runClari(sandbox.clari, periods);
	const run = 'Clari/__schema__/v1.0.0/forecastExport/run';
	expectToFit(jsonOf(several, 1), `${run}/report.json`);
	expectToFit(jsonOf(several, 2), `${run}/coverage.json`);
});

test('what Clari makes of reports fits its schemas', async () => {
	const resource = 'report';
	for (const operation of ['createDashboard', 'reconcile']) {
		const parameters = { resource, operation, hours: 4, options: {} };
		const input = monthOfReports(Date.now());
		const result = await runClari(sandbox.clari, parameters, { input });
		expectToFit(jsonOf(result), `Clari/__schema__/v1.0.0/${resource}/${operation}.json`);
	}
});

test('what Clari gives of activities, audit events and opportunities fits the schemas', async () => {
	const fit = async (resource: string, operation: string, parameters: INodeParameters = {}) => {
		const all = { resource, operation, returnAll: true, ...parameters };
		const result = await runClari(sandbox.clari, all);
		expect(result.error).toBeUndefined();
		expectToFit(jsonOf(result), `Clari/__schema__/v1.0.0/${resource}/${operation}.json`);
		return jsonOf(result);
	};
	const id = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
	const activities = await fit('activityExport', 'run');
	const types = ['MEETING', 'EMAIL_SENT'];
	const [started] = await fit('activityExport', 'start', { activityTypes: types });
	await fit('activityExport', 'getResult', { jobId: id(started?.jobId) });
	await fit('auditEvent', 'getMany');
	const [event] = await fit('auditEvent', 'export');
	await fit('auditEvent', 'getResult', { jobId: id(event?.jobId) });
	const ids = activities.map(({ opportunityId }) => opportunityId).join(',');
	await fit('opportunity', 'getMany', { opportunityIds: `${ids},unknown` });
});

describe('Clari Copilot', () => {
	async function fit(resource: string, operation: string, parameters: INodeParameters = {}) {
		const all = { resource, operation, returnAll: true, ...parameters };
		const result = await runCopilot(sandbox.copilot, all);
		expect(result.error).toBeUndefined();
		expectToFit(jsonOf(result), `ClariCopilot/__schema__/v1.0.0/${resource}/${operation}.json`);
		return jsonOf(result);
	}

	beforeAll(() => {
		Object.assign(sandbox.copilot.settings, { rate: 10_000, registration: 'asTheSeedSays' });
	});

	test('what is read fits the schemas', async () => {
		for (const resource of ['scorecard', 'scorecardTemplate', 'topic', 'user']) {
			await fit(resource, 'getMany');
		}
		await fit('workspace', 'checkReadiness');
		const calls = await fit('call', 'getMany', { includeDetails: true });
		const call = calls.find(({ competitors }) => Array.isArray(competitors) && competitors[0]);
		const options = { includeAudio: true, includeVideo: true };
		await fit('call', 'get', { ...callById(String(call?.id)), options });
	});

	test('what is written fits the schemas', async () => {
		const userEmails = sandbox.copilot.users[2]?.email ?? '';
		const callTime = '2026-01-01T00:00:00Z';
		const audioUrl = 'https://x.test/1.mp3';
		await fit('call', 'create', { sourceId: 's', callTime, audioUrl, userEmails });
		const customFields = { field: [{ key: 'a', value: 'b' }] };
		for (const resource of ['account', 'contact', 'deal']) {
			const crmId = 'c1';
			await fit(resource, 'create', { crmId, additionalFields: { customFields } });
			await fit(resource, 'upsert', { crmId });
			await fit(resource, 'update', { crmId });
			await fit(resource, 'get', { crmId });
			await fit(resource, 'delete', { crmId });
		}
		const webhook = { url: 'https://x.test/1', events: ['call.analyzed'] };
		const [made] = await fit('webhook', 'create', webhook);
		await fit('webhook', 'getMany');
		await fit('webhook', 'delete', { webhookId: String(made?.id) });
	});
});

describe('Clay', () => {
	const pollsUntilComplete = 1;

	async function fit(resource: string, operation: string, parameters: INodeParameters = {}) {
		const result = await runClay(
			sandbox.clay,
			{ resource, operation, returnAll: true, ...parameters },
			{ input: leads(1) },
		);
		expect(result.error).toBeUndefined();
		expectToFit(jsonOf(result), `Clay/__schema__/v1.0.0/${resource}/${operation}.json`);
		return jsonOf(result);
	}

	test('what its API gives fits the schemas', async () => {
		const { clay } = sandbox;
		Object.assign(clay.settings, { pollsUntilComplete, registration: 'asTheSeedSays' });
		clay.settings.failingItems = ({ id }) => id === 'b';
		const polling = { firstWait: 0, growth: 1, ceiling: 0.1, timeout: 1 };
		const options = { includeQuota: true };
		const list = ['a', 'b'].map((id) => ({ id, inputs: { domain: `${id}.test` } }));
		const run = { routineId: 'function:t_1', inputsFrom: 'list', inputsJson: list };
		await fit('account', 'checkReadiness', { includeTableWebhook: true });
		await fit('account', 'get');
		await fit('person', 'search', { filters: { country_names: ['x'] }, options });
		await fit('company', 'search', { filters: { country_names: ['x'] }, options });
		await fit('routine', 'runAndWait', { ...run, polling });
		const [started] = await fit('routine', 'run', run);
		const routineRunId = String(started?.routineRunId);
		for (let polls = 0; polls <= pollsUntilComplete; polls++) {
			await fit('routine', 'getResults', { routineRunId });
		}
		await fit('table', 'query', { tableId: clay.tableId, options: { fields: 'id' } });
		const webhook = { url: 'https://x.test/1', events: ['enrichment.failed'], tableId: 't_1' };
		const [made] = await fit('webhook', 'create', webhook);
		await fit('webhook', 'getMany');
		await fit('webhook', 'delete', { webhookId: String(made?.id) });
	});

	test('what becomes of rows fits the schema, whether they were created or not', async () => {
		await fit('row', 'create', { options: { callbackUrl: 'https://x.test/1' } });
		sandbox.clay.faults.plan({ route: 'clayRow', kind: 'status', status: 400 });
		await fit('row', 'create');
	});

	test('what a row that waited goes on with fits the schema', async () => {
		const n8n = await serveWaiting(new Clay());
		try {
			const run = {
				type: 'clay' as const,
				credentials: { clayTableWebhookApi: webhookCredential(sandbox.clay) },
				parameters: { resource: 'row', operation: 'createAndWait', options: {} },
				waitingUrl: n8n.url,
				resumeToken: 'token',
			};
			const waiting = await runNode(run);
			n8n.park(run, waiting);
			const url = String(sandbox.clay.rows.at(-1)?.cells.callback_url);
			const body = { event: 'enrichment.failed', error: 'none found', data: { a: '{{A}}' } };
			await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			const resumed = (n8n.resumedWith ?? []).map(({ json }) => json);
			const timedOut = jsonOf(await resumeByTime(run, waiting));
			expectToFit(resumed, 'Clay/__schema__/v1.0.0/row/createAndWait.json');
			expectToFit(timedOut, 'Clay/__schema__/v1.0.0/row/createAndWait.json');
		} finally {
			await n8n.close();
		}
	});
});

describe('Forecast Diff', () => {
	const SCHEMAS = 'ForecastDiff/__schema__/v1.0.0';
	/** The outputs of Compare. n8n shows one schema for an operation, which is the one of the first output. */
	const OUTPUTS = [
		'compare.json',
		'compare/summary.json',
		'compare/dataQuality.json',
		'compare/baseline.json',
	];

	test('has a schema for every operation and every output', () => {
		const operation = new ForecastDiff().description.properties.find(
			({ name }) => name === 'operation',
		);
		const operations = (operation?.options ?? []).flatMap((option) =>
			'value' in option ? `${String(option.value)}.json` : [],
		);
		const there = readdirSync(join(NODES, SCHEMAS), { recursive: true, encoding: 'utf8' });
		expect(there.filter((file) => file.endsWith('.json')).sort()).toEqual(
			[...new Set([...operations, ...OUTPUTS])].sort(),
		);
	});

	const call = (owner: string, value: number | null, over: IDataObject = {}) =>
		row(owner, value, { role: 'Rep', parentRole: 'West', ...over });
	const manager = (value: number) => row('mia', value, { role: 'West', parentRole: null });
	const options = { dataQualityLevel: 'info' };

	/** Runs whose outputs have about everything that there is. */
	async function richRuns(): Promise<EngineResult[]> {
		const workflow = new RememberedWorkflow({ options });
		const before = [
			manager(300),
			call('ann', 100),
			call('bob', 200),
			call('eva', 5),
			call('gus', 40),
			call('ida', null),
			call('gone', 70),
		];
		const after = [
			manager(420),
			call('ann', 150),
			call('bob', 270),
			call('eva', 5, { currency: 'EUR' }),
			call('new', 40),
			call('ida', 3),
			call('zoe', null, { timePeriod: '2026_Q2' }),
		];
		const quiet = { options: { ...options, quietDays: EVERY_DAY } };
		return [
			await workflow.run(before),
			await workflow.run(after, 'succeeds', quiet),
			await workflow.run(after),
			await workflow.run(before, 'succeeds', quiet),
			await workflow.run(after),
			await workflow.run(before),
			await runNode({
				type: 'forecastDiff',
				parameters: { operation: 'compare', options: { ...options, previewAlert: true } },
				input: before,
			}),
		];
	}

	test('what Compare gives fits the schemas of its outputs', async () => {
		const runs = await richRuns();
		expect(runs.flatMap(({ error }) => error ?? [])).toEqual([]);
		OUTPUTS.forEach((file, output) => {
			expectToFit(
				runs.flatMap((run) => jsonOf(run, output)),
				`${SCHEMAS}/${file}`,
			);
		});
	});

	test('also for an export of Clari', async () => {
		const before = jsonOf(await runClari(sandbox.clari));
		const after = before.map((item) => ({
			...item,
			value: typeof item.value === 'number' ? item.value * 2 : item.value,
		}));
		const result = await runNode({
			type: 'forecastDiff',
			parameters: { operation: 'compare', baselineHome: 'secondInput', options },
			input: after,
			secondInput: before,
		});
		for (const output of [0, 1, 3]) {
			expectToFit(jsonOf(result, output), `${SCHEMAS}/${String(OUTPUTS[output])}`);
		}
	});

	test('what the other operations give fits their schemas', async () => {
		const workflow = new RememberedWorkflow({ compareWith: 'startOfWeek' });
		await workflow.run([call('ann', 100)]);
		await workflow.run([call('ann', 100)]);
		const get = await workflow.run([{}], 'succeeds', { operation: 'getBaseline' });
		expectToFit(jsonOf(get), `${SCHEMAS}/getBaseline.json`);
		const reset = await workflow.run([{}], 'succeeds', { operation: 'resetBaseline' });
		expectToFit(jsonOf(reset), `${SCHEMAS}/resetBaseline.json`);
		expect(Object.keys(jsonOf(reset).at(-1) ?? {})).toEqual(
			expect.arrayContaining(['reference', 'start']),
		);
		await workflow.run([call('ann', 1)], 'succeeds', {
			baselineName: 'tab',
			moveBaseline: 'onCommit',
		});
		const commit = { operation: 'commitBaseline', baselineName: 'tab' };
		const committed = await workflow.run([{}], 'succeeds', commit);
		expectToFit(jsonOf(committed), `${SCHEMAS}/commitBaseline.json`);
	});
});
