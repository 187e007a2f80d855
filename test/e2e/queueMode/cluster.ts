import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ExecutionSummary } from '../../../sandbox/n8n/api';
import type { N8nHost } from '../../../sandbox/n8n/host';
import { freePort } from '../../../sandbox/n8n/ports';
import { QueueMember, queueEnvironment } from '../../../sandbox/n8n/queueMode';
import type { Sandbox } from '../../../sandbox/vendors';
import { startSandbox } from '../../../sandbox/vendors';
import { createHost } from '../harness';
import type { Postgres } from '../postgres';
import { POSTGRES, startPostgres } from '../postgres';
import type { Redis } from '../redis';
import { REDIS, startRedis } from '../redis';
import { USER_FOLDER_TEMPLATE } from '../state';

/** Whether this machine has what queue mode needs. */
export const HAS_QUEUE_MODE = POSTGRES !== undefined && REDIS !== undefined;

/** How soon a job counts as lost whose worker is gone: n8n takes a minute, which no test should wait. */
const LOST_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

/** An n8n in queue mode: a main process, two workers, and a process that takes webhooks. */
export interface Cluster {
	host: N8nHost;
	workers: readonly [QueueMember, QueueMember];
	webhooks: QueueMember;
	sandbox: Sandbox;
	postgres: Postgres;
	/** Reps whose calls a test has moved: each change is of somebody else. */
	moved: Set<string>;
	/** Executions whose worker was killed. */
	lost: ExecutionSummary[];
	/** The worker that has run an execution. */
	workerOf(executionId: string): QueueMember;
	/** Everything that any of its processes has printed. */
	log(): string;
	close(): Promise<void>;
}

/** Starts all of it. Each process has its own folder with the package inside, as in containers made of one image. */
export async function startCluster(): Promise<Cluster> {
	const closers: Array<() => Promise<void>> = [];
	const close = async () => {
		for (const one of closers.reverse()) await one();
	};
	try {
		const sandbox = await startSandbox({
			clari: { organisation: { reps: 20 }, settings: { pollsUntilDone: 2, monthlyQuota: 10_000 } },
			copilot: {
				settings: { registration: 'asTheSeedSays', rate: Infinity },
			},
		});
		closers.push(async () => await sandbox.close());
		// Nothing moves but what a test moves.
		sandbox.clari.organisation.script([]);
		const postgres = await startPostgres();
		closers.push(async () => await postgres.stop());
		const redis: Redis = await startRedis();
		closers.push(async () => await redis.stop());

		const port = await freePort();
		const webhookUrl = `http://127.0.0.1:${port}`;
		const config = readFileSync(path.join(USER_FOLDER_TEMPLATE, '.n8n', 'config'), 'utf8');
		const { encryptionKey } = JSON.parse(config) as { encryptionKey: string };
		const services = { redis, postgres: postgres.credential, encryptionKey, webhookUrl };
		const environment = { ...queueEnvironment(services), ...LOST_SOON };
		const host = await createHost('queue', { port, environment });
		const member = (role: QueueMember['role'], name: string) => {
			const made = new QueueMember(role, `${host.userFolder}-${name}`, environment);
			const nodes = path.join('.n8n', 'nodes');
			cpSync(path.join(host.userFolder, nodes), path.join(made.userFolder, nodes), {
				recursive: true,
			});
			return made;
		};
		const workers = [member('worker', 'worker1'), member('worker', 'worker2')] as const;
		const webhooks = member('webhook', 'webhooks');
		const members = [...workers, webhooks];
		closers.push(async () => await host.stop());
		// It makes the tables that the others need.
		await host.start();
		closers.push(async () => {
			await Promise.all(members.map(async (one) => await one.stop()));
		});
		await Promise.all(members.map(async (one) => await one.start()));
		return {
			host,
			workers,
			webhooks,
			sandbox,
			postgres,
			moved: new Set(),
			lost: [],
			workerOf(executionId) {
				const found = workers.find((worker) => worker.hasRun(executionId));
				if (!found) throw new Error(`No worker has run execution ${executionId}`);
				return found;
			},
			log: () => [host, ...members].map((one) => one.log()).join('\n'),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
