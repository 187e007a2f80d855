import { parseArgs } from 'node:util';
import { ENGINES, type CallbackSettings, type Engine } from './callbacks/measure';
import type { RowSettings } from './rows/measure';

const ROWS = 2_000;
const CALLBACKS = 20_000;
const ROUNDS = 2;
const QUICK = { rows: 300, callbacks: 2_000, rounds: 1 };

export const USAGE = `npm run bench:clay -- [options]

  --rows ${ROWS}           rows that each sender sends
  --rate 10, --burst 20 Clay's limits
  --neighbour 3         rows a second that somebody else sends in the second half of the measurement; 0: no second half
  --callbacks ${CALLBACKS}     callbacks that each receiver gets in each round
  --copies 1            of a hundred callbacks, so many are copies of earlier ones
  --engines vm,legacy   n8n's expression engines; vm:3000,legacy:100000 sets the callbacks of each
  --concurrency 32      callbacks under way at a time
  --rounds ${ROUNDS}            of callbacks; the median counts
  --quick               ${QUICK.rows} rows, ${QUICK.callbacks.toLocaleString('en-US')} callbacks, one round
  --only rows           one of the two measurements: rows, callbacks
  --peers webhook       only these senders and receivers
  --environment A=1,B=2 settings of n8n beside its defaults
  --seed words          another draw of the data
  --package file.tgz    another package than that of this folder
  --check               exit code 1 when a promise is broken
  --write-docs          writes docs/benchmarks-clay.md
  --help`;

export interface ClayBenchOptions {
	rows: RowSettings;
	/** One for each engine of n8n. */
	callbacks: CallbackSettings[];
	rounds: number;
	only?: 'rows' | 'callbacks';
	/** Ids; empty for all. */
	peers: string[];
	environment: Record<string, string>;
	tarball?: string;
	check: boolean;
	writeDocs: boolean;
}

/**
 * Reads the command line; `undefined` when it asks for help.
 *
 * @throws {TypeError} for options that do not exist
 * @throws {RangeError} for values that make no sense
 */
export function parseClayOptions(args: readonly string[]): ClayBenchOptions | undefined {
	const { values } = parseArgs({
		args: [...args],
		options: {
			rows: { type: 'string' },
			rate: { type: 'string', default: '10' },
			burst: { type: 'string', default: '20' },
			neighbour: { type: 'string', default: '3' },
			callbacks: { type: 'string' },
			copies: { type: 'string', default: '1' },
			engines: { type: 'string', default: ENGINES.join(',') },
			concurrency: { type: 'string', default: '32' },
			rounds: { type: 'string' },
			quick: { type: 'boolean', default: false },
			only: { type: 'string' },
			peers: { type: 'string' },
			environment: { type: 'string' },
			seed: { type: 'string', default: 'clay' },
			package: { type: 'string' },
			check: { type: 'boolean', default: false },
			'write-docs': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	const { only, seed, quick } = values;
	if (only !== undefined && only !== 'rows' && only !== 'callbacks') {
		throw new RangeError(`--only takes rows or callbacks, not "${only}".`);
	}
	if (values['write-docs'] && (only ?? values.peers ?? values.package ?? values.environment)) {
		throw new RangeError('--write-docs is about everything, as it ships: leave choices out.');
	}
	return {
		rows: {
			rows: whole('--rows', values.rows ?? String(quick ? QUICK.rows : ROWS), 1),
			rate: whole('--rate', values.rate, 1),
			burst: whole('--burst', values.burst, 1),
			neighbour: whole('--neighbour', values.neighbour, 0),
			seed,
		},
		callbacks: values.engines.split(',').map((text) => {
			const [engine = '', own] = text.split(':');
			const all = values.callbacks ?? String(quick ? QUICK.callbacks : CALLBACKS);
			return {
				engine: engineOf(engine),
				callbacks: whole('--callbacks', own ?? all, 1),
				copies: share('--copies', values.copies),
				concurrency: whole('--concurrency', values.concurrency, 1),
				seed,
			};
		}),
		rounds: whole('--rounds', values.rounds ?? String(quick ? QUICK.rounds : ROUNDS), 1),
		only,
		peers: values.peers?.split(',') ?? [],
		environment: environment(values.environment ?? ''),
		tarball: values.package,
		check: values.check,
		writeDocs: values['write-docs'],
	};
}

function whole(flag: string, text: string, smallest: number): number {
	const number = Number(text);
	if (!Number.isInteger(number) || number < smallest) {
		throw new RangeError(`${flag} takes a whole number from ${smallest} on, not "${text}".`);
	}
	return number;
}

function engineOf(text: string): Engine {
	const engine = ENGINES.find((name) => name === text);
	if (engine === undefined) throw new RangeError(`--engines takes vm and legacy, not "${text}".`);
	return engine;
}

/** Of a hundred, as a share from 0 to 1. */
function share(flag: string, text: string): number {
	const percent = Number(text);
	if (!(percent >= 0 && percent < 100)) {
		throw new RangeError(`${flag} takes a number from 0 to 99, not "${text}".`);
	}
	return percent / 100;
}

function environment(text: string): Record<string, string> {
	const settings = text.split(',').filter((setting) => setting !== '');
	return Object.fromEntries(
		settings.map((setting) => {
			const [name = '', ...value] = setting.split('=');
			if (value.length === 0)
				throw new RangeError(`--environment takes NAME=value, not "${setting}".`);
			return [name, value.join('=')];
		}),
	);
}
