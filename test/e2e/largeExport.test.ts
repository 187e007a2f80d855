import { nodeOutput } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { createHost } from './harness';
import { alertWorkflow, DIFF, EXPORT } from './pipeline';

const ROWS = 50_000;
/** Far enough apart that one execution ends before the next begins. */
const EVERY_SECONDS = 20;
const MEGABYTE = 1024 * 1024;

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({
		clari: { organisation: { reps: 600 }, settings: { pollsUntilDone: 1 } },
	});
});
beforeEach(async () => {
	host = await createHost('large');
	await host.start();
});
afterEach(async () => await host?.stop());
afterAll(async () => await sandbox?.close());

test.each(['JSON', 'CSV'])(
	`${ROWS} rows of %s go through Clari and Forecast Diff in one execution`,
	async (exportFormat) => {
		const id = `e2eLarge${exportFormat}`;
		const idle = host.peakMemory() ?? 0;
		const workflow = await alertWorkflow(host, sandbox, id, EVERY_SECONDS);
		for (const node of workflow.nodes) {
			if (node.name !== EXPORT) continue;
			node.parameters = {
				...node.parameters,
				exportFormat,
				typesToExport: ['forecast', 'quota', 'adjustment', 'crm_total', 'crm_closed'],
				options: { includeHistorical: true },
			};
		}
		await host.api.importWorkflow(workflow);
		await host.api.activate(id);
		const [, second] = await host.api.waitForExecutions(id, 2, 150_000);
		await host.api.deactivate(id);
		const execution = await host.api.execution(second?.id ?? '');

		expect(execution.status).toBe('success');
		const rows = nodeOutput(execution, EXPORT).length;
		expect(rows).toBeGreaterThanOrEqual(ROWS);
		expect(nodeOutput(execution, DIFF, { output: 0 }).length).toBeGreaterThan(0);
		const baseline = nodeOutput(execution, DIFF, { output: 3 })[0];
		const seconds =
			(Date.parse(execution.stoppedAt ?? '') - Date.parse(execution.startedAt)) / 1_000;
		process.stdout.write(
			`Measured: ${exportFormat}, ${rows} rows in ${seconds.toFixed(1)} s; n8n held ${Math.round((host.peakMemory() ?? 0) / MEGABYTE)} MB at the most, ${Math.round(idle / MEGABYTE)} MB before; the baseline of ${String(baseline?.rows)} calls is ${Math.round(String(baseline?.token).length / 1024)} KB\n`,
		);
	},
);
