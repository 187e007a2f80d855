import fc from 'fast-check';

import { lookUp } from '../../../../nodes/shared/json/lookup';
import { findColumnNames } from '../../../../nodes/Clay/trigger/body/placeholders';
import { readBody } from '../../../../nodes/Clay/trigger/body/readBody';
import { readColumnEvent, readRunEvent } from '../../../../nodes/Clay/trigger/event/clayEvent';
import { EVENT_NAMES, knownEvent } from '../../../../nodes/Clay/trigger/event/eventNames';
import { routeLead } from '../../../../nodes/Clay/trigger/event/route';
import { readJsonObject } from '../../../../nodes/shared/webhook/jsonBody';

const SETTINGS = {
	correlationField: 'correlation_id',
	keyRule: 'automatic',
	receivedAt: '2026-09-01T10:00:00.000Z',
} as const;
const read = (body: Record<string, unknown>) => readColumnEvent(body, SETTINGS).event;
const keyOf = (body: Record<string, unknown>) => readColumnEvent(body, SETTINGS).key;

describe('a field', () => {
	/** The words of a name, put together in one of the ways users do. */
	const spelled = fc
		.tuple(
			fc.constantFrom(' ', '_', '-', ''),
			fc.constantFrom(
				(word: string) => word,
				(word: string) => word.toUpperCase(),
				(word: string) => word.charAt(0).toUpperCase() + word.slice(1),
			),
		)
		.map(([separator, cased]) => ['correlation', 'id'].map(cased).join(separator));

	test('is found in any case and with any separators', () => {
		fc.assert(
			fc.property(spelled, fc.boolean(), (name, isNested) => {
				const body = isNested ? { event: 'x', data: { [name]: 'c1' } } : { [name]: 'c1' };
				expect(read(body).correlationId).toBe('c1');
			}),
		);
	});

	test('as it is written goes before one that reads alike, and null is not there', () => {
		expect(lookUp({ 'Row Id': 1, row_id: 2 }, 'row_id')).toBe(2);
		expect(lookUp({ row_id: null, 'Row Id': 1 }, 'row_id')).toBe(1);
		expect(lookUp({ row_id: null }, 'row_id', 'id')).toBeUndefined();
	});

	test('is never one that every object has', () => {
		for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
			expect(lookUp({}, name)).toBeUndefined();
		}
	});
});

describe('a body', () => {
	test('may be flat', () => {
		const body = {
			Event: 'Enrichment Completed',
			'Correlation ID': 17,
			Table: 'Leads',
			Email: 'a@b.test',
		};
		expect(read(body)).toMatchObject({
			event: 'enrichment.completed',
			correlationId: '17',
			rowId: null,
			table: 'Leads',
			data: body,
			raw: body,
		});
	});

	test('may have the envelope with event, row and time', () => {
		const body = {
			event: 'table.row.updated',
			table_id: 't_1',
			row_id: 'r_1',
			timestamp: '2026-09-01T09:59:00Z',
			data: { email: 'a@b.test', correlation_id: 'c1' },
		};
		expect(read(body)).toMatchObject({
			event: 'table.row.updated',
			table: 't_1',
			rowId: 'r_1',
			timestamp: '2026-09-01T09:59:00Z',
			correlationId: 'c1',
			data: body.data,
		});
	});

	test('may have the envelope with ID, type and creation', () => {
		const body = {
			id: 'evt_1',
			type: 'lead.enriched',
			created_at: 1788256800,
			data: { email: 'a@b.test' },
		};
		expect(read(body)).toMatchObject({
			event: 'lead.enriched',
			rowId: 'evt_1',
			timestamp: '1788256800',
			data: { email: 'a@b.test' },
		});
	});

	test('that is flat may have a type, an ID and a creation of its own', () => {
		expect(read({ type: 'Customer', id: 'contact-1', created_at: '2020-01-01' })).toMatchObject({
			event: null,
			rowId: null,
			timestamp: null,
		});
		expect(read({ type: 'enrichment.failed' }).event).toBe('enrichment.failed');
	});

	test('is never changed, whatever is in it', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
				const json = JSON.stringify(given);
				const parsed = readJsonObject(Buffer.from(json), 'application/json');
				if (!parsed.ok) throw new Error('It is JSON');
				const before = JSON.stringify(parsed.body);
				const { raw } = read(parsed.body);
				readRunEvent(parsed.body, SETTINGS);
				findColumnNames(parsed.body);
				expect(JSON.stringify(raw)).toBe(before);
				expect(readBody(parsed.body, 'correlation_id').data).toBeDefined();
			}),
		);
	});

	test('changes no prototype', () => {
		const body =
			'{"__proto__":{"polluted":1},"data":{"__proto__":{"polluted":1},"a":[{"__proto__":{}}]}}';
		const parsed = readJsonObject(Buffer.from(body), 'application/json');
		if (!parsed.ok) throw new Error('It is JSON');
		const event = read(parsed.body);
		expect(JSON.stringify(event.raw)).toBe('{"data":{"a":[{}]}}');
		expect(Object.getPrototypeOf({ ...event.data })).toBe(Object.prototype);
		expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
	});
});

