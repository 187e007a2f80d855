import fc from 'fast-check';

import { messageOf, read } from './read';

const NASTY = [
	'},{',
	'}, {"a":1},\n{',
	'"',
	'\\',
	'\\"},{',
	']',
	'[{',
	'Zoë 🚀',
	'\u2028',
	'\ud83d',
];

const cell = fc.oneof(
	fc.constantFrom(...NASTY),
	fc.string({ unit: 'grapheme' }),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
	fc.constantFrom(null, true, false),
);
const nested = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small' },
		cell,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom('a', 'b', ...NASTY), tie('value'), { maxKeys: 3 }),
		fc.array(fc.dictionary(fc.constantFrom('a', 'b'), cell), { maxLength: 4 }),
	),
})).value;
const rowsOfAnyKind = fc.array(
	fc.dictionary(fc.constantFrom('id', 'name', '', ...NASTY), nested, { maxKeys: 5 }),
	{ maxLength: 30 },
);
const chunk = fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 65, max: 2000 }));

describe('a list', () => {
	test('gives the rows of JSON.parse in their order, however it is written and cut', () => {
		fc.assert(
			fc.property(
				rowsOfAnyKind,
				fc.constantFrom(undefined, 1, 2, '\t', ' \r\n'),
				fc.constantFrom('', ' ', '\n\r\t '),
				chunk,
				(rows, indent, around, chunkBytes) => {
					const text = `${around}${JSON.stringify(rows, null, indent)}${around}`;
					expect(read(text, 'rows.json', chunkBytes).rows).toEqual(JSON.parse(text));
				},
			),
			{ numRuns: 150 },
		);
	});

	test.each([
		['one line', '[{"a":1},{"a":2},{"a":3}]'],
		['spaces between', '[ {"a":1}, {"a":2} ,{"a":3} ]'],
		['commas first', '[{"a":1}\n,{"a":2}\n,{"a":3}\n]\n'],
		['an object per line', '[{"a":1},\r\n{"a":2},\r\n{"a":3}\r\n]\r\n'],
	])('%s', (_, text) => {
		for (let chunkBytes = 1; chunkBytes <= text.length; chunkBytes++) {
			expect(read(text, 'x.json', chunkBytes).rows).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
		}
	});

	test('is read in batches, also when its rows have lists of objects in them', () => {
		const row = { id: 1, text: '},{', lines: [{ a: 1 }, { a: 2 }, { a: 3 }], owner: { id: 2 } };
		const rows = Array.from({ length: 2000 }, (_, id) => ({ ...row, id }));
		for (const indent of [undefined, 2]) {
			const { rows: found, batches } = read(JSON.stringify(rows, null, indent), 'x.json', 1024);
			expect(found).toEqual(rows);
			expect(batches).toBeGreaterThan(60);
		}
	});

	test('of no rows has none', () => {
		expect(read('[]').rows).toEqual([]);
		expect(read(' [ \n ] ').rows).toEqual([]);
		expect(read('[{}]').rows).toEqual([{}]);
	});

	test.each([
		['[{"a":1},{"a":2}', /ends within row 2, .* line 1 \(byte 9\), near "\{"a":2\}"/],
		['[{"a":1},\n{"a":"2},\n{"a":3}]', /ends within row 2, .* line 2/],
		['[{"a":1},', /ends within row 2/],
		['[', /ends within row 1/],
		['[{"a":1},\n{"a":tru},\n{"a":3}]', /not valid JSON in row 2, at line 2/],
		['[{"a":1},{"a":2,}]', /not valid JSON in row 2/],
		['[{"a":1},]', /not valid JSON in row 2/],
		['[,{"a":1}]', /not valid JSON in row 1/],
		['[{"a":1},,{"a":2}]', /not valid JSON in row 2/],
		['[{"a":1} {"a":2}]', /not valid JSON in row 1/],
		['[{"a":1}}]', /ends within row 1|not valid JSON in row 1/],
		['[{"a":1}],', /goes on after the end of its list, at line 1 \(byte 9\), near ","/],
		['[{"a":1}]\n[{"a":2}]', /goes on after the end of its list, at line 2/],
		['[] x', /goes on after the end/],
		['[{"a":1},5]', /has a number instead of an object in row 2/],
		['[["a"],[1]]', /has a list instead of an object in row 1/],
		['[{"a":1},{"a":2},null]', /has null instead of an object in row 3/],
	])('%j is refused', (text, message) => {
		for (const chunkBytes of [1, 10, 1000]) {
			expect(messageOf(text, 'calls.json', chunkBytes)).toMatch(message);
			expect(messageOf(text, 'calls.json', chunkBytes)).toContain("'calls.json'");
		}
	});

	test('a broken row in the middle of a long file is named, with little of it shown', () => {
		const rows = Array.from({ length: 5000 }, (_, id) => JSON.stringify({ id, name: 'Zoë' }));
		rows[3210] = `{"id": 3210, "secret": "${'s'.repeat(100)}" "more": 1}`;
		const message = messageOf(`[\n${rows.join(',\n')}\n]`, 'x.json', 4096);
		expect(message).toMatch(/row 3211, at line 3212/);
		expect(message).not.toContain('s'.repeat(41));
	});
});

