import type { Execution } from '../../../sandbox/n8n/api';
import { EXPORT, runOnce, withParameters } from '../pipeline';
import type { Stack } from './stack';
import { REPORTS, REPORTS_FLOW, WAIT_MS } from './stack';

/** What Slack and the table get of an export that stops its workflow. */
export function failureAlertTests(stack: () => Stack): void {
	const ALERT = 'e2eHealthFailure';

	beforeAll(async () => {
		await stack().keepOnly([]);
		await stack().host.api.importWorkflow(
			await stack().template('clari-export-failure-alert.json', ALERT),
		);
		const reports = await stack().template('clari-job-reports.json', REPORTS_FLOW);
		await stack().host.api.updateWorkflow(REPORTS_FLOW, {
			name: 'Exports of <EMEA> & more',
			nodes: reports.nodes,
			settings: { ...reports.settings, errorWorkflow: ALERT },
		});
		await stack().host.api.activate(ALERT);
		await stack().host.api.activate(REPORTS_FLOW);
	});

	/** An export whose job fails: the execution that failed, and the one that tells of it. */
	async function failOnce(): Promise<{ failed: Execution; told: Execution }> {
		const before = (await stack().host.api.executions(ALERT)).length;
		stack().sandbox.slack.messages.length = 0;
		stack().sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED' });
		const failed = await runOnce(stack().host, REPORTS_FLOW);
		expect(failed.status).toBe('error');
		return { failed, told: await stack().nextExecution(ALERT, before) };
	}

	test('names the job and the execution, and the failure becomes a report', async () => {
		const { failed, told } = await failOnce();
		expect(told).toMatchObject({ status: 'success', mode: 'error' });
		const { jobId } = stack().sandbox.clari.jobs.all.at(-1) ?? { jobId: 'none' };
		expect(stack().sandbox.slack.messages).toHaveLength(1);
		const { text } = stack().sandbox.slack.messages[0] ?? { text: '' };
		expect(text).toContain('*Exports of &lt;EMEA&gt; &amp; more* failed at *Export forecast*');
		expect(text).toContain(`Export job: \`${jobId}\``);
		expect(text).toContain(
			`<${stack().editorUrl()}/workflow/${REPORTS_FLOW}/executions/${failed.id}|`,
		);
		expect(await stack().host.api.dataTableRows(REPORTS)).toMatchObject([
			{
				export: 'forecast',
				forecastId: 'forecast',
				outcome: 'failed',
				jobId,
				errorMessage: expect.stringContaining(`xport job ${jobId}`),
				workflowId: REPORTS_FLOW,
				workflowName: 'Exports of <EMEA> & more',
				executionId: failed.id,
			},
		]);
	});

	test('a failure in a sub-workflow that stops its parent too is one report, of the execution in which it was', async () => {
		await stack().keepOnly([]);
		const [parent, child] = ['e2eHealthParent1', 'e2eHealthChild01'];
		const settings = { errorWorkflow: ALERT };
		const { nodes, ...rest } = await stack().template('clari-job-reports.json', parent);
		const [trigger] = nodes.filter(({ type }) => type === 'n8n-nodes-base.webhook');
		const [exporting] = nodes.filter(({ name }) => name === EXPORT);
		if (trigger === undefined || exporting === undefined) throw new Error('No such nodes');
		const called = {
			...trigger,
			name: 'Called',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			parameters: { inputSource: 'passthrough' },
		};
		await stack().host.api.importWorkflow({
			...rest,
			id: child,
			name: 'Child',
			nodes: [called, exporting],
			connections: { Called: { main: [[{ node: EXPORT, type: 'main', index: 0 }]] } },
			settings,
		});
		await stack().host.api.activate(child);
		const calling = {
			...exporting,
			name: 'Call the child',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			credentials: undefined,
			parameters: {
				source: 'database',
				workflowId: { __rl: true, mode: 'id', value: child },
				mode: 'once',
				options: {},
			},
		};
		await stack().host.api.importWorkflow({
			...rest,
			id: parent,
			name: 'Parent',
			nodes: [trigger, calling],
			connections: { [trigger.name]: { main: [[{ node: calling.name, type: 'main', index: 0 }]] } },
			settings,
		});
		await stack().host.api.activate(parent);

		const before = (await stack().host.api.executions(ALERT)).length;
		stack().sandbox.slack.messages.length = 0;
		stack().sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED' });
		expect((await runOnce(stack().host, parent)).status).toBe('error');
		const told = await stack().host.api.waitForExecutions(ALERT, before + 2, WAIT_MS);
		expect(told.slice(before).map(({ status }) => status)).toEqual(['success', 'success']);
		const [failed] = await stack().host.api.executions(child);
		expect(await stack().host.api.dataTableRows(REPORTS)).toMatchObject([
			{
				outcome: 'failed',
				jobId: stack().sandbox.clari.jobs.all.at(-1)?.jobId,
				executionId: failed?.id,
				workflowId: child,
			},
		]);
		expect(stack().sandbox.slack.messages).toHaveLength(2);
	});

	test('the quarters that were done when another one stopped the workflow are stored by the next run', async () => {
		await stack().keepOnly([]);
		const id = 'e2eHealthPeriods';
		const workflow = withParameters(await stack().template('clari-job-reports.json', id), EXPORT, {
			timePeriodMode: 'currentAndPrevious',
			previousQuarters: 1,
		});
		await stack().host.api.importWorkflow({
			...workflow,
			settings: { ...workflow.settings, errorWorkflow: ALERT },
		});
		await stack().host.api.activate(id);
		const before = (await stack().host.api.executions(ALERT)).length;
		stack().sandbox.clari.settings.concurrentLimit = 1;
		stack().sandbox.clari.faults.plan({
			route: 'queue',
			kind: 'outcome',
			jobOutcome: 'FAILED',
			skip: 1,
		});
		const stopped = await runOnce(stack().host, id);
		expect(stopped.status).toBe('error');
		await stack().nextExecution(ALERT, before);
		const [first, second] = stack().sandbox.clari.jobs.all.slice(-2);
		const timePeriod = second?.timePeriod;
		expect(timePeriod).toMatch(/^\d{4}_Q[1-4]$/);
		expect(await stack().host.api.dataTableRows(REPORTS)).toMatchObject([
			{ outcome: 'failed', jobId: second?.jobId, timePeriod },
		]);
		const { text } = stack().sandbox.slack.messages.at(-1) ?? { text: '' };
		expect(text).toContain(`the export of forecast tab 'forecast' for ${timePeriod}.`);

		const next = await runOnce(stack().host, id);
		expect(next.status).toBe('success');
		const rows = await stack().host.api.dataTableRows(REPORTS);
		expect(
			rows.map(({ outcome, executionId, delivered }) => [outcome, executionId, delivered]),
		).toEqual([
			['failed', stopped.id, false],
			['completed', stopped.id, false],
			['completed', next.id, true],
			['completed', next.id, true],
		]);
		expect(rows[1]).toMatchObject({ jobId: first?.jobId });
	});

	test('arrives also when there is no table', async () => {
		await stack().host.api.deleteDataTable(REPORTS);
		const { told } = await failOnce();
		expect(told.status).toBe('success');
		expect(stack().sandbox.slack.messages).toHaveLength(1);
		await stack().createReports();
	});
}
