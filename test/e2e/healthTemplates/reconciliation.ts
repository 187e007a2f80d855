import { runByHand, runOnce } from '../pipeline';
import type { Stack } from './stack';
import { storedReport } from './storedReport';

/** The row counts of each morning. */
export function reconciliationTests(stack: () => Stack): void {
	const FLOW = 'e2eHealthRows001';
	const RESULTS = 'clari_reconciliations';

	beforeAll(async () => {
		await stack().host.api.importWorkflow(
			await stack().template('clari-daily-reconciliation.json', FLOW),
		);
		expect((await runByHand(stack().host, FLOW, 'Run once by hand')).status).toBe('success');
		await stack().host.api.activate(FLOW);
	});
	beforeEach(() => {
		stack().sandbox.slack.messages.length = 0;
	});

	test('tells of rows that are missing, in one message, and keeps each result', async () => {
		await stack().keepOnly([
			storedReport(30, { rows: 100 }),
			storedReport(6, { rows: 103 }),
			storedReport(30, { rows: 40, forecastId: 'renewals' }),
			storedReport(6, { rows: 30, forecastId: 'renewals', jobId: 'job-<b>' }),
			storedReport(30, { rows: 7, forecastId: 'company' }),
		]);
		expect((await runOnce(stack().host, FLOW)).status).toBe('success');
		expect(stack().sandbox.slack.messages).toHaveLength(1);
		const { text } = stack().sandbox.slack.messages[0] ?? { text: '' };
		expect(text).toContain('• company: no export has completed since');
		expect(text).toContain(
			'• renewals 2026_Q1: 30 rows (export job job-&lt;b&gt;), expected 40: 10 or 25% fewer',
		);
		expect(text).not.toContain('• forecast');
		expect(await stack().host.api.dataTableRows(RESULTS)).toMatchObject([
			{ subject: 'company', status: 'missing', needsAttention: true },
			{ subject: 'forecast', status: 'match', exportedRows: 103, expectedRows: 100 },
			{ subject: 'renewals', status: 'mismatch', difference: -10, differencePct: -25 },
		]);
	});

	test('is quiet when the rows are there, and keeps that, too', async () => {
		const before = (await stack().host.api.dataTableRows(RESULTS)).length;
		await stack().keepOnly([storedReport(30, { rows: 100 }), storedReport(6, { rows: 100 })]);
		expect((await runOnce(stack().host, FLOW)).status).toBe('success');
		expect(stack().sandbox.slack.messages).toEqual([]);
		expect((await stack().host.api.dataTableRows(RESULTS)).slice(before)).toMatchObject([
			{ subject: 'forecast', status: 'match', needsAttention: false },
		]);
	});

	test('tells when nothing has reported at all', async () => {
		await stack().keepOnly([]);
		expect((await runOnce(stack().host, FLOW)).status).toBe('success');
		expect(stack().sandbox.slack.messages).toHaveLength(1);
		expect(stack().sandbox.slack.messages[0]?.text).toContain(
			'• Reports: no export has completed since',
		);
	});
}
