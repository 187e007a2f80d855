import fc from 'fast-check';
import { strToU8, zlibSync } from 'fflate';

import { crc32 } from '../../../nodes/ForecastDiff/baseline/checksum';
import { toColumns } from '../../../nodes/ForecastDiff/baseline/columns';
import {
	BaselineTokenError,
	decodeToken,
	encodeToken,
	packBaseline,
} from '../../../nodes/ForecastDiff/baseline/token';
import type {
	ChangeKind,
	Field,
	HeldChange,
	Owner,
	Snapshot,
	SnapshotEntry,
} from '../../../nodes/ForecastDiff/engine/types';
import { call, ROBIN, snapshotOf } from './snapshots';

const ownerNamed = (ownerId: string): Owner => ({ ...ROBIN, ownerId });

const label = fc.option(fc.string({ unit: 'grapheme', minLength: 1 }));
const text = fc.string({ minLength: 1 });
const owner = fc.record<Owner>({
	ownerId: label,
	ownerName: label,
	ownerEmail: label,
	role: label,
	parentRole: label,
});
const field = fc.record<Field>({ fieldId: label, fieldName: label, type: label });
const currency = fc.constantFrom('USD', 'EUR', null);
const number = fc.oneof(
	fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
	// Often the same, as amounts are.
	fc.constantFrom(0, 1, 2),
);
const amount = fc.oneof(number, fc.constant(null));

const anyEntry: fc.Arbitrary<SnapshotEntry> = fc.record(
	{
		owner,
		field,
		timePeriod: text,
		value: fc.oneof(amount, fc.constant(undefined)),
		currency,
		week: fc.constantFrom('2026-01-02', '2026-01-09', null),
		told: fc.record({ value: amount, currency, at: text }),
		alert: fc.record({
			at: text,
			from: amount,
			to: amount,
			severity: fc.constantFrom('high' as const, 'medium' as const),
		}),
		history: fc.array(amount, { maxLength: 25 }),
	},
	{ requiredKeys: ['owner', 'field', 'timePeriod', 'value', 'currency', 'week'] },
);

const KINDS: ChangeKind[] = [
	'increased',
	'decreased',
	'added',
	'removed',
	'moved',
	'from_zero',
	'to_zero',
	'set',
	'cleared',
	'currency_changed',
];

const anyHeld: fc.Arbitrary<HeldChange> = fc.record({
	kind: fc.constantFrom(...KINDS),
	previous: amount,
	current: amount,
	currency,
	at: text,
	why: fc.constantFrom('quietHours' as const, 'coolDown' as const),
	labels: fc
		.tuple(owner, field, text)
		.map(([who, what, timePeriod]) => ({ ...who, ...what, timePeriod })),
});

const anySnapshot: fc.Arbitrary<Snapshot> = fc
	.record(
		{
			entries: fc.dictionary(text, anyEntry, { noNullPrototype: true }),
			held: fc.dictionary(text, anyHeld, { minKeys: 1, noNullPrototype: true }),
		},
		{ requiredKeys: ['entries'] },
	)
	.map(({ entries, held }) => ({
		keyColumns: ['anything'],
		entries: new Map(Object.entries(entries)),
		...(held && { held: new Map(Object.entries(held)) }),
	}));

