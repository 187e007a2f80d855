import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tail } from './command';
import { N8N_BINARY, NODE_BINARY } from './paths';

/** Written beside the database while n8n runs, so that the next start finds what a killed run left behind. */
interface PidFile {
	n8n: number;
	startedBy: number;
}

const PID_FILE = 'n8n.pid';
const START_MS = 120_000;
const READY_POLL_MS = 200;
const STOP_MS = 35_000;
const POLL_MS = 100;
/** Unit of /proc/<pid>/stat: the same on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

/** The program's command line; empty for a dead process that nobody has fetched yet; undefined when it is gone. */
function commandLine(pid: number): string | undefined {
	const file = `/proc/${pid}/cmdline`;
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function isAlive(pid: number): boolean {
	// A signal can be sent to the dead too, as long as nobody has fetched them: where there is /proc, it knows better.
	if (existsSync('/proc/self')) return Boolean(commandLine(pid));
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Ends n8n and its task runner together: n8n leads a process group of its own. */
function killGroup(pid: number): void {
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// The whole group has ended already.
	}
}

/** Whether the process still is the n8n that was started: ids are reused. Without /proc the id alone has to do. */
function isN8n(pid: number): boolean {
	return commandLine(pid)?.includes(N8N_BINARY) ?? isAlive(pid);
}

/** What a process of n8n does: everything, or a part of what n8n does in queue mode. */
export type HostRole = 'start' | 'webhook' | 'worker';

/** One running n8n of one user folder. */
export class HostProcess {
	private constructor(
		private readonly child: ChildProcess,
		readonly pid: number,
		private readonly logFile: string,
	) {}

	/**
	 * Starts n8n with a user folder. What a killed run left running on this folder is ended first; an n8n whose
	 * starter still lives is left alone and the call fails.
	 */
	static async start(
		userFolder: string,
		env: NodeJS.ProcessEnv,
		role: HostRole = 'start',
	): Promise<HostProcess> {
		await HostProcess.endLeftover(userFolder);
		const pidFile = path.join(userFolder, PID_FILE);
		const logFile = path.join(userFolder, 'n8n.log');
		const log = openSync(logFile, 'a');
		const child = spawn(NODE_BINARY, [N8N_BINARY, role], {
			cwd: userFolder,
			env,
			// A group of its own: Ctrl-C reaches the starter only, which then ends n8n in good order.
			detached: true,
			stdio: ['ignore', log, log],
		});
		closeSync(log);
		await once(child, 'spawn');
		const { pid } = child;
		if (pid === undefined) throw new Error('n8n could not be started');
		const content: PidFile = { n8n: pid, startedBy: process.pid };
		writeFileSync(pidFile, JSON.stringify(content));
		child.once('exit', () => rmSync(pidFile, { force: true }));
		return new HostProcess(child, pid, logFile);
	}

	/** Ends the n8n that a killed run left running on a user folder, if there is one. */
	static async endLeftover(userFolder: string): Promise<void> {
		const pidFile = path.join(userFolder, PID_FILE);
		if (!existsSync(pidFile)) return;
		const { n8n, startedBy } = JSON.parse(readFileSync(pidFile, 'utf8')) as PidFile;
		if (isN8n(n8n)) {
			if (startedBy !== process.pid && isAlive(startedBy)) {
				throw new Error(
					`The n8n of ${userFolder} is in use by process ${startedBy}. End that one first.`,
				);
			}
			killGroup(n8n);
			while (isAlive(n8n)) await sleep(POLL_MS);
		}
		rmSync(pidFile, { force: true });
	}

	/** Returns when n8n serves requests; ends it when that takes too long, or is no longer wanted. */
	async untilReady(isReady: () => Promise<boolean>, signal?: AbortSignal): Promise<void> {
		const deadline = Date.now() + START_MS;
		while (!(await isReady())) {
			this.assertRunning();
			if (signal?.aborted || Date.now() > deadline) {
				await this.kill();
				signal?.throwIfAborted();
				throw new Error(`n8n was not ready after ${START_MS / 1000} s. Its log: ${this.logFile}`);
			}
			await sleep(READY_POLL_MS);
		}
	}

	get running(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** Everything n8n has printed with this user folder so far. */
	log(): string {
		return readFileSync(this.logFile, 'utf8');
	}

	/** Fails with the end of the log when n8n has ended by itself. */
	assertRunning(): void {
		if (this.running) return;
		const how = this.child.signalCode ?? `exit code ${this.child.exitCode}`;
		throw new Error(
			`n8n ended with ${how}.\n${tail(this.log())}\nThe whole log is in ${this.logFile}`,
		);
	}

	/** The most memory n8n's main process has held so far, in bytes; undefined where the system does not tell. */
	peakMemory(): number | undefined {
		const status = `/proc/${this.pid}/status`;
		if (!existsSync(status)) return undefined;
		const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1];
		return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
	}

	/** Processor time that n8n's main process has used so far, in seconds; undefined where the system does not tell. */
	processorSeconds(): number | undefined {
		const stat = `/proc/${this.pid}/stat`;
		if (!existsSync(stat)) return undefined;
		// The program's name stands in brackets and may hold blanks: fields are counted after it.
		const fields = readFileSync(stat, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ');
		return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
	}

	/** Asks n8n to end, and ends it by force when it has not within n8n's own grace period. */
	async stop(): Promise<void> {
		if (!this.running) return;
		const exited = once(this.child, 'exit');
		this.child.kill('SIGTERM');
		const patience = new AbortController();
		const timeout = sleep(STOP_MS, undefined, { signal: patience.signal }).catch(() => undefined);
		await Promise.race([exited, timeout]);
		patience.abort();
		killGroup(this.pid);
		await exited;
	}

	/** Ends n8n at once, as a crash or a power cut does. */
	async kill(): Promise<void> {
		if (!this.running) return;
		const exited = once(this.child, 'exit');
		killGroup(this.pid);
		await exited;
	}
}
