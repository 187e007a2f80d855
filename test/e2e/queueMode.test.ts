import { baselineTests } from './queueMode/baselines';
import type { Cluster } from './queueMode/cluster';
import { HAS_QUEUE_MODE, startCluster } from './queueMode/cluster';
import { triggerTests } from './queueMode/triggers';
import { vendorLimitTests } from './queueMode/vendorLimits';

/*
 * n8n in queue mode: a main process, two workers and a process for webhooks, over a Postgres and a Redis of their own.
 * They are started once; the tests follow each other.
 */

// Five starts of n8n in the first hook, and polls once in five seconds.
jest.setTimeout(400_000);

const describeWithServices =
	HAS_QUEUE_MODE || process.env.CI !== undefined ? describe : describe.skip;

describeWithServices('in queue mode (needs Postgres and Redis)', () => {
	let cluster: Cluster;
	beforeAll(async () => {
		cluster = await startCluster();
	});
	afterAll(async () => await cluster?.close());

	describe('the baseline of the forecast alert', () => baselineTests(() => cluster));
	describe('the limits of the vendors', () => vendorLimitTests(() => cluster));
	describe('the triggers', () => triggerTests(() => cluster));

	test('an execution whose worker was killed is shown as failed, and not run again', async () => {
		expect(cluster.lost.length).toBeGreaterThan(0);
		for (const { id, workflowId } of cluster.lost) {
			await cluster.host.api.waitForExecutions(workflowId, 1, 120_000);
			const { status } = await cluster.host.api.execution(id);
			expect(status).toBe('error');
			expect(cluster.workers.filter((worker) => worker.hasRun(id))).toHaveLength(1);
		}
	});
});
