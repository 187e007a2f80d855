import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';

import { messageOf, read } from './read';

describe('CSV and TSV', () => {
	const text = fc.oneof(
		fc.constantFrom(
			'',
			'a,b',
			'a;b',
			'a\tb',
			'line\nbreak',
			'line\r\nbreak',
			'"',
			'""',
			'Zoë 🚀',
			"'",
		),
		fc.string({ unit: 'grapheme-ascii' }),
	);
	const trimmed = text.map((cell) => cell.trim());

	test('give back what was written, however they are quoted and cut', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(trimmed, trimmed, trimmed), { maxLength: 20 }),
				fc.constantFrom(',', ';', '\t'),
				fc.constantFrom('\n', '\r\n'),
				fc.boolean(),
				fc.integer({ min: 1, max: 200 }),
				(records, delimiter, newline, quoted, chunkBytes) => {
					const header = ['id', 'name of it', 'value'];
					const content = stringify([header, ...records], {
						delimiter,
						quoted,
						record_delimiter: newline,
						quoted_match: /[\r\n]/,
					});
					const rows = records
						.filter((record) => record.some((cell) => cell !== ''))
						.map((record) =>
							Object.fromEntries(header.map((name, at) => [name, record[at] || null])),
						);
					expect(read(content, 'x.csv', chunkBytes).rows).toEqual(rows);
				},
			),
			{ numRuns: 150 },
		);
	});

	test.each([
		['a,b\n1,2\n', 'x.csv'],
		['a;b\n1;2', 'x.csv'],
		['a\tb\r\n1\t2\r\n', 'x.tsv'],
		['\n\na,b\n\n1,2\n\n', 'x.csv'],
		['a,b\r1,2\r', 'x.csv'],
		[' a , "b"\n 1 , "2" \n', 'x.csv'],
		['"a";"b"\n"1";"2"', 'x.txt'],
		['a,b,\n1,2,\n,,\n', 'x.csv'],
		[',a,b\n0,1,2\n', 'x.csv'],
		['a,b\n1,2,,\n', 'x.csv'],
	])('%j', (content, fileName) => {
		expect(read(content, fileName).rows).toEqual([{ a: '1', b: '2' }]);
	});

	test('empty cells are null, also at the ends of a line with tabs', () => {
		const row = { a: null, b: '1', c: null };
		expect(read('a\tb\tc\n\t1\t\n', 'x.tsv').rows).toEqual([row]);
		expect(read('a\tb\tc\n\t"1"\t\n', 'x.tsv').rows).toEqual([row]);
	});

	test('a header alone is a table without rows, and one column is a table', () => {
		expect(read('a,b\n', 'x.csv').rows).toEqual([]);
		expect(read('a', { mimeType: 'text/csv; charset=utf-8' }).rows).toEqual([]);
		expect(read('a\n1', 'x.csv').rows).toEqual([{ a: '1' }]);
	});

	test('names that reach the prototype are no columns', () => {
		const [row] = read('__proto__,a\n,1\n', 'x.csv').rows;
		expect(row).toEqual({ a: '1' });
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
	});

	test.each([
		['a,b\n1,2\n3\n', /has 1 cells in row 2 .* 2 columns/],
		['a,b\n1,2\n3,4,5\n', /has 3 cells in row 2 .* 2 columns.*into quotes/],
		['a,b,a\n1,2,3\n', /more than one column "a"/],
		['a,b\n1,2\n"3\n3",4\n\n"5,6\n7,8\n', /quote that is never closed, at line 6/],
		['a,b\n1,2\n3,4"x"\n', /quote within a cell .* at line 3/],
		['a,b\n1,2\n3,"4"x"\n5,6', /quote|text after/],
	])('%j is refused', (content, message) => {
		for (const chunkBytes of [1, 4, 1000]) {
			expect(messageOf(content, 'calls.csv', chunkBytes)).toMatch(message);
		}
	});
});
