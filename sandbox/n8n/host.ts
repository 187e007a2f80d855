import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { N8nApi } from './api';
import type { Owner } from './api';
import { runCommand } from './command';
import { installPackage } from './communityPackage';
import { hostEnvironment } from './environment';
import { HostProcess } from './hostProcess';
import { ownerOf } from './owner';
import { N8N_BINARY, NODE_BINARY } from './paths';
import { freePort } from './ports';

export interface N8nHostOptions {
	/** Holds n8n's database, keys, logs and community packages; made when missing. */
	userFolder: string;
	/** Without one, a free port is taken at the first start and kept for later ones. */
	port?: number;
	/** Settings of n8n beside those of the sandbox, e.g. for queue mode. */
	environment?: Readonly<Record<string, string>>;
}

/** A real n8n on loopback with a user folder of its own. `installN8n` must have run before. */
export class N8nHost {
	readonly userFolder: string;
	readonly owner: Owner;
	private readonly extra: Readonly<Record<string, string>>;
	private port: number | undefined;
	private process: HostProcess | undefined;
	private session: N8nApi | undefined;

	constructor(options: N8nHostOptions) {
		this.userFolder = path.resolve(options.userFolder);
		this.extra = options.environment ?? {};
		this.port = options.port;
		mkdirSync(this.userFolder, { recursive: true });
		this.owner = ownerOf(this.userFolder);
	}

	/** Where the editor, the webhooks (`/webhook/…`) and the REST interface are, once started. */
	get url(): string {
		return this.api.url;
	}

	/** n8n's REST interface in the owner's session, once started. */
	get api(): N8nApi {
		if (this.session === undefined) throw new Error('This n8n has not been started');
		return this.session;
	}

	/** Installs a packed community package; it is loaded at the next start. */
	async installPackage(tarball: string, signal?: AbortSignal): Promise<void> {
		await installPackage(tarball, this.userFolder, signal);
	}

	/** Starts n8n and returns when it serves requests and its owner is logged in. */
	async start(signal?: AbortSignal): Promise<void> {
		if (this.process?.running) return;
		this.port ??= await freePort();
		const started = await HostProcess.start(this.userFolder, await this.environment());
		this.process = started;
		const api = new N8nApi(`http://127.0.0.1:${this.port}`);
		await started.untilReady(async () => await api.isReady(), signal);
		await api.login(this.owner);
		this.session = api;
	}

	private async environment(): Promise<NodeJS.ProcessEnv> {
		const port = this.port ?? (await freePort());
		const brokerPort = await freePort();
		return hostEnvironment({ userFolder: this.userFolder, port, brokerPort }, this.extra);
	}

	/** Ends n8n in good order: running executions get their grace period. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Ends n8n as a crash does: no grace, nothing flushed. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** Ends n8n in good order and starts it again on the same port and folder. */
	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	/** Runs a command of n8n's command line on this user folder, e.g. `import:workflow --input=…`. Returns its output. */
	async cli(...args: string[]): Promise<string> {
		return await runCommand(NODE_BINARY, [N8N_BINARY, ...args], {
			cwd: this.userFolder,
			env: await this.environment(),
			logFile: path.join(this.userFolder, 'n8n-cli.log'),
		});
	}

	get logFile(): string {
		return path.join(this.userFolder, 'n8n.log');
	}

	/** Everything n8n has printed so far. */
	log(): string {
		return this.process?.log() ?? '';
	}

	/** Rejects with the end of the log when n8n has ended by itself. */
	assertRunning(): void {
		this.process?.assertRunning();
	}

	/** The most memory n8n's main process has held since its start, in bytes; undefined where the system does not tell. */
	peakMemory(): number | undefined {
		return this.process?.peakMemory();
	}

	/** Processor time that n8n's main process has used since its start, in seconds; undefined where the system does not tell. */
	processorSeconds(): number | undefined {
		return this.process?.processorSeconds();
	}
}
