import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isRecord, readRecords } from '../../nodes/shared/json/read';
import { DONE, HOUR, idOf, idsOf, useTriggerBench } from './copilotTrigger';

/** What starts the workflow: the four events, their filters, and the test run in the editor. */

jest.setTimeout(30_000);

const bench = useTriggerBench();
const { call, calls, published, requests, workflowOf } = bench;

describe('Call Analyzed', () => {
	test('tells of a call once its analysis is complete, with summary and action items', async () => {
		const polled = await published();
		const id = call({ title: 'Demo' }, 'PROCESSED');
		expect(await polled.poll()).toEqual([]);
		bench.copilot.setStatus(id, DONE);
		const [item, ...others] = await polled.poll();
		expect(others).toEqual([]);
		expect(item).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{32}$/),
			event: 'call.analyzed',
			receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
			call: {
				id,
				title: 'Demo',
				isAnalyzed: true,
				summary: expect.any(String),
				actionItems: [{ text: 'Send the quote' }],
			},
		});
		expect(item?.call).not.toHaveProperty('transcript');
		expect(await polled.poll()).toEqual([]);
		bench.ahead += HOUR;
		expect(await polled.poll()).toEqual([]);
	});

	test('gives the transcript as text or turns, or the call as Copilot gives it', async () => {
		const polled = await published({ transcript: 'text' });
		call();
		const [text] = await polled.poll();
		expect(text?.call).toMatchObject({ transcript: expect.stringMatching(/^\[00:00:00\] \w+/) });
		await polled.change({ parameters: { transcript: 'turns' } });
		call();
		const [turns] = await polled.poll();
		expect(turns?.call).toMatchObject({
			transcript: [{ side: 'internal' }, {}, {}, {}, {}, {}, {}, {}],
		});
		await polled.change({ parameters: { simplify: false } });
		call();
		const [raw] = await polled.poll();
		expect(raw?.call).toMatchObject({
			status: DONE,
			crm_info: {},
			summary: { full_summary: expect.any(String) },
		});
	});

	test('asks for no details when they are not wanted', async () => {
		const polled = await published({ includeDetails: false });
		calls(3);
		expect(await polled.poll()).toHaveLength(3);
		expect(requests('copilotCall')).toEqual([]);
	});
});

describe('Call Status Changed', () => {
	test('tells the status and the one before, where that is known', async () => {
		const polled = await published({ event: 'call.status_changed', includeDetails: false });
		const id = call({ time: Date.now() }, 'INPROGRESS');
		const told = (items: IDataObject[]) =>
			items.filter((item) => idOf(item) === id).map((item) => [item.previousStatus, item.status]);
		expect(told(await polled.poll())).toEqual([[null, 'INPROGRESS']]);
		bench.ahead += 60_000;
		bench.copilot.setStatus(id, 'PROCESSING');
		expect(told(await polled.poll())).toEqual([['INPROGRESS', 'PROCESSING']]);
		await polled.activate('init');
		// The time of the change moves, the status does not.
		bench.ahead += 60_000;
		bench.copilot.setStatus(id, 'PROCESSING');
		expect(told(await polled.poll())).toEqual([]);
		bench.ahead += 60_000;
		bench.copilot.setStatus(id, DONE);
		expect(told(await polled.poll())).toEqual([['PROCESSING', DONE]]);
	});

	test('starts the workflow for chosen statuses only, and knows the others', async () => {
		const polled = await published({
			event: 'call.status_changed',
			statuses: ['NOBODY_JOINED_CALL'],
			includeDetails: false,
		});
		const id = call({}, 'INPROGRESS');
		expect(await polled.poll()).toEqual([]);
		bench.ahead += 1_000;
		bench.copilot.setStatus(id, 'NOBODY_JOINED_CALL');
		expect(await polled.poll()).toMatchObject([
			{ event: 'call.status_changed', status: 'NOBODY_JOINED_CALL', previousStatus: 'INPROGRESS' },
		]);
	});
});

