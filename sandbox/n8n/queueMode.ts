import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { N8nApi } from './api';
import { hostEnvironment } from './environment';
import { HostProcess } from './hostProcess';
import type { HostRole } from './hostProcess';
import { freePort } from './ports';

/** What the processes of an n8n in queue mode share. */
export interface QueueServices {
	redis: { host: string; port: number };
	postgres: { host: string; port: number; database: string; user: string; password: string };
	/** With it all of them read the credentials; the main process keeps it in its user folder. */
	encryptionKey: string;
	/** Where the world reaches the webhooks: workers write it into what they send out. */
	webhookUrl: string;
}

/** The settings that all processes of an n8n in queue mode must have in common, as an owner sets them. */
export function queueEnvironment({
	redis,
	postgres,
	encryptionKey,
	webhookUrl,
}: QueueServices): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: redis.host,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		N8N_ENCRYPTION_KEY: encryptionKey,
		WEBHOOK_URL: `${webhookUrl}/`,
	};
}

/** A worker or a webhook process of an n8n in queue mode, with a user folder of its own. Its main process is an `N8nHost`. */
export class QueueMember {
	private port: number | undefined;
	private process: HostProcess | undefined;

	/**
	 * @param userFolder holds its logs and community packages; made when missing
	 * @param environment what it shares with the main process
	 */
	constructor(
		readonly role: Exclude<HostRole, 'start'>,
		readonly userFolder: string,
		private readonly environment: Readonly<Record<string, string>>,
	) {
		mkdirSync(userFolder, { recursive: true });
	}

	/** Where a webhook process takes webhooks, and a worker is asked for its health; once started. */
	get url(): string {
		if (this.port === undefined) throw new Error(`This ${this.role} has not been started`);
		return `http://127.0.0.1:${this.port}`;
	}

	/** Starts the process and returns when it is ready. It keeps its port. */
	async start(): Promise<void> {
		if (this.process?.running) return;
		const port = (this.port ??= await freePort());
		const address = { userFolder: this.userFolder, port, brokerPort: await freePort() };
		const health = {
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		};
		const extra = this.role === 'worker' ? { ...this.environment, ...health } : this.environment;
		this.process = await HostProcess.start(
			this.userFolder,
			hostEnvironment(address, extra),
			this.role,
		);
		const api = new N8nApi(this.url);
		await this.process.untilReady(async () => await api.isReady());
	}

	/** Ends it in good order: what it runs is run to its end first. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Ends it as a crash does. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** Everything it has printed so far. */
	log(): string {
		return this.process?.log() ?? '';
	}

	/** Whether this worker has begun to run the execution. */
	hasRun(executionId: string): boolean {
		return this.log().includes(`Worker started execution ${executionId} (`);
	}

	get logFile(): string {
		return path.join(this.userFolder, 'n8n.log');
	}
}
