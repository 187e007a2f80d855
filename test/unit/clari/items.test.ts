import { readActivities } from '../../../nodes/Clari/activities/activityItem';
import { auditItems, rawAuditItems, readAuditEvents } from '../../../nodes/Clari/audit/auditItem';
import { ById, readOpportunityIds } from '../../../nodes/Clari/opportunities/opportunityIds';
import {
	opportunityItem,
	rawOpportunityItem,
	readOpportunities,
} from '../../../nodes/Clari/opportunities/opportunityItem';

const activity = {
	activityId: 'a1',
	activityType: 'MEETING',
	subject: 'Kick-off',
	date: '1767400000000',
	activityOwnerId: '005a',
	activityOrganiserId: '005b',
	accounts: [{ accountId: '001a', accountName: 'A' }, { accountId: '001b' }],
	opportunities: [],
	participants: [
		{ name: 'In', email: 'in@seller.example', isInternal: true },
		{ name: 'Out', email: 'out@buyer.example', sfdcUserId: '', isInternal: false },
		{ name: 'Out again', email: 'out@buyer.example', isInternal: false },
		{ name: 'No address', isInternal: false },
		{ name: 'Nobody knows', email: 'who@example.com' },
	],
};

describe('an activity', () => {
	const one = (record: object) => readActivities({ activities: [record] })?.[0];

	test('has single values beside the lists', () => {
		expect(one(activity)).toEqual({
			activityKey: 'a1',
			activityId: 'a1',
			activityType: 'MEETING',
			subject: 'Kick-off',
			date: '2026-01-03T00:26:40.000Z',
			dateMs: 1767400000000,
			activityOwnerId: '005a',
			activityOrganiserId: '005b',
			accountId: '001a',
			accountName: 'A',
			accountCount: 2,
			opportunityId: null,
			opportunityName: null,
			opportunityCount: 0,
			participantCount: 5,
			externalCount: 3,
			externalEmails: 'out@buyer.example',
			accounts: activity.accounts,
			opportunities: [],
			participants: activity.participants,
		});
	});

	test.each([undefined, null, 'soon', Number.NaN, 1e300, {}])(
		'with the date %p has none',
		(date) => {
			expect(one({ ...activity, date })).toMatchObject({ date: null });
		},
	);

	test('without an ID has a key of its content, whatever the order of its fields', () => {
		const key = (record: object) => one(record)?.activityKey;
		const nameless = { ...activity, activityId: undefined };
		expect(key(nameless)).toMatch(/^[\da-f]{32}$/);
		expect(key(Object.fromEntries(Object.entries(nameless).reverse()))).toBe(key(nameless));
		expect(key({ ...nameless, subject: 'Other' })).not.toBe(key(nameless));
	});

	test('keeps what this node does not know, but no key that means something to n8n or to the item', () => {
		const more = JSON.parse('{"error":"x","__proto__":{"a":1},"jobId":"theirs","mood":"good"}');
		const item = one({ ...activity, ...more, ['__proto__']: { a: 1 } });
		expect(item).toMatchObject({ mood: 'good' });
		expect(Object.keys(item ?? {})).not.toEqual(expect.arrayContaining(['error']));
		expect(item).not.toHaveProperty('jobId');
		expect(item).not.toHaveProperty('a');
	});

	test('that lacks everything is still an item', () => {
		expect(one({})).toMatchObject({ activityId: null, participantCount: 0, accounts: [] });
	});

	test.each([undefined, null, [], {}, { activities: {} }, 'text'])(
		'is not looked for in %j',
		(data) => {
			expect(readActivities(data)).toBeUndefined();
		},
	);
});

