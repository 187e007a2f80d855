// Everything that must be right before a change is good: see CONTRIBUTING.md. Ends with the totals of all steps.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { print, startStep } = require('./progress.js');

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REPORTS = path.join(ROOT, '.test', 'reports');
const SLOW = /\.slow\.test\.ts$/;
const LINT_SEEN = path.join(ROOT, 'node_modules', '.cache', 'eslint.json');
const TYPES_SEEN = path.join(ROOT, 'node_modules', '.cache', 'types.tsbuildinfo');
const COUNTS = path.join(ROOT, 'scripts', 'jestCounts.js');

/** Tests make much that is soon garbage: with room for it, less of their time goes into collecting it. */
const ROOMY = `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=64`.trim();

/** How many files are named as those that took longest. */
const SLOWEST = 10;

const totals = { passed: 0, failed: 0, skipped: [], files: [] };
const children = new Set();
const interruption = new AbortController();
const wasInterrupted = () => interruption.signal.aborted;

/** Runs a program of node_modules/.bin; its output is kept for the case that it fails. */
function runTool(command, args, extraEnv = {}) {
	return new Promise((resolve) => {
		const env = { ...process.env, ...extraEnv, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' };
		const child = spawn(path.join(ROOT, 'node_modules', '.bin', command), args, {
			cwd: ROOT,
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		children.add(child);
		let output = '';
		child.stdout.on('data', (chunk) => (output += chunk));
		child.stderr.on('data', (chunk) => (output += chunk));
		child.once('error', (error) => resolve({ ok: false, output: String(error) }));
		child.once('close', (code) => {
			children.delete(child);
			resolve({ ok: code === 0, output });
		});
	});
}

/** A step that is one test: it passes or it fails. */
async function check(title, command, ...args) {
	if (wasInterrupted()) return;
	const step = startStep(title);
	const { ok, output } = await runTool(command, args);
	if (ok) {
		totals.passed += 1;
		step.done();
	} else {
		totals.failed += 1;
		step.fail();
		print(output.trimEnd());
	}
}

/** A step of many tests. */
async function jest(title, projects, ...flags) {
	if (wasInterrupted()) return;
	const step = startStep(title);
	const file = path.join(REPORTS, `${projects.join('-')}.json`);
	rmSync(file, { force: true });
	const { ok, output } = await runTool(
		'jest',
		['--selectProjects', ...projects, '--reporters=default', `--reporters=${COUNTS}`, ...flags],
		{ JEST_COUNTS_FILE: file, E2E_PREPARED: '1', NODE_OPTIONS: ROOMY },
	);
	const counts = readCounts(file, ok);
	totals.passed += counts.passed;
	totals.failed += counts.failed;
	totals.skipped.push(...counts.skipped);
	totals.files.push(...counts.files);
	const summary = `${counts.passed} passed, ${counts.failed} failed`;
	if (counts.failed === 0) {
		step.done(summary);
		// What a test has measured is for reading, also when all is well.
		for (const line of output.split('\n').filter((text) => text.startsWith('Measured: ')))
			print(`  ${line}`);
	} else {
		step.fail(summary);
		print(output.trimEnd());
	}
}

/** The engine tests that take longest: `npm test` runs them, `--fast` names them. */
function slowTests() {
	const files = readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });
	return files.filter((file) => SLOW.test(file)).sort();
}

function readCounts(file, ok) {
	// Without a report jest itself has failed, whatever the tests would have said.
	if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [], files: [] };
	const counts = JSON.parse(readFileSync(file, 'utf8'));
	return { ...counts, failed: ok ? counts.failed : Math.max(counts.failed, 1) };
}

/** For whoever wants the tests to take less time. */
function printSlowest() {
	const slowest = totals.files.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
	const lines = slowest.map(
		({ file, seconds }) => `  ${seconds.toFixed(0).padStart(4)} s  ${file}`,
	);
	if (lines.length > 0) print(['Slowest test files:', ...lines].join('\n'));
}

function interrupt(signal) {
	interruption.abort();
	for (const child of children) child.kill(signal);
}

async function checks() {
	// All three remember what they have read, by its content.
	const remember = ['--cache', '--cache-strategy', 'content'];
	await check(
		'Lint',
		'eslint',
		'.',
		'--max-warnings',
		'0',
		...remember,
		'--cache-location',
		LINT_SEEN,
	);
	await check('Format', 'prettier', '--check', ...remember, '.');
	await check('Types', 'tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', TYPES_SEEN);
}

/** Every operation with every fault at every request. A file for each vendor. */
async function faults() {
	await jest('Fault tests', ['faults'], '--maxWorkers=2');
}

/**
 * Installs n8n, builds the package and starts n8n with it once: two to four minutes from nothing, beside the other tests.
 * Never rejects: the answer is what went wrong, if anything did.
 */
async function prepareEndToEnd() {
	try {
		await require('../test/e2e/prepare.ts').prepare(interruption.signal);
		return undefined;
	} catch (error) {
		return error;
	}
}

/** @param preparing what `prepareEndToEnd` has begun */
async function endToEnd(preparing) {
	const error = await preparing;
	if (wasInterrupted()) return;
	if (error !== undefined) {
		totals.failed += 1;
		print(String(error));
		return;
	}
	await jest('End-to-end tests in a real n8n', ['e2e'], '--maxWorkers', '2');
}

/**
 * `npm test`: lint, format, types, unit and engine tests; without --fast also the slow ones of these, the
 * build and the end-to-end tests.
 * The exit code is 0 only when nothing failed and something passed.
 */
export async function main(args) {
	const unknown = args.filter((argument) => argument !== '--fast');
	if (unknown.length > 0)
		throw new Error(`Unknown: ${unknown.join(' ')}. npm test takes -- --fast`);
	mkdirSync(REPORTS, { recursive: true });
	// Loaded early: Ctrl-C also ends the compiler that TypeScript files go through.
	const { endLeftovers } = require('../test/e2e/state.ts');
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupt(signal));

	const fast = args.includes('--fast');
	const slow = fast ? [...slowTests(), 'faults/*.test.ts'] : [];
	const preparing = fast ? undefined : prepareEndToEnd();
	// Three workers beside the checks, also on two cores: the longest engine tests mostly wait.
	await Promise.all([
		checks(),
		jest(
			'Unit and engine tests',
			['unit', 'workflow'],
			'--maxWorkers=4',
			...(fast ? ['--testPathIgnorePatterns', SLOW.source] : []),
		),
	]);
	if (!fast) {
		await faults();
		await endToEnd(preparing);
	}
	// A run that was cut off may have left an n8n of its tests running.
	if (wasInterrupted()) await endLeftovers();

	if (!fast) printSlowest();
	for (const name of totals.skipped) print(`Skipped: ${name}`);
	for (const file of slow) print(`Left to npm test: ${file}`);
	if (wasInterrupted()) print('Interrupted: not every test has run.');
	const { passed, failed, skipped } = totals;
	const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
	print(`${passed} passed, ${failed} failed${tail}`);
	process.exitCode = failed === 0 && passed > 0 && !wasInterrupted() ? 0 : 1;
}
