import type { IDataObject } from 'n8n-workflow';

import type { CopilotOptions, CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { callById, copilotCredentials, runCopilot } from './copilot';
import { jsonOf, searchListOf } from './engine';

let copilot: CopilotService;

async function start(options: CopilotOptions = {}): Promise<void> {
	copilot = await startCopilot({ ...options, settings: { rate: 10_000, ...options.settings } });
}
afterEach(async () => await copilot.close());

/** The parameters of each request for a page. */
function pages(): URLSearchParams[] {
	return copilot.journal
		.filter({ route: 'copilotCalls' })
		.map(({ queryString }) => new URLSearchParams(queryString));
}

const idsOf = (items: IDataObject[]) => items.map(({ id }) => String(id));

describe('Get Many', () => {
	test('gives the newest calls, simplified, without private ones', async () => {
		await start();
		const result = await runCopilot(copilot, { limit: 30 });
		expect(result.error).toBeUndefined();
		const items = jsonOf(result);
		expect(items).toHaveLength(30);
		const times = items.map(({ time }) => String(time));
		expect(times).toEqual([...times].sort().reverse());
		expect(idsOf(items)).not.toEqual(
			expect.arrayContaining(copilot.callIds({ isPrivate: true }).slice(0, 1)),
		);
		expect(items.find(({ isExternal }) => isExternal === true)).toMatchObject({
			crm: { source: 'SALESFORCE' },
			users: expect.arrayContaining([
				expect.objectContaining({ email: expect.stringContaining('@seller.example') }),
			]),
			url: expect.stringContaining('https://'),
		});
		expect(pages().map((page) => page.get('limit'))).toEqual(['25', '5']);
	});

	test('gives private ones on request, and each item is linked to its input', async () => {
		await start();
		const options = { includePrivate: true };
		const result = await runCopilot(copilot, { returnAll: true, options });
		expect(idsOf(jsonOf(result)).sort()).toEqual(copilot.callIds().sort());
		expect(result.outputs[0]?.every(({ pairedItem }) => pairedItem !== undefined)).toBe(true);
	});

	test('gives the raw calls when not simplified', async () => {
		await start();
		const [item] = jsonOf(await runCopilot(copilot, { limit: 1, simplify: false }));
		expect(item).toHaveProperty('crm_info');
		expect(item).toHaveProperty('last_modified_time');
	});

	test('every filter reaches the vendor, who accepts it', async () => {
		await start();
		const result = await runCopilot(copilot, {
			returnAll: true,
			order: 'oldest',
			filters: {
				attendees: 'a@x.example, b@x.example',
				durationAbove: 60,
				durationBelow: 7200,
				modifiedAfter: '2026-01-01T00:00:00+02:00',
				modifiedBefore: '2026-02-01T00:00:00Z',
				sourceIds: 's1',
				startedAfter: '2026-01-01T00:00:00.000Z',
				startedBefore: '2026-02-01T00:00:00.000Z',
				statuses: ['POST_PROCESSING_DONE', 'PROCESSED'],
				topics: 'Pricing, Next Steps',
				types: ['ZOOM'],
				users: 'rep+1@seller.example',
			},
		});
		expect(result.error).toBeUndefined();
		const [page] = pages();
		expect(page?.getAll('filterAttendees')).toEqual(['a@x.example', 'b@x.example']);
		expect(page?.getAll('filterTopics')).toEqual(['Pricing', 'Next Steps']);
		expect(page?.getAll('filterStatus')).toEqual(['POST_PROCESSING_DONE', 'PROCESSED']);
		expect(Object.fromEntries(page ?? [])).toMatchObject({
			filterUser: 'rep+1@seller.example',
			filterType: 'ZOOM',
			filterSourceId: 's1',
			filterTimeGt: '2026-01-01T00:00:00.000Z',
			filterTimeLt: '2026-02-01T00:00:00.000Z',
			filterModifiedGt: '2025-12-31T22:00:00.000Z',
			filterModifiedLt: '2026-02-01T00:00:00.000Z',
			filterDurationGt: '60',
			filterDurationLt: '7200',
			sortTime: 'asc',
		});
	});

	test('a time that is none is refused before anything is sent', async () => {
		await start();
		const result = await runCopilot(copilot, { filters: { startedAfter: 'yesterday' } });
		expect(result.error?.message).toBe("'Started After' is no date [item 0]");
		expect(copilot.journal.entries).toEqual([]);
	});

	test('asks for half as many after a 502, until the answer fits', async () => {
		await start({ settings: { callPadding: 700_000 } });
		const result = await runCopilot(copilot, { limit: 20 });
		expect(result.error).toBeUndefined();
		expect(new Set(idsOf(jsonOf(result))).size).toBe(20);
		const limits = pages().map((page) => Number(page.get('limit')));
		expect(limits.slice(0, 3)).toEqual([20, 10, 5]);
		expect(Math.max(...limits.slice(2))).toBe(5);
	});

	test('a call that is too large alone is reported', async () => {
		await start({ settings: { callPadding: 7_000_000 } });
		const options = { attempts: 1, pageSize: 2 };
		const result = await runCopilot(copilot, { limit: 5, options });
		expect(result.error?.message).toBe(
			'Could not list the calls: Clari Copilot could not process the request [item 0]',
		);
	});

	test('fast paging leaves the count out and ends at a short page', async () => {
		await start();
		const options = { fastPaging: true, includePrivate: true };
		const result = await runCopilot(copilot, { returnAll: true, options });
		expect(jsonOf(result)).toHaveLength(60);
		expect(pages().map((page) => page.get('includePagination'))).toEqual(
			pages().map(() => 'false'),
		);
	});

	test('with details, every call has its summary, in the order of the list', async () => {
		await start();
		const parameters = { limit: 12, includeDetails: true, transcript: 'none' };
		const filters = { statuses: ['POST_PROCESSING_DONE'] };
		const result = await runCopilot(copilot, { ...parameters, filters });
		const plain = await runCopilot(copilot, { limit: 12, filters });
		expect(idsOf(jsonOf(result))).toEqual(idsOf(jsonOf(plain)));
		for (const item of jsonOf(result)) {
			expect(item).toMatchObject({ isAnalyzed: true, summary: expect.any(String) });
			expect(item).not.toHaveProperty('transcript');
		}
		expect(copilot.journal.count('copilotCall')).toBe(12);
		expect(copilot.journal.count('copilotUsers')).toBe(1);
	});

	test('a call that is gone when its details are asked for stays in the list', async () => {
		await start();
		copilot.faults.plan({ route: 'copilotCall', kind: 'status', status: 404 });
		const result = await runCopilot(copilot, { limit: 3, includeDetails: true });
		expect(jsonOf(result)).toHaveLength(3);
	});

	test('an outage of the details stops the list, and asks for no more of them', async () => {
		await start();
		copilot.faults.plan({ route: 'copilotCall', kind: 'status', status: 500, times: 100 });
		const options = { attempts: 1 };
		const result = await runCopilot(copilot, { limit: 50, includeDetails: true, options });
		expect(result.error?.message).toMatch(/^Could not read call .*\[item 0\]$/);
		expect(copilot.journal.count('copilotCall')).toBeLessThan(10);
	});
});

describe('past the 10,000 that can be skipped', () => {
	const all = { returnAll: true, options: { pageSize: 100, includePrivate: true } };

	test.each([
		['newest', 'exclusive'],
		['oldest', 'inclusive'],
	] as const)(
		'%s first, 25,000 calls come with no gap and no double, bounds %s',
		async (order, timeBounds) => {
			await start({
				calls: { count: 25_000, everyMinutes: 5, atOnce: 7, from: '2025-01-01T00:00:00Z' },
				settings: { timeBounds },
			});
			// A gateway that is overwhelmed for a moment, in the middle of a window and at the start of one.
			copilot.faults.plan(
				{ route: 'copilotCalls', kind: 'status', status: 502, skip: 40, times: 2 },
				{ route: 'copilotCalls', kind: 'reset', skip: 60 },
				{ route: 'copilotCalls', kind: 'status', status: 429, retryAfter: '0', skip: 140 },
			);
			const result = await runCopilot(copilot, { ...all, order });
			expect(result.error).toBeUndefined();
			expect(copilot.faults.pending).toEqual([]);
			const ids = idsOf(jsonOf(result));
			expect(ids).toHaveLength(25_000);
			expect([...ids].sort()).toEqual(copilot.callIds().sort());
			expect(pages().every((page) => Number(page.get('skip')) <= 10_000)).toBe(true);
			expect(result.hints).toMatchObject([{ type: 'info' }]);
		},
		120_000,
	);

	test('a time of the user stays a bound of every window', async () => {
		await start({ calls: { count: 12_000, everyMinutes: 1, from: '2025-01-01T00:00:00Z' } });
		const filters = { startedAfter: '2025-01-01T00:30:00Z' };
		const ids = idsOf(jsonOf(await runCopilot(copilot, { ...all, order: 'oldest', filters })));
		expect(ids).toHaveLength(12_000 - 31);
	}, 60_000);

	test('more calls in one second than that are reported, not lost', async () => {
		await start({ calls: { count: 10_500, atOnce: 10_500 } });
		const result = await runCopilot(copilot, { ...all, order: 'oldest' });
		expect(result.error?.message).toContain('start in the same second');
	}, 60_000);

	test('so is an order that has no windows', async () => {
		await start({ calls: { count: 10_500, everyMinutes: 1 } });
		const result = await runCopilot(copilot, { ...all, order: 'processedLast' });
		expect(result.error?.message).toContain('in the order in which they were processed');
	}, 60_000);
});

describe('Get', () => {
	async function externalCall(): Promise<string> {
		const filters = { statuses: ['POST_PROCESSING_DONE'], topics: 'Competitors' };
		const items = jsonOf(await runCopilot(copilot, { returnAll: true, filters }));
		return String(items.find(({ isExternal }) => isExternal === true)?.id);
	}

	test.each([false, true])(
		'names who spoke, also when a person ID is a text (%s)',
		async (textPersonIds) => {
			await start({ settings: { textPersonIds } });
			const id = await externalCall();
			const [item] = jsonOf(await runCopilot(copilot, { operation: 'get', ...callById(id) }));
			const speakers = (item?.speakers ?? []) as IDataObject[];
			const user = speakers[0];
			const contact = speakers.find(({ side }) => side === 'external');
			expect(user).toMatchObject({ side: 'internal' });
			expect(copilot.users.map(({ name }) => name)).toContain(user?.name);
			const lines = String(item?.transcript).split('\n');
			expect(lines[0]).toBe(`[00:00:00] ${user?.name}: Thanks for taking the time today.`);
			expect(lines[1]).toBe(`[00:00:08] ${contact?.name}: Glad to be here.`);
			expect(item).toMatchObject({
				id,
				summary: expect.any(String),
				actionItems: [{ text: 'Send the quote', speaker: user?.name }],
				competitors: [{ sentiment: 'negative', speaker: contact?.name, startSeconds: 24.4 }],
			});
		},
	);

	test('gives turns with annotations, or the raw call', async () => {
		await start();
		const id = await externalCall();
		const get = { operation: 'get', ...callById(id) };
		const [item] = jsonOf(await runCopilot(copilot, { ...get, transcript: 'turns' }));
		expect((item?.transcript as IDataObject[])[2]).toMatchObject({
			side: 'internal',
			start: 16.4,
			end: 23.2,
			annotations: [{ label: 'Question' }],
		});
		const [raw] = jsonOf(await runCopilot(copilot, { ...get, simplify: false }));
		expect(raw).not.toHaveProperty('actionItems');
		expect(raw).toHaveProperty('summary.full_summary');
	});

	test('takes the address of a call', async () => {
		await start();
		const [id = ''] = copilot.callIds({ status: 'POST_PROCESSING_DONE' });
		const value = `https://copilot.clari.com/call/${id}?tab=summary`;
		const callId = {
			__rl: true,
			mode: 'url',
			value,
			__regex: 'https?://[^/]+/(?:.*/)?calls?/([\\w-]+)',
		};
		const [item] = jsonOf(await runCopilot(copilot, { operation: 'get', callId }));
		expect(item?.id).toBe(id);
	});

	test('says when a call is not analysed yet', async () => {
		await start({ now: () => Date.parse('2026-01-05T09:01:00Z') });
		const [id = ''] = copilot.callIds({ status: 'SCHEDULED' });
		const [item] = jsonOf(await runCopilot(copilot, { operation: 'get', ...callById(id) }));
		expect(item).toMatchObject({ isAnalyzed: false, summary: null, transcript: '' });
	});

	test('an unknown call is said to be one, and a blank ID is refused', async () => {
		await start();
		const unknown = await runCopilot(copilot, { operation: 'get', ...callById('nope') });
		expect(unknown.error?.message).toBe(
			'Could not read call nope: Clari Copilot knows no call with this ID [item 0]',
		);
		const blank = await runCopilot(copilot, { operation: 'get', ...callById(' ') });
		expect(blank.error?.message).toBe("Fill in 'Call' [item 0]");
	});
});

describe('Create', () => {
	const upload = (): IDataObject => ({
		operation: 'create',
		sourceId: 's-1',
		audioUrl: 'https://files.example/1.mp3',
		callTime: '2026-02-01T09:00:00Z',
		type: 'RECORDING',
		userEmails: copilot.users[2]?.email,
	});

	async function create(over: IDataObject = {}) {
		const parameters = JSON.parse(JSON.stringify({ ...upload(), ...over }));
		return await runCopilot(copilot, parameters);
	}

	test('uploads with everything that can be said, in the body', async () => {
		await start();
		const turn = { person_id: 'p1', text: 'Hi', start: 0, end: 1 };
		const result = await create({
			additionalFields: {
				title: 'Imported',
				overwrite: true,
				stereoToMono: true,
				audioFormat: 'mp3',
				sourceUserIds: 'u1',
				participants: { participant: [{ name: 'Sam', email: 'sam@x.example' }, { phone: '1' }] },
				headers: { header: [{ name: 'Authorization', value: 'Bearer x' }] },
				transcript: { external_speakers: [{ person_id: 'p1' }], ext_conversation_turns: [turn] },
			},
		});
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toEqual([{ callId: expect.any(String), sourceId: 's-1' }]);
		expect(copilot.journal.last('copilotCreateCall')?.requestBody).toMatchObject({
			other_name: ['Sam', ''],
			other_email: ['sam@x.example', ''],
			other_phone: ['', '1'],
			header_key: ['Authorization'],
		});
	});

	test('a refusal that comes with status 200 is one', async () => {
		await start();
		const result = await create({ userEmails: '' });
		expect(result.error?.message).toContain('Clari Copilot does not take it [item 0]');
		expect(result.error?.description).toContain('no recording user');
	});

	test.each([
		['a 502', { kind: 'status', status: 502 } as const],
		['a lost answer', { kind: 'reset', when: 'after' } as const],
	])('is not repeated after %s', async (_what, fault) => {
		await start();
		copilot.faults.plan({ route: 'copilotCreateCall', ...fault });
		const result = await create();
		expect(result.error?.description).toContain('may have been created');
		expect(copilot.journal.count('copilotCreateCall')).toBe(1);
	});
});

test('the list of the locator has titles and pages, and shows a refusal', async () => {
	await start();
	const run = {
		type: 'clariCopilot' as const,
		parameters: {},
		credentials: copilotCredentials(copilot),
	};
	const first = await searchListOf(run, 'searchCalls');
	expect(first.results[0]).toMatchObject({
		name: expect.stringMatching(/\(2026-01-0\d \d\d:\d\d\)$/),
		value: expect.any(String),
		url: expect.any(String),
	});
	expect(first.paginationToken).toBe('25');
	const second = await searchListOf(run, 'searchCalls', undefined, first.paginationToken as string);
	expect(second.results[0]?.value).not.toBe(first.results[0]?.value);
	const found = await searchListOf(run, 'searchCalls', 'team meeting');
	expect(found.results.every(({ name }) => name.startsWith('Team meeting'))).toBe(true);
	const credentials = copilotCredentials(copilot, { apiPassword: 'wrong' });
	await expect(searchListOf({ ...run, credentials }, 'searchCalls')).rejects.toThrow(
		'does not accept the key and password',
	);
});
