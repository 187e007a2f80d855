import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withStep } from '../scripts/progress';
import { runCommand } from '../sandbox/n8n/command';
import { installN8n } from '../sandbox/n8n/install';
import { BENCH_STATE, PEERS_FOLDER, requireFromN8n, requirePeer } from './paths';

const LOG = path.join(BENCH_STATE, 'install.log');

interface Manifest {
	version: string;
	dependencies?: Record<string, string>;
}

function readManifest(file: string): Manifest {
	const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'));
	return manifest;
}

/** The compared libraries with the versions that are wanted. */
export function peerVersions(): Record<string, string> {
	return readManifest(path.join(PEERS_FOLDER, 'package.json')).dependencies ?? {};
}

export function nodesBaseVersion(): string {
	return readManifest(requireFromN8n.resolve('n8n-nodes-base/package.json')).version;
}

function arePeersInstalled(): boolean {
	return Object.entries(peerVersions()).every(([name, version]) => {
		const file = path.join(PEERS_FOLDER, 'node_modules', name, 'package.json');
		return existsSync(file) && readManifest(file).version === version && canBeLoaded(name);
	});
}

/** A folder that was copied from another machine has the binaries of that one. */
function canBeLoaded(name: string): boolean {
	try {
		requirePeer(name);
		return true;
	} catch {
		return false;
	}
}

/** Installs what the benchmark compares with, unless it is there. */
export async function installPeers(signal?: AbortSignal): Promise<void> {
	await installN8n(signal);
	if (arePeersInstalled()) return;
	mkdirSync(BENCH_STATE, { recursive: true });
	rmSync(LOG, { force: true });
	await withStep(
		'Downloading microdiff and DuckDB',
		async () => {
			// `npm ci` refuses a lock that leaves out the binaries of other platforms; `npm install` keeps to it.
			await runCommand('npm', ['install', '--no-audit', '--no-fund', '--no-progress'], {
				cwd: PEERS_FOLDER,
				logFile: LOG,
				signal,
			});
		},
		{ expectedSeconds: 10 },
	);
}
