import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, runClari } from './clari';
import { jsonOf } from './engine';

const NOW = new Date('2026-02-18T12:00:00Z');

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 10, now: () => NOW } } });
});
afterEach(async () => await sandbox.close());

const RANGE = { dateMode: 'range', startDate: '2026-02-09T15:00:00', endDate: '2026-02-10' };

const run = async (parameters = {}, more: Parameters<typeof runClari>[2] = {}) =>
	await runClari(
		sandbox.clari,
		{ resource: 'activityExport', operation: 'run', ...RANGE, ...parameters },
		more,
	);

const file = (): { activities: Array<Record<string, unknown>> } =>
	JSON.parse(sandbox.clari.jobs.all.at(-1)?.file.content ?? '{}');
const sent = () => sandbox.clari.journal.last('queueActivity')?.requestBody;

describe('Activity Export: Run', () => {
	test('queues one job, polls it, fetches it once, and gives every activity as an item', async () => {
		const result = await run();
		expect(result.error).toBeUndefined();
		const items = jsonOf(result);
		expect(items.map(({ activityKey }) => activityKey)).toEqual(
			file().activities.map(({ activityId }) => activityId),
		);
		expect(items.length).toBeGreaterThan(5);
		expect(new Set(items.map(({ jobId }) => jobId)).size).toBe(1);
		expect(sandbox.clari.journal.routes()).toEqual([
			'limits',
			'jobs',
			'queueActivity',
			'job',
			'job',
			'job',
			'results',
		]);
		expect(sandbox.clari.journal.filter({ credentialsSeen: 'valid' })).toHaveLength(7);
	});

	test.each(['number', 'text'] as const)('reads a date that comes as a %s', async (form) => {
		sandbox.clari.settings.activityDates = form;
		const [item] = jsonOf(await run());
		const [first] = file().activities;
		expect(typeof first?.date).toBe(form === 'text' ? 'string' : 'number');
		expect(item?.dateMs).toBe(Number(first?.date));
		expect(item?.date).toBe(new Date(Number(first?.date)).toISOString());
	});

	test('tells beside the lists what a table needs of them', async () => {
		const items = jsonOf(await run());
		const index = file().activities.findIndex(
			({ opportunities }) => JSON.stringify(opportunities) !== '[]',
		);
		const { accounts, opportunities, participants } = items[index] ?? {};
		expect(items[index]).toMatchObject({ accountCount: 1, opportunityCount: 1 });
		expect(accounts).toEqual([expect.objectContaining({ accountId: items[index]?.accountId })]);
		expect(opportunities).toEqual([
			expect.objectContaining({ opportunityName: items[index]?.opportunityName }),
		]);
		const outside = (Array.isArray(participants) ? participants : []).filter(
			(one) => typeof one === 'object' && one !== null && 'isInternal' in one && !one.isInternal,
		);
		expect(outside.length).toBeGreaterThan(0);
		expect(items[index]?.externalCount).toBe(outside.length);
		expect(String(items[index]?.externalEmails).split(', ')).toHaveLength(outside.length);
	});

	test('sends whole days with the offset of their zone, and types only when some are chosen', async () => {
		await run({ activityTypes: ['MEETING'], options: { timeZone: 'America/Los_Angeles' } });
		expect(sent()).toEqual({
			activityTypes: ['MEETING'],
			startDate: '2026-02-09T00:00:00-08:00',
			endDate: '2026-02-10T00:00:00-08:00',
			exportFormat: 'JSON',
		});
		await run(
			{ startDate: '2026-03-10T00:00:00+05:30', endDate: '2026-03-21' },
			{ settings: { timezone: 'Europe/Berlin' } },
		);
		expect(sent()).toEqual({
			startDate: '2026-03-10T00:00:00+05:30',
			endDate: '2026-03-21T00:00:00+01:00',
			exportFormat: 'JSON',
		});
	});

	test('takes the last seven days and today when nothing else is set', async () => {
		await run({ dateMode: 'daysBack', options: { timeZone: 'UTC' } });
		const body = sent();
		const days = Object.entries(body ?? {}).flatMap(([key, value]) =>
			key.endsWith('Date') ? [Date.parse(String(value))] : [],
		);
		expect((days[1] ?? 0) - (days[0] ?? 0)).toBe(7 * 86_400_000);
	});

	test.each([
		[{ startDate: '={{ $json.none }}' }, /^Fill in 'Start Date'/],
		[{ startDate: 'soon' }, /^'Start Date' is no date/],
		[{ startDate: '2026-02-11' }, /^'End Date' is before 'Start Date'/],
		[{ options: { timeZone: 'Mars/Olympus' } }, /^There is no time zone 'Mars\/Olympus'/],
	])('pays for no export with %j', async (parameters, message) => {
		const { error } = await run(parameters);
		expect(error?.message).toMatch(message);
		expect(sandbox.clari.journal.entries).toEqual([]);
	});

	test('says that nothing matched, fails, or gives nothing, as set', async () => {
		const empty = () =>
			sandbox.clari.faults.plan({
				route: 'queueActivity',
				kind: 'outcome',
				jobOutcome: 'EMPTY',
			});
		empty();
		const notice = await run();
		expect(jsonOf(notice)).toEqual([
			expect.objectContaining({ notice: 'empty_export', rows: 0, jobId: expect.any(String) }),
		]);
		expect(notice.hints).toHaveLength(1);
		empty();
		expect((await run({ options: { ifEmpty: 'fail' } })).error?.description).toContain(
			"'Activity Export: Get Result'",
		);
		empty();
		expect(jsonOf(await run({ options: { ifEmpty: 'nothing' } }))).toEqual([]);
	});

	test('flags activities of an export that was cut off, or fails', async () => {
		const cut = () =>
			sandbox.clari.faults.plan({
				route: 'queueActivity',
				kind: 'outcome',
				jobOutcome: 'TRUNCATED_ROWS',
			});
		cut();
		const items = jsonOf(await run());
		expect(items.filter(({ truncated }) => truncated !== true)).toEqual([]);
		cut();
		expect((await run({ options: { ifTruncated: 'fail' } })).error?.message).toContain(
			'is incomplete',
		);
	});

	test('passes the file on as Clari made it', async () => {
		const result = await run({ output: 'file', binaryPropertyName: 'export' });
		const [item] = result.outputs[0] ?? [];
		expect(item?.json).toMatchObject({ format: 'JSON', rows: file().activities.length });
		const data = Buffer.from(item?.binary?.export?.data ?? '', 'base64').toString();
		expect(data).toBe(sandbox.clari.jobs.all[0]?.file.content);
	});

	test('continues on fail, and links every item to its input item', async () => {
		const result = await run(
			{ startDate: '={{ $json.day }}' },
			{ input: [{ day: 'never' }, { day: '2026-02-09' }], onError: 'continueRegularOutput' },
		);
		const [first, ...others] = result.outputs[0] ?? [];
		expect(first).toMatchObject({ json: { error: expect.any(String) }, pairedItem: { item: 0 } });
		expect(others.length).toBeGreaterThan(5);
		expect(others.filter(({ pairedItem }) => JSON.stringify(pairedItem) !== '{"item":1}')).toEqual(
			[],
		);
	});

	test('exists on profile v4 only', async () => {
		const { error } = await run({}, { credential: credentialFor(sandbox.clari, 'v1') });
		expect(error?.message).toBe('Activity exports exist on the API profile V4 only [item 0]');
		expect(sandbox.clari.journal.entries).toEqual([]);
	});
});

