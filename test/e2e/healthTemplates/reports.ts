import { nodeOutput } from '../../../sandbox/n8n/api';
import { EXPORT, runOnce } from '../pipeline';
import type { Stack } from './stack';
import { REPORTS, REPORTS_FLOW } from './stack';

/** The report that the workflow of an export stores itself. */
export function reportTests(stack: () => Stack): void {
	test('are stored once for each export, also when something after the rows goes wrong', async () => {
		await stack().keepOnly([]);
		const workflow = await stack().template('clari-job-reports.json', REPORTS_FLOW);
		const broken = workflow.nodes.map((node) =>
			node.name === 'Your workflow goes on here'
				? {
						...node,
						type: 'n8n-nodes-base.stopAndError',
						parameters: { errorMessage: 'Slack is out' },
					}
				: node,
		);
		await stack().host.api.updateWorkflow(REPORTS_FLOW, {
			nodes: broken,
			settings: workflow.settings,
		});
		await stack().host.api.activate(REPORTS_FLOW);
		const run = await runOnce(stack().host, REPORTS_FLOW);
		await stack().host.api.deactivate(REPORTS_FLOW);
		expect(run.status).toBe('error');
		const rows = nodeOutput(run, EXPORT);
		const [told] = nodeOutput(run, EXPORT, { output: 1 });
		expect(await stack().host.api.dataTableRows(REPORTS)).toEqual([
			expect.objectContaining({
				...told,
				outcome: 'completed',
				forecastId: 'forecast',
				jobId: stack().sandbox.clari.jobs.all.at(-1)?.jobId,
				rows: rows.length,
				quotaTotal: 500,
				executionId: run.id,
			}),
		]);
	});

	test('of an export that is set to continue, a failure is stored, and raised after the rows', async () => {
		await stack().keepOnly([]);
		const workflow = await stack().template('clari-job-reports.json', REPORTS_FLOW);
		const goesOn = workflow.nodes.map((node) =>
			node.name === EXPORT ? { ...node, onError: 'continueRegularOutput' as const } : node,
		);
		await stack().host.api.updateWorkflow(REPORTS_FLOW, {
			nodes: goesOn,
			settings: workflow.settings,
		});
		await stack().host.api.activate(REPORTS_FLOW);
		stack().sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED' });
		const run = await runOnce(stack().host, REPORTS_FLOW);
		await stack().host.api.deactivate(REPORTS_FLOW);
		expect(run.status).toBe('error');
		expect(await stack().host.api.dataTableRows(REPORTS)).toMatchObject([
			{ outcome: 'failed', executionId: run.id },
		]);
		expect(nodeOutput(run, 'Your workflow goes on here')).toHaveLength(1);
	});
}
