import { changeLine, slackAlert, type SlackBlock } from '../../../nodes/ForecastDiff/alert/slack';
import { shorten } from '../../../nodes/ForecastDiff/alert/slackText';
import type { Change, CompareOptions } from '../../../nodes/ForecastDiff/engine';
import { dataQualityItem } from '../../../nodes/ForecastDiff/engine/dataQuality';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { BYSTANDER, changesOf, diff, row } from './rows';

function lineOf(previous: Partial<ForecastRow>, current: Partial<ForecastRow>): string {
	const [change] = changesOf(previous, current);
	if (change === undefined) throw new Error('There is no change.');
	return changeLine(change);
}

function textsOf(blocks: SlackBlock[]): string[] {
	return blocks.flatMap((block) =>
		block.type === 'context' ? block.elements.map(({ text }) => text) : [block.text.text],
	);
}

describe('a line', () => {
	test('as agreed', () => {
		expect(lineOf({ value: 125_000 }, { value: 150_000 })).toBe(
			':chart_with_upwards_trend: *Robin Example* · Commit · 2026_Q1: $125,000 -> $150,000 (+20.0%)',
		);
		expect(lineOf({ value: 150_000 }, { value: 100_000 })).toBe(
			':chart_with_downwards_trend: *Robin Example* · Commit · 2026_Q1: $150,000 -> $100,000 (-33.3%)',
		);
	});

	test.each([
		[{ value: 0 }, { value: 5000 }, '$0 -> $5,000 (from zero)'],
		[{ value: 5000 }, { value: 0 }, '$5,000 -> $0 (-100.0%)'],
		[{ value: null }, { value: 5000 }, 'no call -> $5,000 (set)'],
		[{ value: 5000 }, { value: null }, '$5,000 -> no call (cleared)'],
		[{ value: -5000 }, { value: -2500 }, '-$5,000 -> -$2,500 (+50.0%)'],
		[{ value: 5 }, { value: 5, currency: 'EUR' }, '$5 -> €5 (currency USD -> EUR)'],
		[{ value: 5000, currency: null }, { value: 6000, currency: null }, '5,000 -> 6,000 (+20.0%)'],
		[
			{ value: 5000, currency: 'coins' },
			{ value: 6000, currency: 'coins' },
			'5,000 COINS -> 6,000 COINS (+20.0%)',
		],
		[
			{ value: 5000, currency: 'XYZ' },
			{ value: 6000, currency: 'XYZ' },
			'XYZ 5,000 -> XYZ 6,000 (+20.0%)',
		],
		[{ value: 5000.4 }, { value: 6000.4 }, '$5,000 -> $6,000 (+20.0%)'],
		[{ value: 999.5 }, { value: 1200 }, '$999.50 -> $1,200.00 (+20.1%)'],
		[{ value: 5000.1 }, { value: 5000.2 }, '$5,000.10 -> $5,000.20 (+0.0%)'],
		[
			{ value: 5000, currency: 'JPY' },
			{ value: 6000, currency: 'JPY' },
			'¥5,000 -> ¥6,000 (+20.0%)',
		],
		[{ value: -0.001 }, { value: 5000.5 }, '$0.00 -> $5,000.50 (+500050100.0%)'],
		[{ value: -5000.4 }, { value: -0.4 }, '-$5,000.40 -> -$0.40 (+100.0%)'],
	])('%p to %p', (previous, current, end) => {
		expect(lineOf(previous, current)).toMatch(new RegExp(`: ${escape(end)}$`));
	});

	test('of a call that came or went', () => {
		const [added] = diff([BYSTANDER], [BYSTANDER, row()]).changes.map(changeLine);
		const [removed] = diff([BYSTANDER, row()], [BYSTANDER]).changes.map(changeLine);
		expect(added).toMatch(/no call -> \$100,000 \(new\)$/);
		expect(removed).toMatch(/\$100,000 -> no call \(removed\)$/);
	});

	test('names the value type only where the field does not', () => {
		expect(lineOf({ type: 'adjustment' }, { type: 'adjustment', value: 1 })).toContain(
			'· Commit (adjustment) ·',
		);
		expect(lineOf({ type: 'quota' }, { type: 'quota', value: 1 })).toContain('· Commit ·');
	});

	test('falls back to the e-mail and the ids', () => {
		const nameless = { ownerName: null, fieldName: null };
		expect(lineOf(nameless, { ...nameless, value: 1 })).toContain(
			'*robin@example.com* · fc_commit',
		);
		const bare = { ...nameless, ownerEmail: null };
		expect(lineOf(bare, { ...bare, value: 1 })).toContain('*4101:role* ·');
	});

	test('lets no name speak Slack', () => {
		const ownerName = '<!channel> & *Bob*\n```code``` \u202egnp';
		expect(lineOf({ ownerName }, { ownerName, value: 1 })).toContain(
			'*&lt;!channel&gt; &amp; ∗Bob∗ ’’’code’’’ gnp*',
		);
	});
});

function escape(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/XYZ /g, 'XYZ.');
}

