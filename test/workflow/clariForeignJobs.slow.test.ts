import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { QUEUED_HERE } from '../../nodes/Clari/exports/underWay';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { runClari } from './clari';
import type { EngineResult } from './engine';
import { jsonOf } from './engine';

const LAST_QUARTER: INodeParameters = { timePeriodMode: 'list', timePeriods: '2025_Q4' };

let sandbox: Sandbox;

beforeEach(async () => {
	QUEUED_HERE.clear();
	sandbox = await startSandbox({ clari: { organisation: { reps: 20 } } });
	sandbox.clari.settings.concurrentLimit = 5;
});
afterEach(async () => await sandbox.close());

const jobs = () => sandbox.clari.jobs.all;
const hintsOf = ({ hints }: EngineResult) => hints.map(({ message }) => message).join('\n');
const textOf = ({ error }: EngineResult) => `${error?.message} ${error?.description}`;
const reportOf = (result: EngineResult) => jsonOf(result, 1)[0];

/** Somebody else with the same token queues an export of the tab, outside of n8n. */
async function queueElsewhere(body: object): Promise<string> {
	const { clari } = sandbox;
	const response = await fetch(`${clari.v4Url}/export/forecast/forecast`, {
		method: 'POST',
		headers: { apikey: clari.token, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(response.status).toBe(200);
	return jobs().at(-1)?.jobId ?? '';
}

/** A scope below the top. */
function aManager(): string {
	// The first is at the top.
	const [, manager] = sandbox.clari.organisation.members.filter(({ kind }) => kind === 'manager');
	return `${manager?.clariUserId}::MGR`;
}

/** The memory of a workflow that has completed this export before. */
async function memoryOfARun(parameters: INodeParameters = {}): Promise<IDataObject> {
	const staticData: IDataObject = {};
	expect((await runClari(sandbox.clari, parameters, { staticData })).error).toBeUndefined();
	return staticData;
}

describe("somebody else's job looks like the same export", () => {
	const scoped = () => ({ scopeId: aManager() });
	const quotas = () => ({ typesToExport: ['quota'] });

	test.each<[string, () => object, INodeParameters, RegExp]>([
		['of another scope', scoped, {}, /another scope/],
		['of another scope, for a file', scoped, { output: 'file' }, /another scope/],
		[
			'of another scope, as CSV',
			() => ({ ...scoped(), exportFormat: 'CSV' }),
			{ exportFormat: 'CSV' },
			/another scope/,
		],
		['of other types', quotas, {}, /it has no forecast/],
		['of other types, for a file', quotas, { output: 'file' }, /it has no forecast/],
	])(
		'%s: its file does not prove to be of this one, and another is queued',
		async (_, body, parameters, reason) => {
			sandbox.clari.settings.advanceOnExport = false;
			const staticData: IDataObject = {};
			const before = await runClari(sandbox.clari, parameters, { staticData });
			const foreign = await queueElsewhere(body());
			const result = await runClari(sandbox.clari, parameters, { staticData });
			expect(result.error).toBeUndefined();
			expect(hintsOf(result)).toMatch(reason);
			expect(reportOf(result)).toMatchObject({
				jobId: jobs().at(-1)?.jobId,
				adopted: false,
				attempts: 1,
				rows: reportOf(before)?.rows,
			});
			expect(reportOf(result)?.jobId).not.toBe(foreign);
		},
		30_000,
	);

	test('in another currency than the one that it is always in is not taken', async () => {
		const euro = () =>
			queueElsewhere({ typesToExport: ['forecast', 'forecast_updated'], currency: 'EUR' });
		const staticData = await memoryOfARun();
		// The only job of the list, so that nothing there speaks against it.
		jobs().splice(0);
		await euro();
		const result = await runClari(sandbox.clari, {}, { staticData });
		expect(new Set(jsonOf(result).map(({ currency }) => currency))).not.toContain('EUR');
		expect(hintsOf(result)).toContain('it is in EUR, and the last run was in USD');
		expect(reportOf(result)).toMatchObject({ adopted: false, attempts: 1 });
	});

	test('without an earlier run nothing proves it: another is queued at once, and a hint says why', async () => {
		const foreign = await queueElsewhere({ scopeId: aManager() });
		const result = await runClari(sandbox.clari);
		expect(result.error).toBeUndefined();
		expect(reportOf(result)).toMatchObject({ adopted: false, attempts: 1 });
		expect(hintsOf(result).match(/looks like the same export/g)).toHaveLength(1);
		expect(hintsOf(result)).toContain('remembers no completed run of this export');
		expect(sandbox.clari.journal.filter({ route: 'job', jobId: foreign })).toEqual([]);
	});

	test('Start, which sees no file, does not take it', async () => {
		const staticData = await memoryOfARun();
		const foreign = await queueElsewhere({ typesToExport: ['quota'] });
		const started = await runClari(sandbox.clari, { operation: 'start' }, { staticData });
		expect(jsonOf(started)[0]).toMatchObject({ adopted: false });
		expect(jsonOf(started)[0]?.jobId).not.toBe(foreign);
		expect(hintsOf(started)).toContain('this operation does not see the file');
	});

	test('that is of the same request is taken over, and the report says that it was verified', async () => {
		const staticData = await memoryOfARun(LAST_QUARTER);
		const same = await queueElsewhere({
			timePeriod: '2025_Q4',
			typesToExport: ['forecast', 'forecast_updated'],
		});
		const result = await runClari(sandbox.clari, LAST_QUARTER, { staticData });
		expect(reportOf(result)).toMatchObject({ jobId: same, adopted: true, attempts: 0 });
		expect(reportOf(result)?.checksPassed).toContain('request_matches');
		expect(jobs()).toHaveLength(2);
	});
});

describe('the request to queue is not answered', () => {
	/** Somebody else's job appears once the request has failed. */
	async function runBesides(body: object, staticData: IDataObject = {}): Promise<EngineResult> {
		const before = sandbox.clari.journal.count('queue');
		sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 502 });
		const running = runClari(sandbox.clari, {}, { staticData, onError: 'continueRegularOutput' });
		while (sandbox.clari.journal.count('queue') === before) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		await queueElsewhere(body);
		return await running;
	}

	test.each<[string, () => object]>([
		[
			'of other types, weeks and currency',
			() => ({ typesToExport: ['quota'], includeHistorical: true, currency: 'EUR' }),
		],
		['of another scope', () => ({ scopeId: aManager() })],
	])(
		'a job %s that appears meanwhile is not delivered, and nothing is queued again',
		async (_, body) => {
			const staticData = await memoryOfARun();
			const result = await runBesides(body(), staticData);
			expect(jobs()).toHaveLength(2);
			const [item] = jsonOf(result);
			expect(jsonOf(result)).toHaveLength(1);
			expect(item?.error).toContain(`Export job ${jobs()[1]?.jobId}`);
			expect(item?.error).toContain('is not proven to be that export');
			expect(reportOf(result)).toMatchObject({
				outcome: 'failed',
				checksFailed: 'request_matches',
			});
		},
		30_000,
	);

	test('without an earlier run a job that appears is named, and not delivered', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'reset', when: 'after' });
		const result = await runClari(sandbox.clari);
		const [job] = jobs();
		expect(jobs()).toHaveLength(1);
		expect(jsonOf(result)).toEqual([]);
		expect(textOf(result)).toContain(`Export job ${job?.jobId} appeared at that moment`);
		expect(textOf(result)).toContain('It is not certain whether Clari queued the export');
		expect(sandbox.clari.journal.count('results')).toBe(0);
	}, 30_000);

	test('with one it is delivered once its file has proved to be of this request', async () => {
		const staticData = await memoryOfARun();
		sandbox.clari.faults.plan({ route: 'queue', kind: 'reset', when: 'after' });
		const result = await runClari(sandbox.clari, {}, { staticData });
		expect(result.error).toBeUndefined();
		expect(jobs()).toHaveLength(2);
		expect(reportOf(result)).toMatchObject({
			jobId: jobs()[1]?.jobId,
			adopted: false,
			attempts: 1,
		});
		const file: { entries: unknown[] } = JSON.parse(jobs()[1]?.file.content ?? '{}');
		expect(jsonOf(result)).toHaveLength(file.entries.length);
		expect(reportOf(result)?.checksPassed).toContain('request_matches');
	}, 30_000);

	test('Start fails and names it', async () => {
		const staticData = await memoryOfARun();
		sandbox.clari.faults.plan({ route: 'queue', kind: 'reset', when: 'after' });
		const result = await runClari(sandbox.clari, { operation: 'start' }, { staticData });
		expect(jsonOf(result)).toEqual([]);
		expect(textOf(result)).toContain(`Export job ${jobs()[1]?.jobId} appeared at that moment`);
	}, 30_000);
});

test('what the memory keeps of a file is small, and names nobody', async () => {
	const staticData = await memoryOfARun();
	const kept = JSON.stringify(Object(staticData.global).clariExportFiles);
	expect(kept.length).toBeLessThan(400);
	for (const { email, userId, name } of sandbox.clari.organisation.members) {
		for (const personal of [email, userId, name]) expect(kept).not.toContain(personal);
	}
});
