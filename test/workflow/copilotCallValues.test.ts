import type { IDataObject } from 'n8n-workflow';

import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { runCopilot } from './copilot';
import { jsonOf } from './engine';

/** What expressions may give where calls are asked for and uploaded. What they ask for is never more than was meant. */

let copilot: CopilotService;

beforeEach(async () => {
	copilot = await startCopilot({ settings: { rate: 10_000 } });
});
afterEach(async () => await copilot.close());

async function getMany(filters: IDataObject, resource = 'call') {
	return await runCopilot(copilot, {
		resource,
		operation: 'getMany',
		filters: JSON.parse(JSON.stringify(filters)),
	});
}

const asked = (route: string) =>
	new URLSearchParams(copilot.journal.filter({ route })[0]?.queryString);

test('what an expression does not find is no filter', async () => {
	const nothing = '={{ null }}';
	const filters = { durationBelow: nothing, durationAbove: nothing, attendees: nothing };
	expect(jsonOf(await getMany(filters)).length).toBeGreaterThan(0);
	expect([...asked('copilotCalls').keys()].filter((name) => name.startsWith('filter'))).toEqual([]);
});

test('numbers may be texts, and lists may have gaps and commas', async () => {
	const filters = {
		durationBelow: '={{ "600" }}',
		attendees: '={{ ["a@x.example", null, ""] }}',
		topics: '={{ ["Security, Legal"] }}',
		sourceIds: '={{ 17 }}',
	};
	expect((await getMany(filters)).error).toBeUndefined();
	const query = asked('copilotCalls');
	expect(query.get('filterDurationLt')).toBe('600');
	expect(query.getAll('filterAttendees')).toEqual(['a@x.example']);
	expect(query.getAll('filterTopics')).toEqual(['Security, Legal']);
	expect(query.getAll('filterSourceId')).toEqual(['17']);
});

const OBJECT = '={{ ({ email: "a@x.example" }) }}';

test.each([
	["'Shorter Than (Seconds)' is no number", { durationBelow: '={{ "long" }}' }],
	["'Longer Than (Seconds)' is no number", { durationAbove: '={{ [60] }}' }],
	["'Attendees' is neither a text nor a number", { attendees: OBJECT }],
	["'User Names or IDs' is neither a text nor a number", { users: '={{ [{ email: "a" }] }}' }],
	["'Topic Names or IDs' is neither a text nor a number", { topics: '={{ [["Pricing"]] }}' }],
	["'Source IDs' is neither a text nor a number", { sourceIds: '={{ [{ id: 1 }] }}' }],
	["'Rep Name or ID' is neither a text nor a number", { repId: OBJECT }],
])('%s: nothing is sent', async (message, filters) => {
	const { error } = await getMany(filters, 'repId' in filters ? 'scorecard' : 'call');
	expect(error?.message).toBe(`${message} [item 0]`);
	expect(error?.description).toBeTruthy();
	expect(copilot.journal.entries).toEqual([]);
});

test('switches take true and false as texts', async () => {
	const all = await runCopilot(copilot, { returnAll: '={{ "TRUE" }}', simplify: '={{ "true" }}' });
	expect(all.error).toBeUndefined();
	expect(jsonOf(all)).toHaveLength(copilot.callIds({ isPrivate: false }).length);
	expect(jsonOf(all).length).toBeGreaterThan(50);
	expect(jsonOf(all)[0]).toHaveProperty('isAnalyzed');
	const some = await runCopilot(copilot, { returnAll: '={{ "false" }}', simplify: '=false' });
	expect(jsonOf(some)).toHaveLength(50);
	expect(jsonOf(some)[0]).toHaveProperty('crm_info');
});

describe('Create', () => {
	async function create(userEmails: string) {
		return await runCopilot(copilot, {
			operation: 'create',
			sourceId: 's-1',
			audioUrl: 'https://files.example/1.mp3',
			callTime: '2026-02-01T09:00:00Z',
			type: 'RECORDING',
			userEmails,
		});
	}

	test('takes User Emails that an expression gives as a list', async () => {
		const [first, second] = copilot.users.slice(2).map(({ email }) => email);
		const result = await create(`={{ ["${first}", "${second}"] }}`);
		expect(result.error).toBeUndefined();
		expect(copilot.journal.last('copilotCreateCall')?.requestBody).toMatchObject({
			user_emails: [first, second],
		});
	});

	test('uploads nothing when they are objects', async () => {
		const { error } = await create('={{ [{ email: "rep@x.example" }] }}');
		expect(error?.message).toBe("'User Emails' is neither a text nor a number [item 0]");
		expect(copilot.journal.entries).toEqual([]);
	});
});
