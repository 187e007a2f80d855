import { parseArgs } from 'node:util';

export const ALL_SIZES = [1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000];
const QUICK_SIZES = [1_000, 5_000, 20_000];
const DEFAULT_ROUNDS = 3;

export const USAGE = `npm run bench -- [options]

  --sizes 10000,20000   numbers of rows (default: ${ALL_SIZES.join(',')})
  --rounds 3            runs of each peer and size, of which the median counts
  --peers ours,map      only these
  --quick               ${QUICK_SIZES.join(', ')} rows, one round: under a minute
  --seed words          another draw of the data
  --check               exit code 1 when a verdict fails
  --write-docs          writes docs/benchmarks.md
  --engine file.js      another build of the engine than dist/
  --help`;

export interface BenchOptions {
	sizes: number[];
	rounds: number;
	/** Ids; empty for all. */
	peers: string[];
	seed: string;
	check: boolean;
	writeDocs: boolean;
	engine?: string;
}

/**
 * Reads the command line; `undefined` when it asks for help.
 *
 * @throws {TypeError} for options that do not exist
 * @throws {RangeError} for numbers that are none
 */
export function parseBenchOptions(args: readonly string[]): BenchOptions | undefined {
	const { values } = parseArgs({
		args: [...args],
		options: {
			sizes: { type: 'string' },
			rounds: { type: 'string' },
			peers: { type: 'string' },
			quick: { type: 'boolean', default: false },
			seed: { type: 'string', default: 'forecast' },
			check: { type: 'boolean', default: false },
			'write-docs': { type: 'boolean', default: false },
			engine: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	if (values.engine !== undefined && values['write-docs']) {
		throw new RangeError('--write-docs is about the build that ships: leave --engine out.');
	}
	const usualSizes = values.quick ? QUICK_SIZES : ALL_SIZES;
	return {
		sizes: values.sizes === undefined ? usualSizes : wholeNumbers('--sizes', values.sizes, 1_000),
		rounds: Math.max(...wholeNumbers('--rounds', values.rounds ?? usualRounds(values.quick), 1)),
		peers: values.peers?.split(',') ?? [],
		seed: values.seed,
		check: values.check,
		writeDocs: values['write-docs'],
		engine: values.engine,
	};
}

function usualRounds(quick: boolean): string {
	return String(quick ? 1 : DEFAULT_ROUNDS);
}

/** Sorted, because the time of a size is foretold from the smaller ones. */
function wholeNumbers(flag: string, text: string, smallest: number): number[] {
	const numbers = text.split(',').map(Number);
	if (numbers.some((number) => !Number.isInteger(number) || number < smallest)) {
		throw new RangeError(`${flag} takes whole numbers from ${smallest} on, not "${text}".`);
	}
	return [...new Set(numbers)].sort((a, b) => a - b);
}