describe('an event', () => {
	test.each(EVENT_NAMES.map((name) => [name]))('%s is known in other spellings', (name) => {
		for (const separator of [' ', '_', '-', ':', '/']) {
			expect(knownEvent(name.replaceAll('.', separator).toUpperCase())).toBe(name);
		}
		const camel = name.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
		expect(knownEvent(camel)).toBe(name);
	});

	test('that is not known keeps its name', () => {
		expect(read({ event: ' Lead.Scored ' }).event).toBe('Lead.Scored');
		expect(knownEvent('')).toBeUndefined();
	});

	test('has one key for each delivery, and another when its content differs', () => {
		const content = fc.dictionary(fc.constantFrom('email', 'size', 'a', 'b'), fc.jsonValue());
		fc.assert(
			fc.property(content, content, (one, other) => {
				const plain = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value));
				const shuffled = Object.fromEntries(Object.entries(plain(one)).reverse());
				const sent = (data: object) => ({ correlation_id: 'c1', ...data });
				expect(keyOf(sent(shuffled))).toBe(keyOf(sent(plain(one))));
				const isEqual =
					JSON.stringify(sortedOf(plain(one))) === JSON.stringify(sortedOf(plain(other)));
				expect(keyOf(sent(plain(one))) === keyOf(sent(plain(other)))).toBe(isEqual);
			}),
		);
	});

	test('of a row at a time is one, whatever else it says; of another event, row or table it is not', () => {
		const row = { event: 'table.row.updated', row_id: 'r1', table: 't', timestamp: '1' };
		expect(keyOf({ ...row, a: 1 })).toBe(keyOf({ ...row, a: 2 }));
		for (const other of [
			{ event: 'table.row.created' },
			{ row_id: 'r2' },
			{ table: 'u' },
			{ timestamp: '2' },
		]) {
			expect(keyOf({ ...row, ...other })).not.toBe(keyOf(row));
		}
	});

	test('keys of other kinds never meet', () => {
		const run = readRunEvent({ data: { routine_run_id: 'x' } }, SETTINGS).key;
		const keys = [
			run,
			keyOf({ row_id: 'x', timestamp: 'x' }),
			keyOf({ correlation_id: 'x' }),
			keyOf({ a: 'x' }),
		];
		expect(new Set(keys).size).toBe(keys.length);
	});
});