describe('an audit event', () => {
	const event = {
		actorId: 4101,
		sessionId: 's1',
		event: 'api.accessed',
		eventTimestamp: '2026-02-01T10:00:00Z',
		eventParameters: { path: '/x', verb: 'GET' },
		correlationID: 'c1',
	};
	const page = (...items: object[]) => ({
		items,
		actors: [{ actorId: '4101', name: 'Robin', email: 'robin@example.com' }],
	});
	const one = (record: object) => {
		const events = readAuditEvents(page(record));
		return events && auditItems(events)[0];
	};

	test('is joined with its actor, whether an ID is a number or a text', () => {
		expect(one(event)).toMatchObject({
			actorId: '4101',
			actorName: 'Robin',
			actorEmail: 'robin@example.com',
			impersonatingActorId: null,
			impersonatingActorName: null,
			correlationId: 'c1',
		});
		expect(one({ ...event, actorId: '1' })).toMatchObject({ actorId: '1', actorName: null });
	});

	test('has a key that does not depend on how its timestamp, its IDs and its parameters are written', () => {
		const key = one(event)?.eventKey;
		expect(key).toMatch(/^[\da-f]{32}$/);
		for (const same of [
			{ ...event, eventTimestamp: '2026-02-01T11:00:00.000+01:00' },
			{ ...event, actorId: '4101' },
			{ ...event, eventParameters: { verb: 'GET', path: '/x' } },
			{ ...event, correlationID: 'c2', ipAddress: '192.0.2.1' },
		]) {
			expect(one(same)?.eventKey).toBe(key);
		}
		for (const other of [
			{ ...event, eventTimestamp: '2026-02-01T10:00:01Z' },
			{ ...event, actorId: 4102 },
			{ ...event, sessionId: 's2' },
			{ ...event, event: 'user.login' },
			{ ...event, eventParameters: { path: '/y', verb: 'GET' } },
		]) {
			expect(one(other)?.eventKey).not.toBe(key);
		}
	});

	test('as Clari sent it has the same key, and its actor whole', () => {
		const events = readAuditEvents(page(event));
		expect(events && rawAuditItems(events)).toEqual([
			{
				...event,
				eventKey: one(event)?.eventKey,
				actor: { actorId: '4101', name: 'Robin', email: 'robin@example.com' },
			},
		]);
	});

	test.each([undefined, null, [], {}, { items: {} }, { events: [] }])(
		'is not looked for in %j',
		(data) => {
			expect(readAuditEvents(data)).toBeUndefined();
		},
	);
});

describe('the IDs of opportunities', () => {
	test.each([
		['a, b,,a\n c ', ['a', 'b', 'c']],
		[
			['a', 'b,c', 7],
			['a', 'b', 'c', '7'],
		],
		[
			[{ opportunityId: 'a' }, { id: 'b' }, {}, null],
			['a', 'b'],
		],
		['["a", {"id": "b"}]', ['a', 'b']],
		[{ opportunityId: 'a' }, ['a']],
		[[], []],
		[undefined, []],
		[null, []],
	])('%j', (value, ids) => {
		expect(readOpportunityIds(value)).toEqual(ids);
	});

	test('are the same with 15 and with 18 characters, and only then', () => {
		const byId = new ById<string>();
		byId.add('0065e00000AbCdEAAV', 'full');
		byId.add('0065e00000FgHiJ', 'short');
		byId.add('abc', 'other');
		expect(byId.get('0065e00000AbCdE')).toBe('full');
		expect(byId.get('0065e00000FgHiJAAV')).toBe('short');
		expect(byId.get('abc')).toBe('other');
		expect(byId.get('0065e00000abcde')).toBeUndefined();
		expect(byId.get('0065e00000AbCdEA')).toBeUndefined();
	});
});

describe('an opportunity', () => {
	test('has its fields by alias, or by ID where there is none or it is taken, all of a name together', () => {
		const item = opportunityItem('o1', {
			id: 'o1',
			crmScore: { score: '0', message: 'Lost' },
			fields: [
				{ id: 'f.amount', alias: 'amount', value: 5, originalValue: 4 },
				{ id: 'f.amount2', alias: 'amount', value: 6, trend: 'UP' },
				{ id: 'f.tags', value: ['a'], trendHistory: [{ date: 2000 }, { date: '3000' }, {}] },
				{ id: 'f.empty', alias: 'empty', value: null },
				{ id: 'f.none', alias: 'none' },
				{ alias: '__proto__', value: 1 },
				{ value: 'nameless' },
			],
		});
		expect(item).toEqual({
			opportunityId: 'o1',
			found: true,
			score: 0,
			scoreMessage: 'Lost',
			fields: { amount: 5, 'f.amount2': 6, 'f.tags': '["a"]', empty: null },
			originalValues: { amount: 4 },
			trends: { 'f.amount2': 'UP' },
			changedOn: { 'f.tags': '1970-01-01T00:00:03.000Z' },
		});
	});

	test('without score and fields has null and nothing, not 0', () => {
		expect(opportunityItem('o1', { id: 'o1' })).toMatchObject({ score: null, fields: {} });
	});

	test('that is unknown says so and nothing else', () => {
		expect(opportunityItem('o1', undefined)).toEqual({ opportunityId: 'o1', found: false });
		expect(rawOpportunityItem('o1', undefined)).toEqual({ opportunityId: 'o1', found: false });
	});

	test.each([[{}], [null], [{ opportunities: {} }], ['text']])(
		'is not looked for in %j',
		(data) => {
			expect(readOpportunities(data)).toBeUndefined();
		},
	);
});
