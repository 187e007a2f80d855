import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { print, withStep } from '../../scripts/progress';
import { runCommand } from './command';
import { HOST_FOLDER, N8N_BINARY, NODE_BINARY, SANDBOX_STATE } from './paths';

const STAMP = path.join(HOST_FOLDER, 'node_modules', '.installed-from');
const LOG = path.join(SANDBOX_STATE, 'n8n-install.log');

/** What the installed folder depends on; a change of any of it means a new install. */
function fingerprint(): string {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
	for (const file of ['package.json', 'package-lock.json']) {
		hash.update(readFileSync(path.join(HOST_FOLDER, file)));
	}
	return hash.digest('hex');
}

/** Whether the n8n of the lock file is in place, built for this machine. */
function isN8nInstalled(): boolean {
	return (
		existsSync(N8N_BINARY) &&
		existsSync(NODE_BINARY) &&
		existsSync(STAMP) &&
		readFileSync(STAMP, 'utf8') === fingerprint()
	);
}

/**
 * Installs n8n and the Node.js it needs in their folder, unless the lock file's version is there already.
 * From nothing it takes two to three minutes. Errors carry the end of npm's output and the log's path.
 */
export async function installN8n(signal?: AbortSignal): Promise<void> {
	if (isN8nInstalled()) return;
	rmSync(LOG, { force: true });
	const npm = async (...args: string[]) => {
		await runCommand('npm', args, { cwd: HOST_FOLDER, logFile: LOG, signal });
	};
	// `npm ci` refuses a lock that leaves out the optional packages of other platforms; `npm install` keeps to it.
	await withStep(
		'Downloading n8n and its Node.js',
		async () =>
			await npm(
				'install',
				'--legacy-peer-deps',
				'--ignore-scripts',
				'--no-audit',
				'--no-fund',
				'--no-progress',
			),
		{ expectedSeconds: 110 },
	);
	// Only these two need their install scripts: the Node.js binary is fetched by one, the database driver built by one.
	await withStep(
		'Building the database driver of n8n',
		async () => {
			await npm('rebuild', '--ignore-scripts=false', 'node', 'sqlite3');
			await runCommand(NODE_BINARY, ['--version'], { cwd: HOST_FOLDER, logFile: LOG, signal });
		},
		{ expectedSeconds: 70 },
	);
	writeFileSync(STAMP, fingerprint());
}

if (require.main === module) {
	installN8n().catch((error: unknown) => {
		print(`n8n could not be installed. ${error instanceof Error ? error.message : String(error)}`);
		process.exitCode = 1;
	});
}
