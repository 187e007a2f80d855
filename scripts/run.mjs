// Entry of `npm start`, `npm test` and `npm run readiness`: plain Node.js, so that it runs in a fresh clone. Checks what is
// needed, installs what is missing, and hands over.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { withStep } = require('./progress.js');

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MINIMUM_NODE = [20, 19];

/** What each command is. TypeScript is required once it can be. */
const PROGRAMS = {
	start: () => require('../sandbox/start.ts'),
	test: () => import('./test.mjs'),
	readiness: () => require('../sandbox/readiness/main.ts'),
};

/** npm keeps flags that stand before `--` to itself and tells of them in the environment only. */
const NPM_FLAGS = { start: ['once', 'port'], test: ['fast'], readiness: ['json', 'sandbox'] };

function checkNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	const [wantedMajor, wantedMinor] = MINIMUM_NODE;
	if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
	throw new Error(
		`This project needs Node.js ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`,
	);
}

/** Whether node_modules holds what package-lock.json says, by npm's own record of what it installed. */
function isInstalled() {
	const record = path.join(ROOT, 'node_modules', '.package-lock.json');
	if (!existsSync(record)) return false;
	const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
	const installed = packagesOf(record);
	return Object.entries(packagesOf(path.join(ROOT, 'package-lock.json'))).every(
		// Optional ones are for other platforms, as often as not.
		([place, { version, optional }]) =>
			place === '' || optional || installed[place]?.version === version,
	);
}

function npm(args, log) {
	return new Promise((resolve, reject) => {
		const child = spawn('npm', args, { cwd: ROOT, stdio: ['ignore', log, log] });
		child.once('error', reject);
		child.once('close', (code) => resolve(code === 0));
	});
}

/** @param isQuiet whether nothing may be printed, because a program reads what the command prints */
async function install(isQuiet) {
	if (isInstalled()) return;
	const logFile = path.join(ROOT, '.sandbox', 'npm-install.log');
	mkdirSync(path.dirname(logFile), { recursive: true });
	const log = openSync(logFile, 'w');
	const flags = ['--no-audit', '--no-fund'];
	const step = isQuiet ? async (_title, work) => await work() : withStep;
	await step(
		'Installing development dependencies',
		async () => {
			const done = (await npm(['ci', ...flags], log)) || (await npm(['install', ...flags], log));
			if (!done) throw new Error(`npm could not install the dependencies. Its output: ${logFile}`);
		},
		{ expectedSeconds: 40 },
	);
	closeSync(log);
}

function flagsFromNpm(command) {
	return NPM_FLAGS[command].flatMap((flag) => {
		const value = process.env[`npm_config_${flag}`];
		if (value === undefined) return [];
		return value === 'true' ? [`--${flag}`] : [`--${flag}`, value];
	});
}

async function main() {
	const [command, ...given] = process.argv.slice(2);
	if (!(command in NPM_FLAGS)) throw new Error('Usage: node scripts/run.mjs start|test|readiness');
	const args = [...flagsFromNpm(command), ...given];
	checkNode();
	await install(args.includes('--json'));
	// From here on TypeScript can be required as it stands.
	require('tsx/cjs/api').register();
	const { main: run } = await PROGRAMS[command]();
	await run(args);
}

main().catch((error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