describe('Call Mentions a Topic or Competitor', () => {
	test('tells what came up of what was looked for, whatever the case', async () => {
		const polled = await published({
			event: 'call.mentioned',
			names: ['Security'],
			otherNames: ['otherco', 'nothing'],
			includeDetails: false,
		});
		const [both] = [call({ topics: ['Pricing', 'Security'], competitor: 'OtherCo' })];
		call({ topics: ['Pricing'], competitor: 'RivalSoft' });
		const rival = call({ topics: [], competitor: 'OtherCo' });
		const items = await polled.poll();
		expect(idsOf(items)).toEqual([both, rival].sort());
		expect(items.find((item) => idOf(item) === both)?.mentions).toEqual([
			{ kind: 'topic', name: 'Security', occurrences: 1, sentiment: null, reasoning: null },
			{
				kind: 'competitor',
				name: 'OtherCo',
				occurrences: null,
				sentiment: 'negative',
				reasoning: 'They found it hard to set up.',
			},
		]);
		// Calls without a mention are not read again.
		const read = requests('copilotCall').length;
		expect(await polled.poll()).toEqual([]);
		expect(requests('copilotCall')).toHaveLength(read);
	});

	test('wants to know what to look for, and offers the topics', async () => {
		const polled = workflowOf({ event: 'call.mentioned' });
		await expect(polled.activate()).rejects.toThrow('There is no topic or competitor to look for');
		const topics = await polled.topics();
		expect(topics).toContainEqual({ name: 'Security', value: 'Security' });
		bench.copilot.faults.plan({ route: 'copilotTopics', kind: 'status', status: 401 });
		await expect(polled.topics()).rejects.toThrow('does not accept the key and password');
		bench.copilot.faults.plan({ route: 'copilotTopics', kind: 'status', status: 503, times: 2 });
		await expect(polled.topics()).rejects.toMatchObject({
			message: 'Could not list the topics: Clari Copilot could not process the request',
			description: expect.stringContaining('This passes in most cases'),
		});
		bench.copilot.faults.plan({ route: 'copilotTopics', kind: 'wrongType', value: {} });
		await expect(polled.topics()).rejects.toThrow('something this node cannot read');
	});
});

describe('Scorecard Submitted', () => {
	const scored = (items: IDataObject[]) =>
		items.flatMap(({ scorecard }) => (isRecord(scorecard) ? [scorecard] : []));

	beforeEach(() => {
		bench.copilot.settings.scorecardEvery = 1;
	});

	test('tells of each once, with its scores', async () => {
		const polled = await published({ event: 'scorecard.submitted' });
		const ids = calls(3);
		const items = await polled.poll();
		const cards = scored(items);
		expect(cards.map(({ callId }) => callId).sort()).toEqual([...ids].sort());
		expect(items[0]).toMatchObject({
			event: 'scorecard.submitted',
			scorecard: { totalScore: expect.any(Number), questions: [{}, {}, {}] },
		});
		expect(await polled.poll()).toEqual([]);
		bench.ahead += 30 * HOUR;
		await polled.activate('init');
		const more = calls(2);
		const later = scored(await polled.poll());
		expect(later.map(({ callId }) => callId).sort()).toEqual([...more].sort());
	});

	test('ends where Copilot says that no page follows, whatever the words', async () => {
		const value = {
			scorecards: [{ id: 's1', total_score: 1 }],
			pagination: { nextPageSkip: null },
		};
		bench.copilot.faults.plan({
			route: 'copilotScorecards',
			kind: 'wrongType',
			value,
			times: Infinity,
		});
		await published({ event: 'scorecard.submitted' });
		expect(requests('copilotScorecards')).toHaveLength(1);
	});

	test('tells of low scores only when asked to, and goes on where a poll was full', async () => {
		const polled = await published({ event: 'scorecard.submitted', options: { perPoll: 2 } });
		calls(12);
		const all: IDataObject[] = [];
		for (let poll = 0; poll < 7; poll++) {
			const items = await polled.poll();
			expect(items.length).toBeLessThanOrEqual(2);
			all.push(...items);
			bench.ahead += HOUR;
		}
		expect(new Set(all.map(({ id }) => id)).size).toBe(12);
		expect(all).toHaveLength(12);

		await polled.change({
			parameters: { event: 'scorecard.submitted', filters: { scoreBelow: 3 } },
		});
		calls(12);
		const low = scored(await polled.poll());
		expect(low.length).toBeGreaterThan(0);
		expect(low.length).toBeLessThan(12);
		for (const { totalScore } of low) expect(totalScore).toBeLessThan(3);
	});
});