describe('JSON lines', () => {
	test('give the rows in their order, however they are cut', () => {
		fc.assert(
			fc.property(
				rowsOfAnyKind,
				fc.constantFrom('\n', '\r\n', '\n\n'),
				fc.boolean(),
				chunk,
				(rows, newline, hasLast, chunkBytes) => {
					const text = rows.map((row) => JSON.stringify(row)).join(newline);
					const found = read(`${text}${hasLast ? newline : ''}`, 'x.jsonl', chunkBytes).rows;
					expect(found).toEqual(JSON.parse(JSON.stringify(rows)));
				},
			),
		);
	});

	test.each(['x.jsonl', 'x.ndjson', 'x.json', 'x.txt', ''])('are recognised as %j', (fileName) => {
		expect(read('{"a":1}\n{"a":2}\n', fileName).rows).toEqual([{ a: 1 }, { a: 2 }]);
	});

	test('of one line are not taken for an object, when they call themselves so', () => {
		expect(read('{"a":[{"b":1}]}', 'x.jsonl').rows).toEqual([{ a: [{ b: 1 }] }]);
		expect(read('{"a":1}', { mimeType: 'application/x-ndjson' }).rows).toEqual([{ a: 1 }]);
		expect(read('', 'x.jsonl').rows).toEqual([]);
	});

	test.each([
		['{"a":1}\n{"a":2\n{"a":3}', /not valid JSON in row 2, at line 2/],
		['{"a":1}\n\n\n{"a":2', /not valid JSON in row 2, at line 4/],
		['{"a":1}\n7', /has a number instead of an object in row 2/],
	])('%j is refused', (text, message) => {
		for (const chunkBytes of [1, 1000]) {
			expect(messageOf(text, 'x.jsonl', chunkBytes)).toMatch(message);
		}
	});
});

describe('an object', () => {
	test.each([
		[{ rows: [{ a: 1 }] }, [{ a: 1 }]],
		[{ total: 1, columns: ['a'], data: [{ a: 1 }] }, [{ a: 1 }]],
		[{ done: true, records: [{ a: { b: [{ c: 1 }] } }] }, [{ a: { b: [{ c: 1 }] } }]],
		[{ entries: [{ ownerEmail: 'a@x.org', value: 1 }] }, [{ ownerEmail: 'a@x.org', value: 1 }]],
		[{ rows: [] }, []],
	])('%j has one list of objects', (data, rows) => {
		for (const indent of [undefined, 2]) {
			const text = JSON.stringify(data, null, indent);
			expect(read(`${text}\n`, 'x.json')).toMatchObject({ rows, notes: { warnings: [] } });
			expect(read(text).notes.isClariExport).toBe(false);
		}
	});

	test.each([
		['{"a":1}', /object without a list of objects/],
		['{"a":[1,2]}', /object without a list of objects/],
		['{"rows":[],"messages":[{"text":"x"}]}', /2 lists \('rows', 'messages'\)/],
		['{"rows":[{"a":1}]', /not valid JSON, at line 1/],
		['{\n"rows": [{"a":1}]\n,}', /not valid JSON, at line 3/],
	])('%j is refused', (text, message) => {
		expect(messageOf(text, 'x.json')).toMatch(message);
	});
});
