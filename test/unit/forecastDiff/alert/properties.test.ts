import fc from 'fast-check';

import { writeAlert } from '../../../../nodes/ForecastDiff/alert';
import { problemOf } from '../../../../sandbox/vendors/slack/checkMessage';
import { change, counts, fullCounts, HOSTILE_NAMES, moved, quality } from './fixtures';
import { readHtml } from './readHtml';

/** Anything that fits into a cell, and often what means something to one of the formats. */
const anyName = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 120 }),
	fc.string({ unit: 'grapheme', maxLength: 120 }),
	fc.string({
		unit: fc.constantFrom(...'<>&*_~`"\'\\|:@!#[](){}\n\r\t\u202e\u2067\u200fאب 1a🚀'),
		maxLength: 200,
	}),
	fc.constantFrom(...HOSTILE_NAMES),
);

const LINKS = { executionUrl: 'https://n8n.example/1' };

/** Everything in an alert that is mrkdwn, without our own links, emoji and bold. */
function slackTexts({ text, blocks }: ReturnType<typeof writeAlert>): string[] {
	const inBlocks = blocks.flatMap((block) => {
		if (block.type === 'context') return block.elements.map((element) => element.text);
		return block.type === 'section' ? [block.text.text] : [];
	});
	return [text, ...inBlocks];
}

test('no name breaks a limit, becomes markup, or reorders what follows', () => {
	fc.assert(
		fc.property(fc.array(anyName, { minLength: 1, maxLength: 12 }), anyName, (names, message) => {
			const alert = writeAlert(
				fullCounts(names.length, names),
				[quality('warning', message)],
				LINKS,
			);
			const { text, blocks, adaptiveCard, html, plainText, subject } = alert;
			expect(problemOf({ text, blocks })).toBeUndefined();
			expect(text.length).toBeLessThanOrEqual(4000);
			expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
			expect(Buffer.byteLength(JSON.stringify(adaptiveCard))).toBeLessThanOrEqual(24_000);
			expect(Buffer.byteLength(html)).toBeLessThan(100_000);
			expect(subject.length).toBeLessThanOrEqual(150);

			for (const written of slackTexts(alert)) {
				// The only thing in angle brackets is our link, and the only open `>` our arrow.
				const rest = written
					.replace(/<https:\/\/n8n\.example\/1\|[^<>]*>/g, '')
					.replace(/ -> /g, '');
				expect(rest).not.toMatch(/[<>`~]/);
				expect(rest).not.toMatch(/&(?!amp;|lt;|gt;)/);
				// Bold stands around names and totals, never within: an even number in each line.
				for (const line of rest.split('\n')) expect((line.match(/\*/g) ?? []).length % 2).toBe(0);
			}
			const { elements, attributes } = readHtml(html);
			expect(elements.filter((name) => name === 'a')).toHaveLength(1);
			expect(elements).not.toEqual(expect.arrayContaining(['script']));
			expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([]);

			for (const written of [...slackTexts(alert), plainText, subject]) {
				expect(written).not.toMatch(/[\u202a-\u202e\u200e\u200f\u061c]/);
				expect(written.replace(/\n/g, '')).not.toMatch(/\p{Cc}|\p{Surrogate}/u);
				expect(unbalancedIsolates(written)).toEqual([]);
			}
		}),
		{ numRuns: 60 },
	);
});

/** Lines in which an isolate is not closed, or closed without being open. */
function unbalancedIsolates(text: string): string[] {
	return text.split('\n').filter((line) => {
		const marks = line.match(/[\u2066-\u2069]/g) ?? [];
		return (
			marks.some((mark, n) => mark !== (n % 2 === 0 ? '\u2068' : '\u2069')) || marks.length % 2 > 0
		);
	});
}

test('any locale, time zone, currency and amount is written, and never throws', () => {
	const amount = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
	fc.assert(
		fc.property(
			fc.oneof(anyName, fc.constantFrom('de-DE', 'ar-EG', 'fa-IR', 'hi-IN', 'ja-JP', 'he')),
			fc.oneof(anyName, fc.constantFrom('Asia/Kolkata', 'America/New_York')),
			fc.oneof(anyName, fc.constantFrom('USD', 'JPY', 'KWD', 'ZZZ')),
			amount,
			amount,
			(locale, timeZone, currency, previous, current) => {
				const top = [moved(previous, current, { currency }), change({ since: locale })];
				const alert = writeAlert(counts(top), [], { locale, timeZone });
				expect(problemOf(alert)).toBeUndefined();
				expect(readHtml(alert.html).errors).toEqual([]);
			},
		),
		{ numRuns: 60 },
	);
});

test('ten times the changes are ten times the work, not a hundred times', () => {
	const readsFor = (count: number) => {
		let reads = 0;
		const all = fullCounts(count, ['Ann Archer', 'Bob Builder', 'Cid Cole']);
		const top = all.top.map(
			(listed) =>
				new Proxy(listed, {
					get(target, name, receiver): unknown {
						reads++;
						return Reflect.get(target, name, receiver);
					},
				}),
		);
		writeAlert({ ...all, top }, [], {});
		return reads;
	};
	const few = readsFor(500);
	expect(few).toBeGreaterThan(500);
	expect(readsFor(5000)).toBeLessThan(11 * few);
});
