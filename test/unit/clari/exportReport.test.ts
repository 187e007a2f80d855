import { ExportProgress } from '../../../nodes/Clari/exports/progress';
import type { ReportedOperation } from '../../../nodes/Clari/reports/exportReport';
import { exportReport } from '../../../nodes/Clari/reports/exportReport';
import { requestText } from '../../../nodes/Clari/reports/requestText';

const ORIGIN = {
	reportId: 'r',
	host: 'api.clari.com',
	credential: 'Clari (production)',
	workflowId: 'w',
	workflowName: 'Workflow',
	executionId: '1',
	mode: 'trigger',
};

function phases(operation: ReportedOperation, progress: ExportProgress) {
	const { slotWaitMs, queueMs, runMs, downloadMs } = exportReport(
		ORIGIN,
		{ kind: 'forecast', operation },
		progress,
		Date.now(),
	);
	return { slotWaitMs, queueMs, runMs, downloadMs };
}

describe('a phase that did not happen is null, and not a 0 that percentiles would count', () => {
	const fetched = (over: Partial<ExportProgress>) =>
		Object.assign(new ExportProgress(), { jobId: 'j', bytes: 10, downloadMs: 0, ...over });

	test('of an export that queued its job: all of them, also when they took no time', () => {
		const progress = fetched({ attempts: 1, queueMs: 0, runMs: 5 });
		expect(phases('run', progress)).toEqual({
			slotWaitMs: 0,
			queueMs: 0,
			runMs: 5,
			downloadMs: 0,
		});
	});

	test('of a job that was fetched: neither a slot nor queueing, the job by the clock of Clari only', () => {
		const watched = fetched({ runMs: 3 });
		expect(phases('getResult', watched)).toEqual({
			slotWaitMs: null,
			queueMs: null,
			runMs: null,
			downloadMs: 0,
		});
		expect(phases('getResult', fetched({ runMs: 42_000, isRunTold: true })).runMs).toBe(42_000);
	});

	test('of a job that was taken over: what was watched of it is not how long it ran', () => {
		const adopted = fetched({ adopted: 'memory', runMs: 200 });
		expect(phases('run', adopted)).toMatchObject({ slotWaitMs: null, queueMs: null, runMs: null });
	});

	test('of an export that ended before its job was queued', () => {
		expect(phases('run', new ExportProgress())).toEqual({
			slotWaitMs: null,
			queueMs: null,
			runMs: null,
			downloadMs: null,
		});
	});
});

test('what an export asks for reads the same however its types are ordered, and differs where its rows do', () => {
	const base = { typesToExport: ['quota', 'forecast'] };
	expect(requestText(base)).toBe('forecast, quota');
	expect(requestText({ typesToExport: ['forecast', 'quota', 'quota'] })).toBe(requestText(base));
	expect(requestText({ ...base, timePeriod: '2026_Q1', schedule: 'MAX' })).toBe(requestText(base));
	expect(
		requestText({
			...base,
			scopeId: '4102::MGR',
			currency: 'EUR',
			includeHistorical: true,
			exportFormat: 'CSV',
		}),
	).toBe('forecast, quota; scope 4102::MGR; EUR; all weeks; CSV');
	expect(requestText({})).toBe('default types');
});
