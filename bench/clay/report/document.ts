import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { REPOSITORY } from '../../../sandbox/n8n/paths';
import { verdictText } from '../../report/document';
import type { Machine } from '../../report/machine';
import type { Verdict } from '../../verdicts';
import type { CallbackRun } from '../callbacks/measure';
import { RECEIVERS } from '../callbacks/receivers';
import type { RowRun } from '../rows/measure';
import { SENDERS } from '../rows/senders';
import { toMarkdown, type Table } from './table';

export interface ClayReport {
	/** ISO date-time. */
	measuredAt: string;
	machine: Machine;
	rounds: number;
	/** Settings of n8n beside its defaults. */
	environment: Record<string, string>;
	rowRuns: readonly RowRun[];
	callbackRuns: readonly CallbackRun[];
	tables: readonly Table[];
	verdicts: readonly Verdict[];
}

const DOCUMENT = path.join(REPOSITORY, 'docs/benchmarks-clay.md');

const INTRODUCTION = `
# Benchmarks: Clay

Rows to a table of Clay and callbacks from it, in the real n8n, beside what one would use instead. Written by
\`npm run bench:clay -- --write-docs\`; the times are of one machine, the counts and ratios are what matters. Clay is the sandbox's
stand-in: it refuses what is over the limits as Clay documents them.
`;

const METHOD = `
## How it is measured

- **Rows**: every sender gets a stand-in of its own, whose allowance is full, and the same rows. A row has arrived when it is in the
  table; which one it is, its \`lead_id\` tells. _429_ counts answers, not rows.
- **Share of the limit**: rows in the table, to the rows that the limit let through between the first request and the last one: what may
  come at once, and the rate times the time, less what the somebody else got. Nobody can have more than 100 %.
- **Somebody else** sends to another table of the same workspace, as another workflow or a colleague does. The limit is for both, and a
  sender that knows only its own pace meets 429.
- **Time** is from the first request to the last one. A sender that has lost rows is never done, so it gets no ratio.
- **Callbacks**: each receiver gets an n8n of its own with a fresh user folder and n8n's defaults, all executions saved (and none deleted
  during the measurement). Behind it is one node that does nothing. 300 other callbacks warm up. The receivers take turns, in the other order every second round; the median counts.
- **Copies** are the bytes of an earlier callback: half of them while the original is still under way, half of them up to 10,000 events
  later.
- **Callbacks per second** is until the last execution has ended, not until the last answer. The Webhook knows no copies, so it runs them too.
- **Lost, twice**: n8n's database is read afterwards, the data of every execution: which event started it. Lost is an event without an
  execution that succeeded, twice is an event with more than one.
- **Processor each** is the processor time of n8n's main process for one callback. It says more than the rate when the machine is busy with
  other things.
- **Peak** is the most resident memory of n8n's main process since its start.

## Why a trigger of a package is slower than the Webhook

n8n 2.41 evaluates expressions in an isolate of its own, and makes a fresh one for each execution. It makes another one before a trigger is
called, for every trigger but its own Webhook, and that one only when none of its parameters is an expression
(\`N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP\`). A package has no say in it. _Webhook, one expression_ goes the way that all other
triggers go, so it is the one to compare the work of the Clay Trigger with. With \`N8N_EXPRESSION_ENGINE=legacy\` there are no isolates: what
is left then is the trigger's own work.

## Repeat it

\`\`\`
npm run bench:clay                                    # 2,000 rows, 20,000 callbacks, two rounds
npm run bench:clay -- --quick                         # 300 rows, 2,000 callbacks, one round
npm run bench:clay -- --only callbacks --engines vm:5000,legacy:100000 --rounds 1
npm run bench:clay -- --only rows --neighbour 0
npm run bench:clay -- --only callbacks --environment N8N_EXPRESSION_ENGINE_COMPILE_CACHE=true
npm run bench:clay -- --check                         # exit code 1 when a promise is broken
npm run bench:clay -- --write-docs                    # this page
\`\`\`

All numbers of a run are in \`bench/results/clay/\`.
`;

/** Writes the page of a run. */
export async function writeClayDocument(report: ClayReport): Promise<string> {
	const text = [
		INTRODUCTION,
		machineText(report),
		verdictText(report.verdicts),
		'## Measured',
		'',
		...[...SENDERS, ...RECEIVERS].map(({ title, about }) => `- **${title}**: ${about}`),
		'',
		...report.tables.map(toMarkdown),
		METHOD,
	].join('\n');
	const config = await resolveConfig(DOCUMENT);
	writeFileSync(DOCUMENT, await format(text, { ...config, parser: 'markdown' }));
	return DOCUMENT;
}

function machineText({ measuredAt, machine, rounds }: ClayReport): string {
	const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
	return `
Measured ${measuredAt.slice(0, 10)} at commit ${machine.commit}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB,
${machine.system}. ${versions.join(', ')}. Callbacks: ${rounds} ${rounds === 1 ? 'round' : 'rounds'}.
`;
}
