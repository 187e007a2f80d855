import { createServer } from 'node:http';
import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, FAST_POLLING, runClari } from './clari';
import { coverage, list, NOW } from './clariOutputs';
import { jsonOf } from './engine';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 20, now: () => NOW } } });
});
afterEach(async () => await sandbox.close());

const jobs = () => sandbox.clari.jobs.all;
const plan = (jobOutcome: 'EMPTY' | 'FAILED' | 'TRUNCATED_ROWS' | 'WRONG_PERIOD', skip = 0) =>
	sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome, skip });

describe('the output Coverage', () => {
	test('is not there for the current quarter alone', async () => {
		expect((await runClari(sandbox.clari)).outputs).toHaveLength(2);
	});

	test('says what was asked for and what is there', async () => {
		plan('EMPTY', 1);
		plan('WRONG_PERIOD', 2);
		const asked = '2026_Q1, 2025_Q4, 2025_Q3, 2025_Q2';
		sandbox.clari.settings.concurrentLimit = 1;
		const result = await runClari(sandbox.clari, {
			...list(asked),
			options: { ifPeriodDiffers: 'warn' },
		});
		const found = coverage(result);
		expect(found).toMatchObject({
			forecastId: 'forecast',
			complete: false,
			periodsAsked: 4,
			periodsReturned: 2,
			emptyPeriods: '2025_Q4',
			missingPeriods: '2025_Q3',
			truncatedPeriods: '',
			latestPeriod: '2026_Q1',
		});
		expect(found.rows).toBe(jsonOf(result).filter(({ notice }) => notice === undefined).length);
		expect(result.outputs[2]?.[0]?.pairedItem).toEqual({ item: 0 });
	});

	test('names people who are in an earlier quarter and not in the latest', async () => {
		const { reps, members } = sandbox.clari.organisation;
		// With one role, since somebody with two would still be there with the other.
		const leaver = reps.find(
			({ email }) => members.filter((member) => member.email === email).length === 1,
		);
		const withoutLeaver = await runClari(sandbox.clari, list('2026_Q1, 2025_Q4'));
		expect(coverage(withoutLeaver)).toMatchObject({ complete: true, ownersGone: 0 });

		sandbox.clari.settings.concurrentLimit = 1;
		const running = runClari(sandbox.clari, list('2025_Q4, 2026_Q1'));
		const timer = setInterval(() => {
			// Gone between the export of the one quarter and that of the other.
			const [, , third] = jobs();
			if (third && leaver) {
				sandbox.clari.organisation.carryOut([{ leave: leaver.userId }]);
				clearInterval(timer);
			}
		}, 5);
		const result = await running;
		clearInterval(timer);
		expect(coverage(result)).toMatchObject({ ownersGone: 1, latestPeriod: '2026_Q1' });
		expect(coverage(result).goneOwners).toEqual([
			expect.objectContaining({
				ownerName: leaver?.name,
				lastPeriod: '2025_Q4',
				changedRole: false,
			}),
		]);
		expect(result.hints.map(({ message }) => message).join()).toContain(String(leaver?.name));
	});

	describe('people who have left since the run before, whom Clari leaves out of every quarter', () => {
		const twoQuarters = list('2026_Q1, 2025_Q4');
		const leave = () => {
			const { reps, members } = sandbox.clari.organisation;
			const leaver = reps.find(
				({ email }) => members.filter((member) => member.email === email).length === 1,
			);
			if (leaver === undefined) throw new Error('Everybody has two roles');
			sandbox.clari.organisation.carryOut([{ leave: leaver.userId }]);
			return leaver;
		};

		test('are named, as new in the first run without them, by what the workflow remembers', async () => {
			const staticData: IDataObject = {};
			const first = await runClari(sandbox.clari, twoQuarters, { staticData });
			expect(coverage(first)).toMatchObject({ ownersGone: 0, comparedWith: null });
			expect(coverage(first).notCompared).toContain('remembers no earlier run');
			const leaver = leave();
			const second = await runClari(sandbox.clari, twoQuarters, { staticData });
			expect(jsonOf(second).filter(({ ownerId }) => ownerId === leaver.userId)).toEqual([]);
			expect(coverage(second)).toMatchObject({ ownersGone: 1, notCompared: '' });
			expect(coverage(second).goneOwners).toEqual([
				{
					ownerId: leaver.userId,
					ownerName: leaver.name,
					ownerEmail: null,
					role: expect.any(String),
					lastPeriod: '2026_Q1',
					lastSeenAt: coverage(second).comparedWith,
					isNew: true,
					changedRole: false,
				},
			]);
			expect(second.hints.map(({ message }) => message).join()).toContain(leaver.name);

			const third = await runClari(sandbox.clari, twoQuarters, { staticData });
			expect(coverage(third).goneOwners).toEqual([
				expect.objectContaining({ ownerId: leaver.userId, isNew: false }),
			]);
			expect(third.hints.map(({ message }) => message).join()).not.toContain(leaver.name);
			// Kept small, and without addresses.
			expect(JSON.stringify(staticData)).not.toContain('@');
		});

		test('are not mixed up with another scope of the same tab, which has fewer people', async () => {
			const staticData: IDataObject = {};
			await runClari(sandbox.clari, twoQuarters, { staticData });
			const { members } = sandbox.clari.organisation;
			const manager = members.find(({ kind, managerId }) => kind !== 'rep' && managerId);
			const scopeId = `${manager?.userId.split(':')[0]}::MGR`;
			const narrow = await runClari(
				sandbox.clari,
				{ ...twoQuarters, options: { scopeId } },
				{ staticData },
			);
			expect(jsonOf(narrow).length).toBeGreaterThan(0);
			expect(coverage(narrow)).toMatchObject({ ownersGone: 0, comparedWith: null });
		});

		test('are those of the same organization, where the credential gives each item a token of its own', async () => {
			const other = await startSandbox({
				clari: { token: 'other', organisation: { seed: 'other', reps: 12, now: () => NOW } },
			});
			// One address for both, as Clari's is.
			const clari = createServer((request, response) => {
				const { method, headers, url } = request;
				const token = String(headers.apikey);
				const { origin } = new URL(token === 'other' ? other.clari.v4Url : sandbox.clari.v4Url);
				const chunks: Buffer[] = [];
				request.on('data', (chunk: Buffer) => chunks.push(chunk));
				request.on('end', () => {
					const body = chunks.length === 0 ? undefined : Buffer.concat(chunks);
					const type = headers['content-type'];
					const sent = { apikey: token, ...(type !== undefined && { 'content-type': type }) };
					void fetch(`${origin}${url}`, { method, headers: sent, body }).then(async (answer) => {
						const kind = answer.headers.get('content-type') ?? 'application/json';
						response.writeHead(answer.status, { 'content-type': kind });
						response.end(Buffer.from(await answer.arrayBuffer()));
					});
				});
			});
			await new Promise<void>((resolve) => clari.listen(0, '127.0.0.1', resolve));
			try {
				const address = clari.address();
				const port = typeof address === 'object' ? address?.port : undefined;
				const credential = {
					...credentialFor(sandbox.clari),
					baseUrl: `http://127.0.0.1:${port}/v4`,
					apiToken: '={{ $json.token }}',
				};
				const run = {
					credential,
					input: [{ token: sandbox.clari.token }, { token: 'other' }],
					staticData: {},
				};
				const first = await runClari(sandbox.clari, twoQuarters, run);
				expect(jsonOf(first, 2)).toMatchObject([
					{ comparedWith: null, ownersGone: 0 },
					{ comparedWith: null, ownersGone: 0 },
				]);
				expect(first.hints.map(({ message }) => message).join()).not.toContain('any more');
				const leaver = leave();
				const second = await runClari(sandbox.clari, twoQuarters, run);
				expect(jsonOf(second, 2)).toMatchObject([
					{ goneOwners: [{ ownerId: leaver.userId }], notCompared: '' },
					{ goneOwners: [], notCompared: '' },
				]);
			} finally {
				clari.close();
				await other.close();
			}
		});

		test('cannot be seen in a test run, which says so', async () => {
			const result = await runClari(sandbox.clari, twoQuarters, { mode: 'manual' });
			expect(coverage(result).notCompared).toBe(
				'People who left before this run cannot be seen: a test run is not remembered, and no published run is known. Publish the workflow.',
			);
		});

		test('stay in the memory when the latest quarter is not there', async () => {
			const staticData: IDataObject = {};
			await runClari(sandbox.clari, twoQuarters, { staticData });
			const leaver = leave();
			plan('TRUNCATED_ROWS');
			await runClari(sandbox.clari, twoQuarters, { staticData });
			const whole = await runClari(sandbox.clari, twoQuarters, { staticData });
			expect(coverage(whole).goneOwners).toEqual([
				expect.objectContaining({ ownerId: leaver.userId, isNew: true }),
			]);
		});
	});

	test('says nothing about people when the latest quarter is not there as a whole', async () => {
		plan('TRUNCATED_ROWS');
		const result = await runClari(sandbox.clari, list('2026_Q1, 2025_Q4'));
		expect(coverage(result)).toMatchObject({
			truncatedPeriods: '2026_Q1',
			latestPeriod: null,
			ownersGone: null,
			goneOwners: [],
		});
	});

	test('with the node set to continue it tells which period failed, and which was not begun', async () => {
		sandbox.clari.settings.concurrentLimit = 1;
		plan('FAILED', 1);
		const result = await runClari(sandbox.clari, list('2026_Q1, 2025_Q4, 2025_Q3'), {
			onError: 'continueRegularOutput',
		});
		expect(coverage(result)).toMatchObject({ missingPeriods: '2025_Q4, 2025_Q3' });
		expect(coverage(result).periods).toEqual([
			expect.objectContaining({ timePeriod: '2026_Q1', status: 'returned' }),
			expect.objectContaining({ timePeriod: '2025_Q4', status: 'failed', rows: 0 }),
			expect.objectContaining({ timePeriod: '2025_Q3', status: 'notStarted', jobId: null }),
		]);
	});
});

