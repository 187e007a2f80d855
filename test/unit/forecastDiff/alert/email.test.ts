import { writeAlert } from '../../../../nodes/ForecastDiff/alert';
import { change, counts, fullCounts, HOSTILE_NAMES, quality } from './fixtures';
import { readHtml } from './readHtml';

const LINKS = {
	executionUrl: 'https://n8n.example/1?a=1&b="2"',
	clariUrl: 'https://clari.example/2',
};

/** All that the e-mail is made of. */
const ELEMENTS = [
	...['html', 'head', 'meta', 'title', 'style', 'body', 'table', 'tbody', 'tr', 'td'],
	...['h1', 'h2', 'p', 'div', 'span', 'a'],
];
const ATTRIBUTES = [
	...['lang', 'dir', 'charset', 'name', 'content', 'class', 'style', 'role', 'width', 'height'],
	...['cellpadding', 'cellspacing', 'border', 'align', 'valign', 'colspan', 'href'],
];

const cleaned = (name: string) => name.replace(/[\s\u202c\u202e]+/g, ' ');

test.each([0, 1, 10, 5000])(
	'with %d hostile changes it is a small document of known parts',
	(top) => {
		const alert = fullCounts(top, HOSTILE_NAMES, { changes: 5000 });
		const { html, subject } = writeAlert(alert, [quality('warning', '<b>&'.repeat(900))], LINKS);
		expect(Buffer.byteLength(html)).toBeLessThan(100_000);
		const { elements, attributes, errors, text, title } = readHtml(html);
		expect(errors).toEqual([]);
		expect(ELEMENTS).toEqual(expect.arrayContaining([...new Set(elements)]));
		expect(ATTRIBUTES).toEqual(
			expect.arrayContaining([...new Set(attributes.map(({ name }) => name))]),
		);
		expect(title).toBe(subject);
		const rows = text.match(/[▲▼] [+-]\d+\.\d%/g)?.length ?? 0;
		expect(rows).toBeLessThanOrEqual(top);
		if (top > 0) expect(rows).toBeGreaterThan(0);
		expect(text).toContain(`and ${(5000 - rows).toLocaleString('en-US')} more`);
	},
);

test('shows every name as it is, in its own direction', () => {
	const names = HOSTILE_NAMES.slice(0, 12);
	const { text, elements, attributes } = readHtml(writeAlert(fullCounts(12, names), [], {}).html);
	for (const name of names) expect(text).toContain(cleaned(name).trim());
	const directions = attributes.filter(({ name, value }) => name === 'dir' && value === 'auto');
	expect(directions.length).toBeGreaterThan(24);
	expect(elements).not.toContain('a');
});

test('loads nothing and runs nothing', () => {
	const { html } = writeAlert(fullCounts(10, HOSTILE_NAMES), [], LINKS);
	expect(html).not.toMatch(
		/url\(|@import|<(?:script|img|link|iframe|form|svg)|\son\w+=|javascript:/i,
	);
	const hrefs = readHtml(html).attributes.flatMap(({ name, value }) =>
		name === 'href' ? [value] : [],
	);
	expect(hrefs).toEqual(['https://clari.example/2', 'https://n8n.example/1?a=1&b=%222%22']);
});

test('its style sheet is small enough for Gmail, which drops one of more than 8,192 characters', () => {
	const { html } = writeAlert(counts(), [], {});
	expect(/<style>([^<]*)<\/style>/.exec(html)?.[1]?.length).toBeLessThan(8192);
});

test('tells in the order of what matters', () => {
	const full = fullCounts(3, ['Ann', 'Bob', 'Cid', 'Dee', 'Eve', 'Fay', 'Gus'], { changes: 5 });
	const { text } = readHtml(writeAlert(full, [quality('warning', 'Rows left out.')], LINKS).html);
	const places = [
		'5 forecast changes',
		'Totals',
		'Largest changes',
		'and 2 more',
		'Teams',
		'7 of 24 reps',
		'12 kept back',
		'Rows left out.',
		'compared with the last run',
		'Open the execution in n8n',
	].map((part) => text.indexOf(part));
	expect(places).not.toContain(-1);
	expect([...places].sort((a, b) => a - b)).toEqual(places);
});

test('tells why nothing was compared', () => {
	const blocked = counts([change()], { blocked: true, comparedWith: null });
	const { html, subject } = writeAlert(blocked, [quality('critical', 'No rows.')], {});
	expect(subject).toBe('Forecast not compared');
	expect(readHtml(html).text).toMatch(/^\s*Forecast not compared\s*⚠ No rows\.\s*$/);
});
