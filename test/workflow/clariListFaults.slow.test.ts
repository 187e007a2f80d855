import type { INodeParameters } from 'n8n-workflow';

import type { FaultEffect, FaultRoute, Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { runClari } from './clari';
import type { EngineResult } from './engine';
import { jsonOf } from './engine';

/** The exports that are one list: activities and audit events. */
const EXPORTS = [
	{
		parameters: { resource: 'activityExport', operation: 'run' },
		route: 'queueActivity',
		list: 'activities',
		getResult: "'Activity Export: Get Result'",
	},
	{
		parameters: { resource: 'auditEvent', operation: 'export' },
		route: 'queueAudit',
		list: 'items',
		getResult: "'Audit Event: Get Result'",
	},
] as const satisfies Array<{
	parameters: INodeParameters;
	route: FaultRoute;
	list: string;
	getResult: string;
}>;

/** Clari has certainly not queued the export. */
const NOT_TAKEN: Array<[string, FaultEffect]> = [
	['429', { kind: 'status', status: 429, retryAfter: '0' }],
	[
		'a 500 of Clari itself',
		{ kind: 'status', status: 500, body: { code: 'internal_server_error' } },
	],
];
/** It may have, or may still. */
const UNCLEAR: Array<[string, FaultEffect]> = [
	['a 502 of a gateway', { kind: 'status', status: 502, body: '<html></html>' }],
	['a connection cut before', { kind: 'reset', when: 'before' }],
	['a connection cut after', { kind: 'reset', when: 'after' }],
	['an answer cut off', { kind: 'truncatedJson', contentLength: 'tooLarge' }],
	['an answer of another type', { kind: 'wrongType' }],
];
/** Passes when the same is asked again. */
const PASSING: Array<[string, FaultEffect]> = [
	...NOT_TAKEN,
	['a 502 of a gateway', { kind: 'status', status: 502, body: '<html></html>' }],
	['a connection cut', { kind: 'reset' }],
	['JSON cut off', { kind: 'truncatedJson', contentLength: 'matching' }],
	['a transfer cut off', { kind: 'truncatedJson', contentLength: 'tooLarge' }],
];

type Export = (typeof EXPORTS)[number];

const casesOf = (faults: Array<[string, FaultEffect]>) =>
	EXPORTS.flatMap((one) =>
		faults.map(([name, fault]): [string, string, Export, FaultEffect] => [
			one.parameters.resource,
			name,
			one,
			fault,
		]),
	);

async function runWith(
	{ parameters }: Export,
	route: FaultRoute,
	fault: FaultEffect,
): Promise<{ result: EngineResult; sandbox: Sandbox }> {
	const sandbox = await startSandbox({ clari: { organisation: { reps: 10 } } });
	try {
		sandbox.clari.faults.plan({ route, ...fault });
		const options = { attempts: 2, requestTimeout: 20 };
		return { result: await runClari(sandbox.clari, { ...parameters, options }), sandbox };
	} finally {
		await sandbox.close();
	}
}

/** One job, and an item for each entry of its file. */
function expectWhole({ result, sandbox }: Awaited<ReturnType<typeof runWith>>, list: string): void {
	expect(result.error).toBeUndefined();
	const [job, ...others] = sandbox.clari.jobs.all;
	expect(others).toEqual([]);
	const file: Record<string, unknown[]> = JSON.parse(job?.file.content ?? '{}');
	expect(file[list]?.length).toBeGreaterThan(0);
	expect(jsonOf(result)).toHaveLength(file[list]?.length ?? -1);
}

describe('an export that is one list', () => {
	test.concurrent.each(casesOf(NOT_TAKEN))(
		'%s: is queued again when it was not taken: %s',
		async (_resource, _name, one, fault) => {
			const outcome = await runWith(one, one.route, fault);
			expectWhole(outcome, one.list);
			expect(outcome.sandbox.clari.journal.count(one.route)).toBe(2);
		},
		120_000,
	);

	test.concurrent.each(casesOf(UNCLEAR))(
		'%s: is not paid for twice: %s',
		async (_resource, _name, one, fault) => {
			const { result, sandbox } = await runWith(one, one.route, fault);
			expect(result.error?.message).toMatch(/^Could not queue the export of/);
			expect(result.error?.description).toContain(one.getResult);
			expect(sandbox.clari.journal.count(one.route)).toBe(1);
		},
		120_000,
	);

	test.concurrent.each(casesOf(PASSING))(
		'%s: a download that fails once is made again: %s',
		async (_resource, _name, one, fault) => {
			const outcome = await runWith(one, 'results', fault);
			expectWhole(outcome, one.list);
			expect(outcome.sandbox.clari.journal.count('results')).toBe(2);
		},
		120_000,
	);

	test.concurrent.each(casesOf(PASSING))(
		'%s: a status that cannot be read once is asked for again: %s',
		async (_resource, _name, one, fault) => {
			expectWhole(await runWith(one, 'job', fault), one.list);
		},
		120_000,
	);
});