describe('Activity Export: Start and Get Result', () => {
	const get = async (jobId: unknown, parameters = {}) =>
		await run({
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(jobId) },
			...parameters,
		});

	test('the one gives a job, the other its activities, and one export is paid for', async () => {
		const [started] = jsonOf(await run({ operation: 'start' }));
		expect(started).toMatchObject({ jobId: expect.any(String), activityTypes: [] });
		expect(sandbox.clari.journal.count('results')).toBe(0);
		expect(jsonOf(await get(started?.jobId))).toHaveLength(file().activities.length);
		expect(sandbox.clari.journal.count('queueActivity')).toBe(1);
	});

	test('the result of another kind of job is not taken for activities, and can be seen as a file', async () => {
		const forecast = jsonOf(await runClari(sandbox.clari, { operation: 'start' }));
		const { error } = await get(forecast[0]?.jobId);
		expect(error?.message).toContain('is no activity export');
		const [item] = jsonOf(await get(forecast[0]?.jobId, { output: 'file' }));
		expect(item).toMatchObject({ rows: null, fileName: expect.stringContaining('forecast') });
	});
});

test('a body that Clari refuses is told in its words', async () => {
	sandbox.clari.faults.plan({
		route: 'queueActivity',
		kind: 'status',
		status: 400,
		body: { code: 'Bad request', namespace: 'activity', errorId: 'e-1', message: 'No range.' },
	});
	const { error } = await run();
	expect(error?.description).toContain('Clari says: No range.');
	expect(error?.description).toContain('e-1');
});