describe('filters', () => {
	test.each<[string, INodeParameters]>([
		['attendees from outside', { externalOnly: true }],
		['a user', { users: 'REP' }],
		['an account by a part of its name', { accounts: ['aster', 'nothing'] }],
		['a deal by its ID', { deals: ['006Aster'] }],
	])('let calls in by %s', async (_name, filters) => {
		const [rep, other] = bench.copilot.users.slice(2);
		if (!rep || !other) throw new Error('There are too few users');
		const given = filters.users ? { users: rep.email } : filters;
		const polled = await published({ filters: given, includeDetails: false });
		const wanted = call({ users: [rep] });
		call({ customer: undefined, users: [other] });
		expect(idsOf(await polled.poll())).toEqual([wanted]);
	});

	test('private calls stay out unless asked for', async () => {
		const polled = await published({ includeDetails: false });
		const hidden = call({ isPrivate: true });
		expect(await polled.poll()).toEqual([]);
		await polled.change({
			parameters: { includeDetails: false, options: { includePrivate: true } },
		});
		expect(idsOf(polled.items)).toEqual([hidden]);
	});
});

describe('a test run', () => {
	test('shows the newest event, and remembers nothing', async () => {
		const polled = await published();
		const { stored } = polled;
		call({ title: 'Older' });
		bench.ahead += 60_000;
		const newest = call({ title: 'Newest' });
		expect((await polled.test()).map(idOf)).toEqual([newest]);
		expect((await polled.test()).map(idOf)).toEqual([newest]);
		expect(polled.stored).toBe(stored);
		expect(await polled.poll()).toHaveLength(2);
	});

	test('says so when there is none', async () => {
		const polled = workflowOf({ filters: { accounts: 'nobody' } });
		await expect(polled.test()).rejects.toThrow(
			'No call of the last 30 days is what this trigger waits for',
		);
	});

	test('shows a scorecard', async () => {
		bench.copilot.settings.scorecardEvery = 1;
		call();
		const [item] = await workflowOf({ event: 'scorecard.submitted' }).test();
		expect(item).toMatchObject({ event: 'scorecard.submitted', scorecard: {} });
	});
});

test('the schema tells of everything that an item has', async () => {
	const file = join(__dirname, '../../nodes/ClariCopilot/__schema__/v1.0.0.json');
	const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
	const fields = isRecord(schema) && isRecord(schema.properties) ? schema.properties : {};
	bench.copilot.settings.scorecardEvery = 1;
	const events: INodeParameters[] = [
		{ transcript: 'text' },
		{ event: 'call.mentioned', otherNames: 'OtherCo' },
		{ event: 'call.status_changed' },
		{ event: 'scorecard.submitted' },
	];
	for (const parameters of events) {
		const polled = await published(parameters);
		call({ competitor: 'OtherCo' });
		const [item] = await polled.poll();
		for (const [name, value] of Object.entries(item ?? { none: 1 })) {
			expect(Object.keys(fields)).toContain(name);
			const field = fields[name];
			if (!isRecord(value) || !isRecord(field)) continue;
			expect(Object.keys(field.properties ?? {})).toEqual(
				expect.arrayContaining(Object.keys(value)),
			);
		}
		expect(readRecords([item])).toHaveLength(1);
	}
});
