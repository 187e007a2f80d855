import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { REPOSITORY } from '../../sandbox/n8n/paths';
import type { Cell } from '../measure/cell';
import type { Group, Peer } from '../peers/peer';
import type { Verdict } from '../verdicts';
import type { Machine } from './machine';
import { GROUP_TITLES, linesOf } from './rows';

export interface Report {
	/** ISO date-time. */
	measuredAt: string;
	machine: Machine;
	rounds: number;
	seed: string;
	cells: readonly Cell[];
	verdicts: readonly Verdict[];
}

const DOCUMENT = path.join(REPOSITORY, 'docs/benchmarks.md');

const INTRODUCTION = `
# Benchmarks

Forecast Diff beside what one would use instead, on the same data, in the same run. Written by \`npm run bench -- --write-docs\`; the
times are of one machine, the ratios are what counts.
`;

const METHOD = `
## How it is measured

- **Data**: drawn by a seed. Of the rows of the first snapshot 1% are removed, 5% changed (half of these by 10% or more), 1% added;
  the second snapshot is shuffled. In the Clari export managers' calls are the sums of their teams, so they change as well.
- **Truth**: the generator knows how many rows were added, removed, changed and left alone. A peer that finds anything else fails the run.
- **Time**: each process measures one peer: after a warm-up on 5,000 other rows it compares the data up to seven times (5 s), and the
  middle run counts; making and loading the data is not timed unless the peer's name says so. The peers take turns; over the rounds the
  median counts. What takes longer than 10 s runs once; what
  takes longer than 60 s is skipped.
- **Warm-up**: up to 30 runs or 2 s on 5,000 other rows, for every peer. In a workflow the first comparison of a process is slower: the
  engine is more code than a join, and it has to be compiled first.
- **Noise**: other work on the machine lengthens single runs, by a factor of two and more on two busy cores. Compare ratios of one run
  only, and repeat what is close to its limit.
- **Memory**: the largest resident memory of the process during the comparison (_peak_), and how much of it is more than in a process
  that only has the data (_beside data_). All processes have the same heap limit of 8 GB, so garbage that did not have to be collected
  counts. Off Linux the peak includes making the data.
- **Forecast Diff** is timed with changes, reasons, moves, balances, teams, categories and the alert in all its forms. The baseline for
  the next run is made when somebody stores it; no peer makes one, so the promises are about the comparison and tell the time with the
  baseline beside it.
- **Linear** means: time, and memory beside the data, divided by the rows, are at 1,000,000 rows at most 2.5 × what they are at 10,000.
- **What is measured of Forecast Diff** is the engine in \`dist/\`, as it ships; the reader of files is bundled for the benchmark, because
  the engine does not export it.

## Repeat it

\`\`\`
npm run bench                         # all sizes, three rounds
npm run bench -- --quick              # up to 20,000 rows, one round: under a minute
npm run bench -- --sizes 10000,100000 --rounds 5
npm run bench -- --check              # exit code 1 when a promise is broken
npm run bench -- --write-docs         # this page
\`\`\`

It installs what it compares with by itself: n8n (the sandbox's), and \`bench/runtime\`. All numbers of a run are in \`bench/results/\`.
`;

/** Writes the page of a run. */
export async function writeDocument(peers: readonly Peer[], report: Report): Promise<string> {
	const text = [
		INTRODUCTION,
		machineText(report),
		verdictText(report.verdicts),
		...[...new Set(peers.map(({ group }) => group))].map((group) =>
			groupText(peers, report.cells, group),
		),
		METHOD,
	].join('\n');
	const config = await resolveConfig(DOCUMENT);
	writeFileSync(DOCUMENT, await format(text, { ...config, parser: 'markdown' }));
	return DOCUMENT;
}

function machineText({ measuredAt, machine, rounds, seed }: Report): string {
	const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
	return `
Measured ${measuredAt.slice(0, 10)} at commit ${machine.commit}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB,
${machine.system}. ${versions.join(', ')}. ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, seed \`${seed}\`.
`;
}

/** The promises as a section of a page. */
export function verdictText(verdicts: readonly Verdict[]): string {
	const rows = verdicts.map(({ promise, passed, measured }) => {
		const word = passed === undefined ? 'not measured' : passed ? 'kept' : '**not kept**';
		return `| ${promise} | ${measured} | ${word} |`;
	});
	return ['## Promises', '', '| Promise | Measured | |', '| --- | --- | --- |', ...rows, ''].join(
		'\n',
	);
}

function groupText(peers: readonly Peer[], cells: readonly Cell[], group: Group): string {
	const members = peers.filter((peer) => peer.group === group);
	const sizes = [...new Set(cells.map(({ rows }) => rows))];
	return [
		`## ${GROUP_TITLES[group]}`,
		'',
		...members.map(({ title, about }) => `- **${title}**: ${about}`),
		'',
		'| Rows | | Time | Ours = 1 | Peak | Beside data | Answer |',
		'| ---: | --- | ---: | ---: | ---: | ---: | --- |',
		...sizes.flatMap((rows) =>
			linesOf(members, cells, group, rows).map(
				({ peer, time, ratio, peak, extra, answer }, index) =>
					`| ${index === 0 ? rows.toLocaleString('en-US') : ''} | ${peer} | ${time} | ${ratio} | ${peak} | ${extra} | ${answer} |`,
			),
		),
		'',
	].join('\n');
}
