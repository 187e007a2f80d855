import type * as AdaptiveCards from 'adaptivecards';

import { writeAlert, type TeamsMessage } from '../../../../nodes/ForecastDiff/alert';
import { change, counts, fullCounts, HOSTILE_NAMES, quality } from './fixtures';

// The package's main file is written for bundlers; this one is the same for everything else.
const { AdaptiveCard, SerializationContext, Versions } = jest.requireActual<typeof AdaptiveCards>(
	'adaptivecards/dist/adaptivecards.js',
);

const LINKS = { executionUrl: 'https://n8n.example/1', clariUrl: 'https://clari.example/2' };

/** What Microsoft's own parser finds wrong with a card of the version that it says it is. */
function complaintsAbout(message: TeamsMessage): string[] {
	const content = message.attachments[0]?.content;
	const context = new SerializationContext(Versions.v1_4);
	const card = new AdaptiveCard();
	card.parse(content, context);
	const complaints = card.validateProperties().validationEvents.map((event) => event.message);
	for (let n = 0; n < context.eventCount; n++) complaints.push(context.getEventAt(n).message);
	return complaints;
}

/** Every element and action of a card. */
function elementsOf(value: unknown): Array<Record<string, unknown>> {
	if (Array.isArray(value)) return value.flatMap(elementsOf);
	if (typeof value !== 'object' || value === null) return [];
	const element = Object.fromEntries(Object.entries(value));
	return [element, ...Object.values(element).flatMap(elementsOf)];
}

const textOf = (message: TeamsMessage) =>
	elementsOf(message)
		.filter(({ type }) => type === 'TextRun')
		.map(({ text }) => text)
		.join('\n');

test('the parser would tell what is wrong', () => {
	const message = writeAlert(counts([change()]), [], {}).adaptiveCard;
	const wrong = structuredClone(message);
	Object.assign(wrong.attachments[0]?.content.body[0] ?? {}, { style: 'bogus', type: 'Nothing' });
	expect(complaintsAbout(wrong)).not.toEqual([]);
});

test('is a message with one card that fills the channel', () => {
	const { adaptiveCard } = writeAlert(counts([change()]), [], LINKS);
	expect(adaptiveCard).toMatchObject({
		type: 'message',
		attachments: [
			{
				contentType: 'application/vnd.microsoft.card.adaptive',
				contentUrl: null,
				content: {
					type: 'AdaptiveCard',
					version: '1.4',
					msteams: { width: 'Full' },
					fallbackText: '1 forecast change: 1 up',
					actions: [
						{ type: 'Action.OpenUrl', url: 'https://clari.example/2' },
						{ type: 'Action.OpenUrl', url: 'https://n8n.example/1' },
					],
				},
			},
		],
	});
	expect(JSON.parse(JSON.stringify(adaptiveCard))).toEqual(adaptiveCard);
});

test.each([0, 1, 10, 5000])('with %d hostile changes it is valid and small enough', (top) => {
	const alert = fullCounts(top, HOSTILE_NAMES, { changes: 5000 });
	const { adaptiveCard } = writeAlert(alert, [quality('warning', '&'.repeat(5000))], LINKS);
	expect(complaintsAbout(adaptiveCard)).toEqual([]);
	expect(Buffer.byteLength(JSON.stringify(adaptiveCard))).toBeLessThanOrEqual(24_000);
	const text = textOf(adaptiveCard);
	const rows = text.match(/^[▲▼] [+-]\d+\.\d%$/gm)?.length ?? 0;
	expect(rows).toBeLessThanOrEqual(top);
	if (top > 0) expect(rows).toBeGreaterThan(0);
	expect(text).toContain(`and ${(5000 - rows).toLocaleString('en-US')} more`);
});

test('is small enough with everything as long as it gets, also where senders escape it', () => {
	const names = ['שם ארוך'.repeat(40), '長い名前'.repeat(40)];
	const notes = (['critical', 'warning'] as const).flatMap((severity) =>
		Array.from({ length: 20 }, () => quality(severity, '注意'.repeat(900))),
	);
	const { adaptiveCard } = writeAlert(fullCounts(50, names), notes, LINKS);
	const escaped = JSON.stringify(adaptiveCard).replace(/[^\x20-\x7e]/g, '\\u0000');
	expect(escaped.length).toBeLessThanOrEqual(24_000);
	expect(complaintsAbout(adaptiveCard)).toEqual([]);
});

test('data stands only where Markdown is not read', () => {
	const { adaptiveCard } = writeAlert(fullCounts(10, HOSTILE_NAMES), [], LINKS);
	const types = new Set(elementsOf(adaptiveCard).flatMap(({ type }) => type ?? []));
	expect([...types].sort()).toEqual([
		'Action.OpenUrl',
		'AdaptiveCard',
		'Column',
		'ColumnSet',
		'Container',
		'RichTextBlock',
		'TextRun',
		'message',
	]);
	const text = textOf(adaptiveCard);
	expect(text).toContain('_under_ ~strike~ `code` **bold** [x](http://evil.example)');
	expect(text).toContain('\u2068محمد الأمين\u2069');
	// Nobody works out a function that a name calls.
	expect(text).not.toContain('{{');
});

test('tells why nothing was compared, and no rows', () => {
	const blocked = counts([change()], { blocked: true, comparedWith: null });
	const { adaptiveCard } = writeAlert(blocked, [quality('critical', 'No rows.')], {});
	expect(textOf(adaptiveCard)).toBe('Forecast not compared\n⚠ No rows.');
	expect(adaptiveCard.attachments[0]?.content).not.toHaveProperty('actions');
	expect(complaintsAbout(adaptiveCard)).toEqual([]);
});
