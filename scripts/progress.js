'use strict';
// One board for everything that takes longer than a moment. Plain CommonJS: the scripts need it before anything is
// installed, and the TypeScript side (types in progress.d.ts) requires the same file.

const { clearInterval, setInterval } = require('node:timers');

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const QUIET_MS = 10_000;
const BAR_WIDTH = 16;

const running = new Set();
let timer;
let frame = 0;

const interactive = () => Boolean(process.stdout.isTTY) && !process.env.CI;
const seconds = (since) => (Date.now() - since) / 1000;

/** Fills towards the expected time, and ever slower past it: it never claims to be done. */
function bar(elapsed, expected) {
	const share = elapsed < expected ? (0.9 * elapsed) / expected : 1 - (0.1 * expected) / elapsed;
	const filled = Math.min(BAR_WIDTH - 1, Math.floor(share * BAR_WIDTH));
	return `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
}

function describe(step) {
	const elapsed = seconds(step.startedAt);
	const parts = [step.title];
	if (step.detail) parts.push(`(${step.detail})`);
	if (step.expectedSeconds) parts.push(bar(elapsed, step.expectedSeconds));
	parts.push(`${Math.floor(elapsed)} s`);
	return parts.join(' ');
}

function eraseLine() {
	if (interactive()) process.stdout.write('\r\x1b[K');
}

function draw() {
	frame = (frame + 1) % FRAMES.length;
	const line = `${FRAMES[frame]} ${[...running].map(describe).join('  ·  ')}`;
	process.stdout.write(`\r\x1b[K${line.slice(0, (process.stdout.columns || 80) - 1)}`);
}

function remind() {
	for (const step of running) console.log(`  … ${describe(step)}`);
}

function watch() {
	if (running.size > 0 && timer === undefined) {
		timer = interactive() ? setInterval(draw, FRAME_MS) : setInterval(remind, QUIET_MS);
		timer.unref();
	}
	if (running.size === 0 && timer !== undefined) {
		clearInterval(timer);
		timer = undefined;
	}
}

/** Prints a line without tearing the line of running steps. */
function print(line) {
	eraseLine();
	console.log(line);
}

/** Puts a step on the board; `done` or `fail` takes it off and leaves one line with its time. */
function startStep(title, { expectedSeconds } = {}) {
	const step = { title, expectedSeconds, startedAt: Date.now(), detail: undefined };
	running.add(step);
	watch();
	const finish = (mark, note) => {
		if (!running.delete(step)) return;
		watch();
		print(`${mark} ${title}${note ? `: ${note}` : ''} (${seconds(step.startedAt).toFixed(1)} s)`);
	};
	return {
		detail: (text) => {
			step.detail = text;
		},
		done: (note) => finish('✓', note),
		fail: (note) => finish('✗', note),
	};
}

/** Runs a piece of work as a step of the board. */
async function withStep(title, work, options) {
	const step = startStep(title, options);
	try {
		const result = await work(step);
		step.done();
		return result;
	} catch (error) {
		step.fail();
		throw error;
	}
}

module.exports = { print, startStep, withStep };
