import { writeAlert, type SlackBlock } from '../../../nodes/ForecastDiff/alert';
import { changeRow } from '../../../nodes/ForecastDiff/alert/changeRow';
import { formatFor } from '../../../nodes/ForecastDiff/alert/format';
import { changeLine } from '../../../nodes/ForecastDiff/alert/slack';
import { shorten } from '../../../nodes/ForecastDiff/alert/slackText';
import type { Change } from '../../../nodes/ForecastDiff/engine/types';
import { SLACK_LIMITS, problemOf } from '../../../sandbox/vendors/slack/checkMessage';
import {
	change,
	counts,
	fullCounts,
	HOSTILE_NAMES,
	manyChanges,
	missing,
	moved,
	quality,
	team,
	waterfall,
} from './alert/fixtures';

const lineOf = (of: Change) => changeLine(changeRow(of, formatFor()));

function slack(...alert: Parameters<typeof counts>) {
	return writeAlert(counts(...alert), [], {});
}

function textsOf(blocks: SlackBlock[]): string[] {
	return blocks.flatMap((block) =>
		block.type === 'context' ? block.elements.map(({ text }) => text) : [block.text.text],
	);
}

describe('a line', () => {
	test('as agreed', () => {
		expect(lineOf(moved(125_000, 150_000))).toBe(
			':chart_with_upwards_trend: *Robin Example* · Commit · 2026_Q4: $125,000 -> $150,000 (+20.0%)',
		);
		expect(lineOf(moved(150_000, 100_000, { reason: 'rep_changed_call' }))).toBe(
			':chart_with_downwards_trend: *Robin Example* · Commit · 2026_Q4: $150,000 -> $100,000 (-33.3%) · rep changed the call',
		);
	});

	test.each<[Partial<Change>, string]>([
		[{ kind: 'from_zero', previous: 0, changePct: null }, '$0 -> $150,000 (from zero)'],
		[{ kind: 'to_zero', current: 0, changePct: -100 }, '$100,000 -> $0 (-100.0%)'],
		[{ kind: 'set', previous: null, changePct: null }, 'no call -> $150,000 (set)'],
		[{ kind: 'cleared', current: null, changePct: null }, '$100,000 -> no call (cleared)'],
		[{ kind: 'added', previous: null, changePct: null }, 'no call -> $150,000 (new)'],
		[{ kind: 'removed', current: null, changePct: null }, '$100,000 -> no call (removed)'],
		[{ kind: 'moved', current: 100_000, delta: 0, changePct: 0 }, '$100,000 -> $100,000 (moved)'],
		[
			{ kind: 'currency_changed', previousCurrency: 'USD', currency: 'EUR', changePct: null },
			'$100,000 -> €150,000 (currency USD -> EUR)',
		],
		[{ currency: null }, '100,000 -> 150,000 (+50.0%)'],
		[{ currency: 'COINS' }, '100,000 COINS -> 150,000 COINS (+50.0%)'],
		[{ currency: '<!channel>' }, '100,000 channel -> 150,000 channel (+50.0%)'],
		[{ currency: 'JPY' }, '¥100,000 -> ¥150,000 (+50.0%)'],
		[{ previous: -5000, current: -2500 }, '-$5,000 -> -$2,500 (+50.0%)'],
		[{ previous: 5000.4, current: 6000.4 }, '$5,000 -> $6,000 (+50.0%)'],
		[{ previous: 999.5, current: 1200 }, '$999.50 -> $1,200.00 (+50.0%)'],
		[{ previous: 5000.1, current: 5000.2, changePct: 0 }, '$5,000.10 -> $5,000.20 (+0.0%)'],
		[{ previous: -0.001, current: 5000.5 }, '$0.00 -> $5,000.50 (+50.0%)'],
		[{ changePct: 500_050_100 }, '$100,000 -> $150,000 (+500050100.0%)'],
	])('%p', (changes, end) => {
		expect(lineOf(change(changes))).toMatch(new RegExp(`: ${escape(end)}$`));
	});

	test('names the value type only where the field does not', () => {
		expect(lineOf(change({ type: 'adjustment' }))).toContain('· Commit (adjustment) ·');
		expect(lineOf(change({ type: 'quota' }))).toContain('· Commit ·');
	});

	test('falls back to the e-mail, the ids, and words', () => {
		const nameless = { ownerName: null, fieldName: ' ' };
		expect(lineOf(change(nameless))).toContain('*robin@example.com* · fc_commit');
		expect(lineOf(change({ ...nameless, ownerEmail: null }))).toContain('*4101:role* ·');
		const bare = { ...nameless, ownerEmail: null, ownerId: null, fieldId: null };
		expect(lineOf(change(bare))).toContain('*unknown owner* · unknown field');
	});

	test('lets no name speak Slack', () => {
		const ownerName = '<!channel> & *Bob*\n```code``` \u202egnp';
		expect(lineOf(change({ ownerName }))).toContain(
			'*&lt;!channel&gt; &amp; ∗Bob∗ ’’’code’’’ gnp*',
		);
		expect(lineOf(change({ ownerName: '_a_ ~b~ snake_case :fire: @here 12:30' }))).toContain(
			'*ˍaˍ ∼b∼ snake_case ∶fire: @\u2060here 12:30*',
		);
	});

	test('closes off what runs from right to left, and nothing else', () => {
		expect(lineOf(change({ ownerName: 'דנה' }))).toContain('*\u2068דנה\u2069* ·');
		expect(lineOf(change())).not.toMatch(/[\u2066-\u2069]/);
	});
});

