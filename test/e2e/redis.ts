import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../../sandbox/n8n/ports';

const HOST = '127.0.0.1';
const START_MS = 30_000;
const POLL_MS = 50;

/** The program; undefined where there is no Redis. */
export const REDIS = findRedis();

/** A Redis of its own, on loopback, that is gone without a trace when it is stopped. */
export interface Redis {
	host: string;
	port: number;
	stop(): Promise<void>;
}

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis(): Promise<Redis> {
	if (REDIS === undefined) throw new Error('There is no Redis on this machine');
	const folder = mkdtempSync(path.join(tmpdir(), 'revops-redis-'));
	const port = await freePort();
	const settings = ['--bind', HOST, '--port', String(port), '--save', '', '--appendonly', 'no'];
	const child = spawn(REDIS, [...settings, '--dir', folder], { cwd: folder, stdio: 'ignore' });
	const exited = once(child, 'exit');
	const stop = async () => {
		child.kill('SIGKILL');
		await exited;
		rmSync(folder, { recursive: true, force: true });
	};
	const deadline = Date.now() + START_MS;
	while (!(await answers(port))) {
		if (child.exitCode !== null || Date.now() > deadline) {
			await stop();
			throw new Error(`Redis did not start on port ${port}`);
		}
		await sleep(POLL_MS);
	}
	return { host: HOST, port, stop };
}

async function answers(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, HOST, () => socket.write('PING\r\n'));
		socket.once('data', (data) => {
			socket.destroy();
			resolve(data.toString().startsWith('+PONG'));
		});
		socket.once('error', () => resolve(false));
	});
}

function findRedis(): string | undefined {
	return (process.env.PATH ?? '')
		.split(path.delimiter)
		.map((folder) => path.join(folder, 'redis-server'))
		.find((file) => existsSync(file));
}