describe('rows that several exports have', () => {
	test('stay in the files, which are passed on as they are', async () => {
		const result = await runClari(sandbox.clari, {
			...list('2026-Q1, 2026-Q2'),
			output: 'file',
			options: { ifPeriodDiffers: 'warn' },
		});
		const inFiles = jobs().map(({ file }) => {
			const content: { entries: unknown[] } = JSON.parse(file.content);
			return content.entries.length;
		});
		expect(jsonOf(result).map(({ rows }) => rows)).toEqual(inFiles);
		expect(coverage(result).rowsReplaced).toBe(0);
	});

	test('of each key the newest stays, and a hint counts the others', async () => {
		// Clari answers both unknown periods with the current quarter.
		sandbox.clari.settings.concurrentLimit = 1;
		const result = await runClari(sandbox.clari, {
			...list('2026-Q1, 2026-Q2'),
			options: { ifPeriodDiffers: 'warn' },
			polling: FAST_POLLING,
		});
		const rows = jsonOf(result);
		const keys = rows.map(({ rowKey }) => rowKey);
		expect(new Set(keys).size).toBe(keys.length);
		const [first, second] = jobs().map(({ file }) => {
			const content: { entries: unknown[] } = JSON.parse(file.content);
			return content.entries.length;
		});
		const { rowsReplaced } = coverage(result);
		expect(rows.filter(({ notice }) => notice !== undefined)).toEqual([]);
		expect(rows.length + Number(rowsReplaced)).toBe(Number(first) + Number(second));
		expect(Number(rowsReplaced)).toBeGreaterThan(0);
		expect(result.hints.map(({ message }) => message).join()).toContain(
			`${String(rowsReplaced)} rows were in several of the exports`,
		);
		// The company moves on between two exports: what differs is as the later one has it.
		const later: { entries: Array<{ userId: string; fieldId: string; forecastValue?: number }> } =
			JSON.parse(jobs()[1]?.file.content ?? '{}');
		const wrong = later.entries.filter(({ userId, fieldId, forecastValue }) => {
			const row = rows.find((one) => one.ownerId === userId && one.fieldId === fieldId);
			return forecastValue !== undefined && row?.value !== forecastValue;
		});
		expect(wrong).toEqual([]);
	});
});