describe('an alert', () => {
	test('starts with the counts, and counts what it does not list', () => {
		const { text, blocks } = slack(manyChanges(10, ['Ann', 'Bob']), {
			changes: 12,
			up: 12,
			down: 0,
		});
		expect(blocks).toMatchObject([
			{ type: 'header', text: { type: 'plain_text', text: '12 forecast changes: 12 up' } },
			{ type: 'section', text: { type: 'mrkdwn', verbatim: true } },
			{ type: 'context' },
			{ type: 'context' },
		]);
		const lines = text.split('\n');
		expect(lines[0]).toBe('*12 forecast changes: 12 up*');
		expect(lines.filter((line) => line.startsWith(':chart'))).toHaveLength(10);
		expect(lines[11]).toBe('and 2 more');
		expect(textsOf(blocks).join('\n')).toContain('and 2 more');
	});

	test('says that nothing changed, or that there is nothing to compare', () => {
		expect(slack().text).toBe(
			'*No forecast changes*\n1 call compared with the last run of 2026-11-20 22:00 UTC',
		);
		expect(slack([], { comparedWith: null }).text).toMatch(/baseline stored/);
		expect(slack([change()]).text).toContain('*1 forecast change: 1 up*');
	});

	test('puts what is critical in the place of the changes, carries warnings, leaves notes out', () => {
		const notes = [
			quality('warning', 'Some *rows* were left out.'),
			quality('critical', 'The export has no rows.'),
			quality('info', 'There is a new period.'),
		];
		const blocked = counts([change()], {
			blocked: true,
			waterfall: [waterfall({ start: 1, added: 5 })],
		});
		expect(writeAlert(blocked, notes, {}).text.split('\n').slice(0, 3)).toEqual([
			'*Forecast not compared*',
			':rotating_light: The export has no rows.',
			':warning: Some ∗rows∗ were left out.',
		]);
		expect(writeAlert(blocked, notes, {}).text).not.toMatch(/Robin|new period|\$/);
	});

	test('tells totals before rows and teams after them', () => {
		const { text } = slack([moved(100, 200)], {
			waterfall: [waterfall({ start: 2_100_000, increased: 200_000, decreased: 50_000 })],
			teams: [team('West', { start: 10, increased: 5 })],
			didNotSubmit: missing(['Ann', 'Bob']),
			submissions: { reps: 24, missing: 2 },
		});
		expect(text.split('\n').slice(1, 5)).toEqual([
			'*Commit 2026_Q4*: $2.10M → $2.25M (+$150,000, +7.1%): +$200,000 increased, -$50,000 decreased',
			expect.stringContaining('*Robin Example*'),
			':busts_in_silhouette: *West* · Commit · 2026_Q4: $10 → $15 (+$5, +50.0%)',
			':hourglass_flowing_sand: 2 of 24 reps have not submitted: Ann, Bob',
		]);
	});

	test.each([0, 1, 10, 100, 5000])('with %d hostile changes stays within the limits', (top) => {
		const { text, blocks } = writeAlert(
			fullCounts(top, HOSTILE_NAMES, { changes: 5000 }),
			Array.from({ length: 40 }, () => quality('warning', '&'.repeat(5000))),
			{ executionUrl: 'https://n8n.example/1', clariUrl: 'https://clari.example/2' },
		);
		expect(problemOf({ text, blocks })).toBeUndefined();
		expect(text.length).toBeLessThanOrEqual(4000);
		expect(blocks.length).toBeLessThanOrEqual(SLACK_LIMITS.blocks);
		// Slack refuses about 13,200 with `msg_blocks_too_long`, which no limit in its reference says.
		expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
		for (const written of [text, textsOf(blocks).join('\n')]) {
			const lines = written.split('\n').filter((line) => /^:chart/.test(line)).length;
			expect(lines).toBeLessThanOrEqual(top);
			if (top > 0) expect(lines).toBeGreaterThan(0);
			expect(written).toContain(`and ${(5000 - lines).toLocaleString('en-US')} more`);
		}
	});

	test('with endless critical texts stays within the limits', () => {
		const items = Array.from({ length: 40 }, () => quality('critical', '&'.repeat(5000)));
		const { text, blocks } = writeAlert(counts([], { blocked: true }), items, {});
		expect(problemOf({ text, blocks })).toBeUndefined();
		expect(text.length).toBeLessThanOrEqual(4000);
	});
});

test('shortening never cuts a character in half', () => {
	expect(shorten('ab🚀cd', 4)).toBe('ab…');
	expect(shorten('ab🚀c', 5)).toBe('ab🚀c');
	expect(shorten(' a \n b ', 5)).toBe('a b');
});

function escape(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
