import { drawLeads } from '../../../../bench/clay/rows/leads';
import { countRows, measureRows } from '../../../../bench/clay/rows/measure';
import { startNeighbour } from '../../../../bench/clay/rows/neighbour';
import { scriptLoop } from '../../../../bench/clay/rows/scriptLoop';
import type { Sender } from '../../../../bench/clay/rows/sender';
import type { N8nHost } from '../../../../sandbox/n8n/host';
import { startClay, type ClayService } from '../../../../sandbox/vendors';

const SETTINGS = { rows: 4, rate: 1_000, burst: 1_000, neighbour: 0, seed: 'test' };
// None of these senders needs an n8n.
const NO_HOST = {} as N8nHost;

const post = async (clay: ClayService, body: unknown) =>
	await fetch(clay.webhookUrl, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

test('rows are the same for the same seed, and each has an ID of its own', () => {
	expect(drawLeads(50, 'a')).toEqual(drawLeads(50, 'a'));
	expect(new Set(drawLeads(50, 'a').map(({ lead_id }) => lead_id)).size).toBe(50);
});

test('the loop of a script sends each row once', async () => {
	const run = await measureRows(scriptLoop, SETTINGS, NO_HOST);
	expect(run).toMatchObject({ arrived: 4, twice: 0, throttled: 0, told: 'all sent' });
});

test('the loop of a script drops what is refused, and says how many', async () => {
	const run = await measureRows(scriptLoop, { ...SETTINGS, rate: 0.001, burst: 2 }, NO_HOST);
	expect(run.arrived).toBeLessThan(4);
	expect(run.throttled).toBe(4 - run.arrived);
	expect(run.told).toBe(`${4 - run.arrived} failed, a number`);
});

test('rows that are in the table twice, and answers 429, are counted', async () => {
	const twice: Sender = {
		id: 'twice',
		title: '',
		about: '',
		async send([first, second], { clay }) {
			for (const lead of [first, second, first, second]) await post(clay, lead);
			return 'sent';
		},
	};
	const run = await measureRows(twice, { ...SETTINGS, rate: 0.001, burst: 3 }, NO_HOST);
	expect(run).toMatchObject({ arrived: 2, twice: 1, throttled: 1 });
});

test('the share is of what the limit left in the time between the first request and the last', () => {
	const at = (second: number) => new Date(second * 1_000).toISOString();
	const row = (source: string, second: number, lead_id?: string) => ({
		source,
		at: at(second),
		cells: lead_id === undefined ? {} : { lead_id },
	});
	const request = (second: number, requestBody: unknown, status = 200) => ({
		at: at(second),
		requestBody,
		status,
	});
	const clay = {
		sources: [{ slug: 'own' }, { slug: 'other' }],
		rows: [row('own', 10, 'a'), row('other', 11), row('own', 12, 'b'), row('other', 30)],
		journal: {
			entries: [
				request(10, { lead_id: 'a' }),
				request(11, { neighbour: 1 }),
				request(12, { lead_id: 'b' }),
				request(12, { neighbour: 2 }, 429),
				request(30, { neighbour: 3 }),
			],
		},
	} as unknown as ClayService;
	// Two seconds at one row a second, three at once, one of them taken by the other: four are left.
	expect(countRows(clay, { rate: 1, burst: 3 })).toEqual({
		arrived: 2,
		twice: 0,
		throttled: 0,
		ms: 2_000,
		share: 0.5,
	});
});

test('the neighbour sends to a table of its own until it is ended', async () => {
	const clay = await startClay({ settings: { rate: 1_000, burst: 1_000 } });
	const end = startNeighbour(clay, 100);
	await clay.waitForRows(3, 10_000);
	await end();
	const there = clay.rows.length;
	expect(clay.rows.every(({ source }) => source === clay.sources[1]?.slug)).toBe(true);
	await clay.close();
	expect(clay.rows).toHaveLength(there);
});