/** Exports in which every call goes from 100 to 200. */
function doubled(owners: string[], options: Partial<CompareOptions> = {}) {
	const rows = owners.map((ownerName, n) => row({ ownerId: `o${n}`, ownerName, value: 100 + n }));
	return diff(
		rows,
		rows.map((call) => ({ ...call, value: 2 * (call.value ?? 0) })),
		options,
	);
}

describe('an alert', () => {
	test('starts with the counts and shows the first ten', () => {
		const { summary } = doubled(Array.from({ length: 12 }, (_, n) => `Rep ${n}`));
		expect(summary.blocks).toMatchObject([
			{ type: 'header', text: { type: 'plain_text', text: '12 forecast changes: 12 up' } },
			{ type: 'section', text: { type: 'mrkdwn' } },
			{ type: 'context' },
		]);
		const lines = summary.text.split('\n');
		expect(lines[0]).toBe('*12 forecast changes: 12 up*');
		expect(lines.filter((line) => line.startsWith(':chart'))).toHaveLength(10);
		expect(lines.slice(-2)).toEqual(['and 2 more', '12 calls compared with the second input']);
		expect(textsOf(summary.blocks)).toContain('and 2 more');
	});

	test('shows as many as asked for', () => {
		const { summary } = doubled(['a', 'b', 'c'], { topChanges: 2 });
		expect(summary.text).toContain('and 1 more');
		expect(doubled(['a', 'b', 'c'], { topChanges: 3 }).summary.text).not.toContain('more');
	});

	test('says that nothing changed, or that there is nothing to compare', () => {
		expect(diff([row()], [row()]).summary.text).toBe(
			'*No forecast changes*\n1 call compared with the second input',
		);
		expect(diff([], [row()]).summary.text).toMatch(/baseline stored/);
	});

	test('counts one change as one', () => {
		expect(doubled(['a']).summary.text).toContain('*1 forecast change: 1 up*');
	});

	test('carries warnings and leaves notes out', () => {
		const { summary, dataQuality } = diff(
			[row(), row({ timePeriod: 'old' })],
			[row({ value: 1 }), row({ value: 2 })],
		);
		expect(dataQuality.map(({ severity }) => severity)).toEqual(['warning', 'info']);
		expect(summary.text).toContain(':warning: The export has contradictory rows');
		expect(summary.text).not.toContain(':information_source:');
	});

	test('shows no net total', () => {
		const { summary } = doubled(['a', 'b']);
		expect(summary.text).not.toContain('201');
		expect(JSON.stringify(summary.blocks)).not.toContain('$201');
	});

	const NASTY = [
		'&'.repeat(500),
		'<'.repeat(79),
		'🚀'.repeat(300),
		`${'x'.repeat(78)}🚀🚀`,
		'\n\r\u2028\u2029',
		'*`'.repeat(90),
	];

	test.each([10, 100, 5000])(
		'with %d of 5,000 nasty changes stays within the limits',
		(topChanges) => {
			const { summary } = doubled(
				Array.from({ length: 5000 }, (_, n) => NASTY[n % NASTY.length] ?? ''),
				{ topChanges },
			);
			expect(summary.text.length).toBeLessThanOrEqual(4000);
			expect(summary.blocks.length).toBeLessThanOrEqual(50);
			const allLines = new Set(summary.top.map(changeLine));
			let shown = 0;
			for (const block of summary.blocks) {
				if (block.type === 'header') expect(block.text.text.length).toBeLessThanOrEqual(150);
				if (block.type !== 'section') continue;
				expect(block.text.text.length).toBeLessThanOrEqual(3000);
				for (const line of block.text.text.split('\n')) {
					expect(allLines.has(line)).toBe(true);
					shown++;
				}
			}
			expect(textsOf(summary.blocks)).toContain(
				`and ${(5000 - shown).toLocaleString('en-US')} more`,
			);
			const inText = summary.text.split('\n').filter((line) => allLines.has(line)).length;
			expect(inText).toBeGreaterThan(0);
			expect(summary.text).toContain(`and ${(5000 - inText).toLocaleString('en-US')} more`);
		},
	);

	test('with endless data quality texts stays within the limits', () => {
		const items = Array.from({ length: 40 }, () =>
			dataQualityItem('not_a_number', 'warning', '&'.repeat(5000)),
		);
		const { text, blocks } = slackAlert(diff([row()], [row()]).summary, items);
		expect(text.length).toBeLessThanOrEqual(4000);
		for (const block of blocks) {
			if (block.type === 'context') expect(block.elements.length).toBeLessThanOrEqual(10);
		}
		for (const part of textsOf(blocks)) expect(part.length).toBeLessThanOrEqual(3000);
	});
});

test('shortening never cuts a character in half', () => {
	expect(shorten('ab🚀cd', 4)).toBe('ab…');
	expect(shorten('ab🚀c', 5)).toBe('ab🚀c');
	expect(shorten(' a \n b ', 5)).toBe('a b');
});

test('a change without names still has a line', () => {
	const [change] = changesOf({}, { value: 1 });
	const nameless = {
		...(change as Change),
		...{ ownerId: null, ownerName: null, ownerEmail: null, fieldId: null, fieldName: null },
	};
	expect(changeLine(nameless)).toContain('*unknown owner* · unknown field');
});
