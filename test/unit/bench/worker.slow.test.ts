import path from 'node:path';
import { falsehoodOf } from '../../../bench/measure/cell';
import { runWorker } from '../../../bench/measure/runWorker';

const ENGINE = path.join(__dirname, '../../../nodes/ForecastDiff/engine/index.ts');
const FILE_READER = path.join(__dirname, '../../../nodes/ForecastDiff/files/readTable.ts');

const measure = async (peer: string, limitMs = 60_000) =>
	await runWorker({
		peer,
		rows: 1_000,
		seed: 'test',
		surroundings: { engine: ENGINE, fileReader: FILE_READER },
		limitMs,
	});

// The other peers are installed by the benchmark itself.
test.each(['map', 'clari-map', 'ours', 'clari-ours', 'files-ours'])(
	'a process of its own measures %s, and it is right',
	async (peer) => {
		const outcome = await measure(peer);
		if (!('measured' in outcome)) throw new Error('It took too long.');
		const { measured } = outcome;
		const { significant, ...counts } = measured.truth;
		expect(measured.counts).toEqual(counts);
		expect(falsehoodOf(measured)).toBeUndefined();
		expect(significant).toBeGreaterThan(0);
		expect(measured.ms).toBeGreaterThan(0);
		expect(measured.peakBytes).toBeGreaterThan(10_000_000);
	},
	30_000,
);

test('what goes wrong in the process is told', async () => {
	await expect(measure('nobody')).rejects.toThrow('nobody with 1000 rows: Error: There is no peer');
}, 30_000);

test('a wrong answer is told', async () => {
	const outcome = await measure('map');
	if (!('measured' in outcome)) throw new Error('It took too long.');
	const { measured } = outcome;
	const { truth } = measured;
	expect(falsehoodOf({ ...measured, counts: { ...truth, added: 0 } })).toContain('found 0 added');
	expect(falsehoodOf({ ...measured, listed: 1 })).toContain('lists 1 changes');
	expect(falsehoodOf({ ...measured, counts: null, listed: 1 })).toBeUndefined();
}, 30_000);
