import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, runClari } from './clari';
import { jsonOf } from './engine';

const NOW = new Date('2026-02-18T12:00:00Z');

let sandbox: Sandbox;
/** Some that Clari knows. */
let known: string[];

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 10, now: () => NOW } } });
	const activities = await runClari(sandbox.clari, {
		resource: 'activityExport',
		operation: 'run',
		dateMode: 'range',
		startDate: '2026-01-01',
		endDate: '2026-02-18',
	});
	const ids = jsonOf(activities).flatMap(({ opportunityId }) =>
		typeof opportunityId === 'string' ? [opportunityId] : [],
	);
	known = [...new Set(ids)];
	sandbox.clari.journal.clear();
});
afterEach(async () => await sandbox.close());

const get = async (
	opportunityIds: IDataObject[string],
	parameters = {},
	more: Parameters<typeof runClari>[2] = {},
) =>
	await runClari(
		sandbox.clari,
		{
			resource: 'opportunity',
			operation: 'getMany',
			opportunityIds: typeof opportunityIds === 'string' ? opportunityIds : '={{ $json.ids }}',
			...parameters,
		},
		{ input: [{ ids: typeof opportunityIds === 'string' ? '' : opportunityIds }], ...more },
	);
const asked = () =>
	sandbox.clari.journal
		.filter({ route: 'opportunity' })
		.map(({ queryString }) => new URLSearchParams(queryString).getAll('oppId'));

test('gives an item for each ID, in the order of the IDs, and asks for none twice', async () => {
	const [one = '', two = '', three = ''] = known;
	const result = await get(`${three}, ${one},nobody\n${two},${one}`);
	expect(result.error).toBeUndefined();
	expect(jsonOf(result).map(({ opportunityId, found }) => [opportunityId, found])).toEqual([
		[three, true],
		[one, true],
		['nobody', false],
		[two, true],
	]);
	expect(asked()).toEqual([[three, one, 'nobody', two]]);
});

test('has score, fields, original values and trends by their alias, as single values', async () => {
	const [item] = jsonOf(await get(String(known[0])));
	expect(item).toEqual({
		opportunityId: known[0],
		found: true,
		score: expect.any(Number),
		scoreMessage: expect.stringMatching(/^Opportunity/),
		fields: {
			amount: expect.any(Number),
			stage: expect.stringMatching(/^\{"label":"\w+","order":\d\}$/),
			'opportunity.currency': 'USD',
		},
		originalValues: {
			amount: expect.any(Number),
			stage: expect.any(String),
			'opportunity.currency': 'USD',
		},
		trends: { amount: expect.stringMatching(/^(UP|DOWN|FLAT)$/) },
		changedOn: { amount: '2026-02-11T12:00:00.000Z' },
	});
});

test('reads the answer bare and wrapped', async () => {
	const bare = jsonOf(await get(known));
	sandbox.clari.settings.wrapOpportunities = true;
	expect(jsonOf(await get(known))).toEqual(bare);
	expect(bare.filter(({ found }) => found !== true)).toEqual([]);
});

test('gives the opportunity as Clari sent it, on request', async () => {
	const [item, unknown] = jsonOf(await get([known[0], 'x'], { simplify: false }));
	expect(item).toMatchObject({ id: known[0], opportunityId: known[0], found: true });
	expect(item?.fields).toEqual(
		expect.arrayContaining([expect.objectContaining({ id: 'opportunity.amount' })]),
	);
	expect(unknown).toEqual({ opportunityId: 'x', found: false });
});

test('takes the items of an activity export, and numbers', async () => {
	const list = [{ opportunityId: known[0] }, { id: known[1] }, 42, {}];
	expect(jsonOf(await get(list)).map(({ opportunityId }) => opportunityId)).toEqual([
		known[0],
		known[1],
		'42',
	]);
});

test.each([
	[100, [100]],
	[101, [100, 1]],
	[250, [100, 100, 50]],
])('%i IDs are asked for 100 at a time', async (count, sizes) => {
	const ids = Array.from({ length: count }, (_, index) => known[index] ?? `id${index}`);
	const items = jsonOf(await get(ids));
	expect(items.map(({ opportunityId }) => opportunityId)).toEqual(ids);
	expect(asked().map(({ length }) => length)).toEqual(sizes);
});

test('sends the mode only when it is set', async () => {
	await get(String(known[0]));
	await get(String(known[0]), { options: { mode: 'RENEWAL & MORE' } });
	expect(sandbox.clari.journal.entries.map(({ queryString }) => queryString)).toEqual([
		`oppId=${known[0]}`,
		`oppId=${known[0]}&mode=RENEWAL%20%26%20MORE`,
	]);
});

test('asks nothing without IDs', async () => {
	expect((await get([])).error?.message).toBe("Fill in 'Opportunity IDs' [item 0]");
	expect(asked()).toEqual([]);
});

test('exists on profile v4 only', async () => {
	const credential = credentialFor(sandbox.clari, 'v1');
	const { error } = await get('x', {}, { credential });
	expect(error?.message).toBe('Opportunities exist on the API profile V4 only [item 0]');
});

test('continues on fail, and links each item to its input item', async () => {
	const result = await get(
		'={{ $json.ids }}',
		{},
		{ input: [{ ids: '' }, { ids: known[0] ?? '' }], onError: 'continueRegularOutput' },
	);
	expect(result.outputs[0]).toEqual([
		expect.objectContaining({
			json: expect.objectContaining({ error: expect.any(String) }),
			pairedItem: { item: 0 },
		}),
		expect.objectContaining({
			json: expect.objectContaining({ opportunityId: known[0] }),
			pairedItem: { item: 1 },
		}),
	]);
});

test.each([
	['429', { kind: 'status', status: 429, retryAfter: '0' }],
	['500', { kind: 'status', status: 500 }],
	['502', { kind: 'status', status: 502, body: '<html></html>' }],
	['a connection cut', { kind: 'reset' }],
	['JSON cut off', { kind: 'truncatedJson', contentLength: 'matching' }],
] as const)('a request that fails once is made again: %s', async (_name, fault) => {
	sandbox.clari.faults.plan({ route: 'opportunity', ...fault });
	expect(jsonOf(await get(String(known[0])))[0]).toMatchObject({ found: true });
	expect(asked()).toHaveLength(2);
});

test('says which IDs could not be read, in the words of Clari', async () => {
	sandbox.clari.faults.plan({
		route: 'opportunity',
		kind: 'status',
		status: 400,
		body: [{ statusCode: 400, reaspnPhrase: 'Bad Request', description: 'bad', details: 'mode' }],
		skip: 1,
	});
	const ids = Array.from({ length: 150 }, (_, index) => `id${index}`);
	const { error, outputs } = await get(ids);
	expect(error?.message).toMatch(/^Could not read opportunities 101 to 150 of 150:/);
	expect(error?.description).toContain('Clari says: bad: mode');
	expect(outputs.flat()).toEqual([]);
});

test('an answer of another type is not taken for opportunities that are unknown', async () => {
	sandbox.clari.faults.plan({ route: 'opportunity', kind: 'wrongType' });
	expect((await get(String(known[0]))).error?.message).toMatch(/cannot read/);
});