describe('a failed enrichment', () => {
	test.each([
		[{ error: { code: 'E1', message: 'Gone' } }],
		[{ 'Error Code': 'E1', error_message: 'Gone' }],
		[{ error: 'Gone', error_code: 'E1' }],
		[{ failure: { status: 'E1', reason: 'Gone' } }],
	])('is read from %j, beside the fields and among them', (report) => {
		const failure = { code: 'E1', message: 'Gone' };
		const fields = { email: 'a@b.test' };
		const flat = read({ event: 'enrichment.failed', correlation_id: 'c1', ...fields, ...report });
		const beside = read({
			event: 'enrichment.failed',
			correlation_id: 'c1',
			data: fields,
			...report,
		});
		const among = read({
			event: 'enrichment.failed',
			correlation_id: 'c1',
			data: { ...fields, ...report },
		});
		for (const event of [flat, beside, among]) {
			expect(event.failure).toEqual(failure);
			expect(event.retry).toEqual({
				fields: { ...fields, attempt: 2 },
				correlationId: 'c1',
				attempt: 1,
				nextAttempt: 2,
			});
		}
	});

	test.each([
		[undefined, 1],
		['3', 3],
		[2.9, 2],
		[0, 1],
		[-1, 1],
		['many', 1],
	])('with attempt %p is attempt %i', (attempt, expected) => {
		const { retry, failure } = read({ event: 'enrichment.failed', data: { attempt } });
		expect(retry).toMatchObject({ attempt: expected, nextAttempt: expected + 1 });
		expect(failure).toEqual({ code: null, message: null });
	});
});

describe('a placeholder', () => {
	const isFound = (value: string, key = 'field') => findColumnNames({ [key]: value }).length === 1;

	test.each([
		['/Work Email'],
		['/Email'],
		['{{Work Email}}'],
		[' {{email}} '],
		['/ICP Score'],
		['/work email'],
		['/Größe'],
	])('is %s', (value) => {
		expect(isFound(value)).toBe(true);
	});

	test.each([
		['/pricing'],
		['/en/Home'],
		['/Users/jo'],
		['//cdn.example.test'],
		['/search?q=A b'],
		['Hello {{name}}, hello'],
		['{{a}} {{b}}'],
		['/'],
		[''],
		['a/B c'],
		[`/Dear ${'customer '.repeat(20)}`],
	])('is not %s', (value) => {
		expect(isFound(value)).toBe(false);
	});

	test('is a lower-case name under its own key', () => {
		expect(isFound('/email', 'Email')).toBe(true);
		expect(isFound('/work_email', 'Work Email')).toBe(true);
	});

	test('is found at any depth, and named by its place', () => {
		const body = { a: [{ b: '/Work Email' }, ['{{x}}']], c: { d: { e: '/Size' } }, f: 1, g: null };
		expect(findColumnNames(body).map(({ field }) => field)).toEqual(['a[0].b', 'a[1][0]', 'c.d.e']);
	});
});

describe('a lead', () => {
	const settings = { scoreField: 'icp_score', emailField: 'email', hotFrom: 80, nurtureFrom: 50 };
	const email = 'jo@example.test';

	test.each([
		[{ icp_score: 80, email }, 'hot', 80],
		[{ 'ICP Score': ' 91.5 ', Email: email }, 'hot', 91.5],
		[{ icp_score: 80 }, 'nurture', 80],
		[{ icp_score: 99, email: 'none' }, 'nurture', 99],
		[{ icp_score: 79.99, email }, 'nurture', 79.99],
		[{ icp_score: 50 }, 'nurture', 50],
		[{ icp_score: 49.9, email }, 'other', 49.9],
		[{ icp_score: -1, email }, 'other', -1],
		[{ email }, 'other', null],
		[{ icp_score: null, email }, 'other', null],
		[{ icp_score: '', email }, 'other', null],
		[{ icp_score: 'n/a', email }, 'other', null],
		[{ icp_score: '0x60', email }, 'other', null],
		[{ icp_score: [90], email }, 'other', null],
		[{ icp_score: true, email }, 'other', null],
	])('%j goes to %s', (data, route, score) => {
		expect(routeLead(data, settings)).toMatchObject({ route, score });
	});

	test('says why', () => {
		const reasons = [
			{},
			{ icp_score: 'x' },
			{ icp_score: 90 },
			{ icp_score: 60 },
			{ icp_score: 1 },
		];
		expect(reasons.map((data) => routeLead(data, settings).reason)).toEqual([
			'There is no icp_score',
			'icp_score is not a number',
			'icp_score is 80 or more, but there is no email',
			'icp_score is 50 or more',
			'icp_score is below 50',
		]);
	});
});

function sortedOf(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sortedOf);
	if (typeof value !== 'object' || value === null) return value;
	return Object.entries(value)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([key, inner]) => [key, sortedOf(inner)]);
}
