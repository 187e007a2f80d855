import fc from 'fast-check';
import { strToU8, zlibSync } from 'fflate';

import { crc32 } from '../../../nodes/ForecastDiff/baseline/checksum';
import {
	BaselineTokenError,
	decodeToken,
	encodeToken,
	packBaseline,
} from '../../../nodes/ForecastDiff/baseline/token';
import type { Snapshot, SnapshotEntry } from '../../../nodes/ForecastDiff/engine';
import { diff, looseRow, row } from './rows';

function snapshotOf(...rows: Array<Record<string, unknown>>): Snapshot {
	const { nextBaseline } = diff([], rows);
	if (nextBaseline === null) throw new Error('The rows made no baseline.');
	return nextBaseline;
}

/** A snapshot in the order that a token gives back. */
function sorted({ keyColumns, entries }: Snapshot): Snapshot {
	return { keyColumns, entries: new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

const label = fc.option(fc.string({ unit: 'grapheme', minLength: 1 }));

const anySnapshot: fc.Arbitrary<Snapshot> = fc
	.array(
		fc.record<SnapshotEntry>({
			ownerId: label,
			ownerName: label,
			ownerEmail: label,
			role: label,
			parentRole: label,
			fieldId: label,
			fieldName: label,
			type: label,
			timePeriod: fc.string({ minLength: 1 }),
			value: fc.oneof(
				fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
				fc.constantFrom(0, null, undefined),
			),
			currency: fc.constantFrom('USD', 'EUR', null),
			week: fc.constantFrom('2026-01-02', '2026-01-09', null),
		}),
	)
	.map((entries) => ({
		keyColumns: ['anything'],
		entries: new Map(entries.map((entry, n) => [`k${n}`, entry])),
	}));

describe('a token', () => {
	test('gives back exactly what was stored', () => {
		fc.assert(
			fc.property(anySnapshot, (snapshot) => {
				expect(decodeToken(encodeToken(snapshot))).toEqual(sorted(snapshot));
			}),
		);
	});

	test('keeps null, absent and 0 apart', () => {
		const silent = row({ ownerId: 'absent' });
		delete silent.value;
		const snapshot = snapshotOf(
			row({ ownerId: 'null', value: null }),
			row({ ownerId: 'zero', value: 0 }),
			silent,
		);
		const values = [...decodeToken(encodeToken(snapshot)).entries.values()];
		expect(values.map(({ ownerId, value }) => [ownerId, value])).toEqual([
			['absent', undefined],
			['null', null],
			['zero', 0],
		]);
	});

	test('keeps names in any script', () => {
		const ownerName = 'Łukasz 山田 🚀 \u202eabc "quoted"';
		const [entry] = decodeToken(encodeToken(snapshotOf(row({ ownerName })))).entries.values();
		expect(entry?.ownerName).toBe(ownerName);
	});

	test('keeps keys that do not follow from the labels', () => {
		const { nextBaseline } = diff([], [looseRow({ account: 'x' })], { keyColumns: ['account'] });
		const decoded = decodeToken(nextBaseline && encodeToken(nextBaseline));
		expect([...decoded.entries.keys()]).toEqual(['x|2026_Q1']);
		expect(decoded.keyColumns).toEqual(['account', 'timePeriod']);
	});

	test('survives white space around it', () => {
		expect(decodeToken(`  ${encodeToken(snapshotOf(row()))}\n`).entries.size).toBe(1);
	});

	test('of nothing', () => {
		const empty: Snapshot = { keyColumns: ['ownerId'], entries: new Map() };
		expect(decodeToken(encodeToken(empty))).toEqual(empty);
	});

	test('stands in an item that any store can hold', () => {
		const item = packBaseline('commit', '2026-01-09T08:00:00.000Z', snapshotOf(row()));
		expect(item).toEqual({
			baseline: 'commit',
			takenAt: '2026-01-09T08:00:00.000Z',
			rows: 1,
			token: expect.stringMatching(/^RFB1\.1\.\d+\.[0-9a-f]{8}\.[A-Za-z0-9+/]+=*$/),
		});
	});
});

describe('a token that cannot be read', () => {
	const token = encodeToken(snapshotOf(row()));
	const content = token.slice(token.lastIndexOf('.') + 1);

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
		['one with a broken dictionary', forge('null'), /changed/],
	])('%s: says what to do', (_name, broken, message) => {
		expect(() => decodeToken(broken)).toThrow(message);
		expect(() => decodeToken(broken)).toThrow(BaselineTokenError);
		expect(() => decodeToken(broken)).toThrow(/start over/);
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
