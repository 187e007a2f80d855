import { TableFileError } from '../../../../nodes/ForecastDiff/files/tableFileError';
import { textOf } from '../../../../nodes/ForecastDiff/files/tableSource';
import { messageOf, read } from './read';

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('encodings', () => {
	const json = '[{"name":"Zoë 🚀"}]';

	test.each([
		['UTF-8', Buffer.from(json)],
		['UTF-8 with a byte order mark', Buffer.from(`\ufeff${json}`)],
		['UTF-16LE', utf16(json)],
		['UTF-16BE', utf16(json).swap16()],
		['a plain Uint8Array', new Uint8Array(Buffer.from(json))],
		['a part of a larger buffer', Buffer.from(`xx${json}xx`).subarray(2, -2)],
	])('%s', (_, content) => {
		const before = Buffer.from(content);
		expect(read(content).rows).toEqual([{ name: 'Zoë 🚀' }]);
		expect(Buffer.from(content)).toEqual(before);
	});

	test('a byte order mark is no part of the first column', () => {
		const csv = 'name,value\nZoë,1\n';
		for (const content of [Buffer.from(`\ufeff${csv}`), utf16(csv)]) {
			expect(read(content, 'x.csv').rows).toEqual([{ name: 'Zoë', value: '1' }]);
		}
	});

	test('a file that Excel has saved in its old way says how to save it', () => {
		const content = Buffer.from(`name,value\n${'Ann,1\n'.repeat(500)}Zoë,1\nBob,2\n`, 'latin1');
		expect(messageOf(content, 'x.csv')).toBe(
			'The file \'x.csv\' is not UTF-8: see line 502. Save it as UTF-8 (in Excel: Save As, "CSV UTF-8"), or as UTF-16 with a byte order mark.',
		);
		expect(messageOf(Buffer.from('[{"a":"ë"}]', 'latin1'))).toMatch(/^The file is not UTF-8/);
		expect(messageOf(Buffer.from('{"a":"ë', 'latin1'))).toMatch(/is not UTF-8: see line 1/);
	});

	test('UTF-16 that is damaged or not marked is refused', () => {
		for (const content of [utf16('[]').subarray(2), utf16('[]').swap16().subarray(2)]) {
			expect(messageOf(content)).toMatch(/UTF-16 without a byte order mark/);
		}
		expect(messageOf(Buffer.concat([utf16('['), Buffer.from([0x00, 0xd8])]))).toMatch(
			/begins as UTF-16 and is damaged/,
		);
	});
});

test('a piece of more text than Node.js can hold is refused, with what to do', () => {
	const source = { bytes: Buffer.alloc(0), fileName: 'big.json' };
	expect(() => textOf(source, 0, 600_000_000)).toThrow(
		/'big.json' has 600 MB in one piece.*JSON lines/,
	);
});

describe('the format', () => {
	test('is told by the extension, then by the mime type, then by the content', () => {
		const csv = '[a],b\n1,2\n';
		const rows = [{ '[a]': '1', b: '2' }];
		expect(read(csv, { fileName: 'X.CSV', mimeType: 'application/json' }).rows).toEqual(rows);
		expect(read(csv, { fileName: 'x.txt', mimeType: 'text/csv' }).rows).toEqual(rows);
		expect(messageOf(csv, { fileName: 'x', mimeType: 'text/plain' })).toMatch(/not valid JSON/);
		expect(read(' \n[{"a":1}]', { mimeType: 'text/plain' }).rows).toEqual([{ a: 1 }]);
		expect(read('a;b\n1;2').rows).toEqual([{ a: '1', b: '2' }]);
	});

	test.each([
		['a workbook', Buffer.from('PK\x03\x04....'), 'x.xlsx', /Excel workbook.*Extract from File/],
		['an old workbook', Buffer.from('d0cf11e0a1b1', 'hex'), 'x.xls', /old Excel workbook/],
		['gzip', Buffer.from('1f8b0800', 'hex'), 'x.json.gz', /gzip.*Compression/],
		['a PDF', Buffer.from('%PDF-1.7'), 'x.pdf', /PDF/],
		['a login page', Buffer.from('<!DOCTYPE html>'), 'x.csv', /HTML.*"<!DOCTYPE html>".*login/],
		['nothing', Buffer.from(''), 'x.json', /is empty.*Files of these kinds are read/],
		['white space', Buffer.from(' \n'), 'x.csv', /is empty/],
		[
			'a sentence',
			Buffer.from('Not found'),
			'x.json',
			/should be JSON, but begins with "Not found"/,
		],
		['a text', Buffer.from('Not found'), undefined, /"Not found", which is neither JSON nor/],
	])('%s is refused', (_, content, fileName, message) => {
		expect(messageOf(content, { fileName })).toMatch(message);
	});

	test('an error shows no more than 40 characters of the file', () => {
		const word = 'abcdefghij'.repeat(20);
		for (const content of [
			word,
			`[{"a":${word}}]`,
			`[${word}`,
			`[] ${word}`,
			`{"a": ${word}`,
			`<${word}`,
		]) {
			expect(messageOf(content)).toMatch(/[a-j]{20}/);
			expect(messageOf(content)).not.toMatch(/[a-j]{41}/);
		}
		expect(messageOf(`a,b\n1,"2"${word}`, 'x.csv')).not.toContain('abcdefghij');
		expect(messageOf('[{"a":1}]x', 'n'.repeat(500)).length).toBeLessThan(400);
	});

	test('errors are of a class of their own', () => {
		expect(new TableFileError('x', 'is empty')).toBeInstanceOf(Error);
		expect(new TableFileError('x', 'is empty').name).toBe('TableFileError');
	});
});
