// `npm run bench:clay`: rows to Clay and callbacks from it, beside what one would use instead. See docs/benchmarks-clay.md.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packPackage } from '../../sandbox/n8n/communityPackage';
import { installN8n } from '../../sandbox/n8n/install';
import { print, withStep } from '../../scripts/progress';
import { nodesBaseVersion } from '../install';
import { BENCH_STATE, RESULTS_FOLDER } from '../paths';
import { alignColumns } from '../report/alignColumns';
import { describeMachine } from '../report/machine';
import { printVerdicts } from '../report/terminal';
import { measureCallbacks, type CallbackRun } from './callbacks/measure';
import { RECEIVERS } from './callbacks/receivers';
import { summarize } from './callbacks/summary';
import { callbackTables } from './callbacks/table';
import { withHost, type Surroundings } from './host';
import { parseClayOptions, USAGE, type ClayBenchOptions } from './options';
import { writeClayDocument, type ClayReport } from './report/document';
import { measureRows, type RowRun } from './rows/measure';
import { SENDERS } from './rows/senders';
import { rowTables } from './rows/table';
import { judgeClay } from './verdicts';

const STATE = path.join(BENCH_STATE, 'clay');

async function main(args: readonly string[]): Promise<void> {
	const options = parseClayOptions(args);
	if (options === undefined) return print(USAGE);
	const ending = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
	try {
		await bench(options, ending.signal);
	} catch (error) {
		if (!ending.signal.aborted) throw error;
		process.exitCode = 130;
	}
}

/** Sets the exit code: with `--check` 1 when a promise is broken. */
async function bench(options: ClayBenchOptions, signal: AbortSignal): Promise<void> {
	const { environment, rounds, only } = options;
	await installN8n(signal);
	const measuredAt = new Date().toISOString();
	// Before the run: others may commit while it takes its time.
	const machine = describeMachine({ n8n: nodesBaseVersion() });
	const tarball = options.tarball ?? (await packHere(signal));
	const surroundings = { tarball, environment, signal };

	const rowRuns = only === 'callbacks' ? [] : await measureAllRows(options, surroundings);
	const callbackRuns = only === 'rows' ? [] : await measureAllCallbacks(options, surroundings);

	const summaries = summarize(callbackRuns);
	const tables = [
		...rowTables(rowRuns),
		...callbackTables(summaries, options.callbacks[0]?.concurrency ?? 0),
	];
	const verdicts = judgeClay(rowRuns, summaries);
	for (const { title, head, rows } of tables) {
		print(`\n${title}`);
		for (const line of alignColumns([head, ...rows])) print(`  ${line}`);
	}
	printVerdicts(verdicts);
	const report: ClayReport = {
		measuredAt,
		machine,
		rounds,
		environment,
		rowRuns,
		callbackRuns,
		tables,
		verdicts,
	};
	print(`\nAll numbers: ${path.relative(process.cwd(), saveResults(report))}`);
	if (options.writeDocs) print(`Written: ${await writeClayDocument(report)}`);
	if (options.check && verdicts.some(({ passed }) => passed === false)) process.exitCode = 1;
}

/** Every sender, alone and, when wanted, beside somebody else, one after the other in one n8n. */
async function measureAllRows(
	{ rows: settings, peers }: ClayBenchOptions,
	surroundings: Surroundings,
): Promise<RowRun[]> {
	const senders = SENDERS.filter(({ id }) => isWanted(peers, id));
	if (senders.length === 0) return [];
	return await withHost('rows', surroundings, async (host) => {
		const runs: RowRun[] = [];
		for (const neighbour of new Set([0, settings.neighbour])) {
			for (const sender of senders) {
				const beside = neighbour === 0 ? '' : `, beside ${neighbour}/s`;
				const run = await withStep(`Rows: ${sender.title}${beside}`, async () =>
					measureRows(sender, { ...settings, neighbour }, host, surroundings.signal),
				);
				runs.push(run);
			}
		}
		return runs;
	});
}

/** Every receiver in each round, by turns, so that what else the machine does hits all of them alike. */
async function measureAllCallbacks(
	{ callbacks, rounds, peers }: ClayBenchOptions,
	surroundings: Surroundings,
): Promise<CallbackRun[]> {
	const runs: CallbackRun[] = [];
	for (const settings of callbacks) {
		const { engine } = settings;
		const receivers = RECEIVERS.filter(
			({ id, onlyWith }) => isWanted(peers, id) && (onlyWith ?? engine) === engine,
		);
		for (let round = 1; round <= rounds; round++) {
			// The other way round every second time, or one of them would always come first.
			const turns = round % 2 === 1 ? receivers : [...receivers].reverse();
			for (const receiver of turns) {
				const title = `Callbacks, engine ${engine}: ${receiver.title}, round ${round}`;
				const run = await withStep(title, async (step) =>
					measureCallbacks(receiver, settings, surroundings, (text) => step.detail(text)),
				);
				runs.push(run);
			}
		}
	}
	return runs;
}

function isWanted(peers: readonly string[], id: string): boolean {
	return peers.length === 0 || peers.includes(id);
}

/** Under a name of its own: other packing must not replace what is measured. */
async function packHere(signal: AbortSignal): Promise<string> {
	return await withStep(
		'Packing the package',
		async () => {
			const tarball = path.join(STATE, 'package.tgz');
			renameSync(await packPackage(STATE, signal), tarball);
			return tarball;
		},
		{ expectedSeconds: 15 },
	);
}

function saveResults(report: ClayReport): string {
	const folder = path.join(RESULTS_FOLDER, 'clay');
	mkdirSync(folder, { recursive: true });
	const file = path.join(folder, `${report.measuredAt.replaceAll(':', '-')}.json`);
	const text = `${JSON.stringify(report, undefined, '\t')}\n`;
	for (const name of [file, path.join(folder, 'latest.json')]) writeFileSync(name, text);
	return file;
}

main(process.argv.slice(2)).catch((error: unknown) => {
	print(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
