// `npm run bench`: Forecast Diff beside what one would use instead. See docs/benchmarks.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { print } from '../scripts/progress';
import { prepareBuild } from './build';
import { installPeers, nodesBaseVersion, peerVersions } from './install';
import { measureAll, peersToMeasure } from './measure/measureAll';
import { parseBenchOptions, USAGE, type BenchOptions } from './options';
import { BENCH_STATE, RESULTS_FOLDER } from './paths';
import { writeDocument, type Report } from './report/document';
import { describeMachine } from './report/machine';
import { printTables, printVerdicts } from './report/terminal';
import { judge } from './verdicts';

async function main(args: readonly string[]): Promise<void> {
	const options = parseBenchOptions(args);
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

/** Sets the exit code: 1 when a peer and the truth disagree, and with `--check` when a promise is broken. */
async function bench(options: BenchOptions, signal: AbortSignal): Promise<void> {
	mkdirSync(BENCH_STATE, { recursive: true });
	await installPeers(signal);
	const surroundings = await prepareBuild(options.engine, signal);
	const peers = peersToMeasure(options.peers);
	const measuredAt = new Date().toISOString();
	// Before the run: others may commit while it takes its time.
	const machine = describeMachine({ 'n8n-nodes-base': nodesBaseVersion(), ...peerVersions() });
	const { cells, falsehoods } = await measureAll({ ...options, surroundings, signal });

	const verdicts = judge(cells);
	const { rounds, seed } = options;
	const report: Report = { measuredAt, machine, rounds, seed, cells, verdicts };
	printTables(peers, cells);
	printVerdicts(verdicts);
	print(`\nAll numbers: ${path.relative(process.cwd(), saveResults(report))}`);
	for (const falsehood of falsehoods) print(`WRONG  ${falsehood}`);
	if (falsehoods.length > 0) process.exitCode = 1;
	else if (options.writeDocs) print(`Written: ${await writeDocument(peers, report)}`);
	if (options.check && verdicts.some(({ passed }) => passed === false)) process.exitCode = 1;
}

function saveResults(report: Report): string {
	mkdirSync(RESULTS_FOLDER, { recursive: true });
	const file = path.join(RESULTS_FOLDER, `${report.measuredAt.replaceAll(':', '-')}.json`);
	const text = `${JSON.stringify(report, undefined, '\t')}\n`;
	for (const name of [file, path.join(RESULTS_FOLDER, 'latest.json')]) writeFileSync(name, text);
	return file;
}

main(process.argv.slice(2)).catch((error: unknown) => {
	print(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