describe('a token', () => {
	test('gives back exactly what was stored', () => {
		fc.assert(
			fc.property(anySnapshot, (snapshot) => {
				expect(decodeToken(encodeToken(snapshot))).toEqual(snapshot);
			}),
		);
	});

	test('is the same for the same snapshot, in whatever order its calls stand', () => {
		fc.assert(
			fc.property(anySnapshot, (snapshot) => {
				const { keyColumns, entries, held } = snapshot;
				const turned = {
					keyColumns,
					entries: new Map([...entries].reverse()),
					...(held && { held: new Map([...held].reverse()) }),
				};
				expect(encodeToken(turned)).toBe(encodeToken(snapshot));
				expect(encodeToken(decodeToken(encodeToken(snapshot)))).toBe(encodeToken(snapshot));
			}),
		);
	});

	test('keeps null, absent and 0 apart', () => {
		const snapshot = snapshotOf(
			call({ owner: ownerNamed('null'), value: null }),
			call({ owner: ownerNamed('zero'), value: 0 }),
			call({ owner: ownerNamed('absent'), value: undefined }),
		);
		const calls = [...decodeToken(encodeToken(snapshot)).entries.values()];
		expect(calls.map(({ owner: { ownerId }, value }) => [ownerId, value])).toEqual([
			['absent', undefined],
			['null', null],
			['zero', 0],
		]);
	});

	test('keeps an empty history and none apart', () => {
		const snapshot = snapshotOf(
			call({ owner: ownerNamed('a'), history: [] }),
			call({ owner: ownerNamed('b') }),
		);
		const calls = [...decodeToken(encodeToken(snapshot)).entries.values()];
		expect(calls.map(({ history }) => history)).toEqual([[], undefined]);
	});

	test('keeps names in any script', () => {
		const ownerName = 'Łukasz 山田 🚀 \u202eabc "quoted"';
		const snapshot = snapshotOf(call({ owner: { ...ROBIN, ownerName } }));
		const [entry] = decodeToken(encodeToken(snapshot)).entries.values();
		expect(entry?.owner.ownerName).toBe(ownerName);
	});

	test('gives calls with the same labels one object for them', () => {
		const calls = [
			call({ timePeriod: '2026_Q1' }),
			call({ timePeriod: '2026_Q2', owner: { ...ROBIN } }),
		];
		const [first, second] = decodeToken(encodeToken(snapshotOf(...calls))).entries.values();
		expect(first?.owner).toBe(second?.owner);
		expect(first?.field).toBe(second?.field);
	});

	test('keeps keys that do not follow from the labels', () => {
		const entries = new Map([['x|2026_Q1', call()]]);
		const decoded = decodeToken(encodeToken({ keyColumns: ['account', 'timePeriod'], entries }));
		expect([...decoded.entries.keys()]).toEqual(['x|2026_Q1']);
		expect(decoded.keyColumns).toEqual(['account', 'timePeriod']);
	});

	test('survives white space around it', () => {
		expect(decodeToken(`  ${encodeToken(snapshotOf(call()))}\n`).entries.size).toBe(1);
	});

	test('of nothing', () => {
		const empty: Snapshot = { keyColumns: ['ownerId'], entries: new Map() };
		expect(decodeToken(encodeToken(empty))).toEqual(empty);
	});

	test('stands in an item that any store can hold', () => {
		const item = packBaseline('commit', '2026-01-09T08:00:00.000Z', snapshotOf(call()));
		expect(item).toEqual({
			baseline: 'commit',
			takenAt: '2026-01-09T08:00:00.000Z',
			rows: 1,
			token: expect.stringMatching(/^RFB1\.1\.\d+\.[0-9a-f]{8}\.[A-Za-z0-9+/]+=*$/),
		});
	});
});

describe('a token that cannot be read', () => {
	const token = encodeToken(snapshotOf(call()));
	const content = token.slice(token.lastIndexOf('.') + 1);

	const oneRun = (place: number, run: unknown) => ({ call: [place], runs: [run] });

	/** The columns of the snapshot, some of them others. */
	function columnsWith(changes: Record<string, unknown>): string {
		return JSON.stringify({ ...toColumns(snapshotOf(call())), ...changes });
	}

	/** A token that is right in everything but its content. */
	function forge(json: string): string {
		const bytes = zlibSync(strToU8(json));
		const text = Buffer.from(bytes).toString('base64');
		return `RFB1.1.${text.length}.${crc32(bytes)}.${text}`;
	}

	test.each([
		['nothing', undefined, /not a forecast baseline/],
		['another text', 'hello', /not a forecast baseline/],
		['an object', {}, /not a forecast baseline/],
		['one that was cut', token.slice(0, -9), /incomplete.*text column/],
		['one of a newer version', token.replace('RFB1', 'RFB2'), /format 2.*Update/],
		['one that was changed', token.replace(content, content.replace(/..../, 'AAAA')), /changed/],
		['one with another count', token.replace('RFB1.1.', 'RFB1.2.'), /changed/],
		['one with foreign content', forge('{"keyColumns":[]}'), /changed/],
		['one without content', forge('null'), /changed/],
		['one that points outside its dictionary', forge(columnsWith({ owner: [1] })), /changed/],
		['one with an amount that is text', forge(columnsWith({ value: ['1'] })), /changed/],
		[
			'one with a history of another call',
			forge(columnsWith({ history: oneRun(1, 2) })),
			/changed/,
		],
		['one with a history without end', forge(columnsWith({ history: oneRun(0, 1e9) })), /changed/],
		['one with half a run', forge(columnsWith({ history: oneRun(0, [0, 5]) })), /changed/],
		[
			'one with an unknown kind',
			forge(columnsWith({ held: [{ key: 'k', kind: '?' }] })),
			/changed/,
		],
	])('%s: says what to do', (_name, broken, message) => {
		expect(() => decodeToken(broken)).toThrow(message);
		expect(() => decodeToken(broken)).toThrow(BaselineTokenError);
		expect(() => decodeToken(broken)).toThrow(/start over/);
	});

	test('is right where nothing is changed', () => {
		expect(decodeToken(forge(columnsWith({})))).toEqual(snapshotOf(call()));
	});

	test('every single changed character is noticed', () => {
		const start = token.length - content.length;
		for (let place = start; place < token.length - 2; place++) {
			const other = token[place] === 'A' ? 'B' : 'A';
			const broken = token.slice(0, place) + other + token.slice(place + 1);
			expect(() => decodeToken(broken)).toThrow(BaselineTokenError);
		}
	});
});

test('the checksum is the one everybody knows', () => {
	expect(crc32(strToU8('123456789'))).toBe('cbf43926');
});
