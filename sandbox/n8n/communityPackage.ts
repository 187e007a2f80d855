import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command';
import { REPOSITORY } from './paths';

const PACK_LOG = 'pack.log';
const GULP = path.join(REPOSITORY, 'node_modules', '.bin', 'gulp');

/** Builds this package and packs it into `folder` as npm would publish it. Returns the tarball's path. */
export async function packPackage(folder: string, signal?: AbortSignal): Promise<string> {
	mkdirSync(folder, { recursive: true });
	const options = { cwd: REPOSITORY, logFile: path.join(folder, PACK_LOG), signal };
	await runCommand(GULP, ['build'], options);
	const printed = await runCommand(
		'npm',
		['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
		options,
	);
	const [packed] = JSON.parse(printed) as Array<{ filename: string }>;
	if (packed === undefined) throw new Error(`npm pack named no file: ${printed}`);
	return path.join(folder, packed.filename);
}

/** Installs a packed package where an n8n with this user folder looks for community nodes, as its owner does by hand. */
export async function installPackage(
	tarball: string,
	userFolder: string,
	signal?: AbortSignal,
): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	// Without a manifest of its own npm would install into the nearest package above: this repository.
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	writeFileSync(path.join(nodes, 'package.json'), JSON.stringify(manifest));
	const flags = ['--omit=peer', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
	await runCommand('npm', ['install', tarball, ...flags], {
		cwd: nodes,
		logFile: path.join(userFolder, 'install-package.log'),
		signal,
	});
}
