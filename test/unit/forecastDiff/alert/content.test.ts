import { alertContent } from '../../../../nodes/ForecastDiff/alert/content';
import { plain, type Phrase } from '../../../../nodes/ForecastDiff/alert/phrase';
import type { SummaryCounts } from '../../../../nodes/ForecastDiff/engine/summary';
import type { Change, ComparedWith } from '../../../../nodes/ForecastDiff/engine/types';
import {
	change,
	COMPARED_WITH,
	counts,
	missing,
	moved,
	quality,
	team,
	waterfall,
} from './fixtures';

const held = (ownerName: string, at: string) => ({
	kind: 'increased' as const,
	previous: 1,
	current: 2,
	currency: 'USD',
	at,
	why: 'quietHours' as const,
	labels: change({ ownerName }),
});
const HELD = held('Ann', '2026-11-20T22:00:00.000Z');
const contentOf = (...of: Parameters<typeof counts>) => alertContent(counts(...of), [], {});
const texts = (phrases: readonly Phrase[]) => phrases.map(plain);

describe('the headline', () => {
	test.each<[Partial<SummaryCounts>, string]>([
		[{}, 'No forecast changes'],
		[{ changes: 1, up: 1 }, '1 forecast change: 1 up'],
		[{ changes: 1234, up: 1200, down: 34 }, '1,234 forecast changes: 1,200 up, 34 down'],
		[{ changes: 1, currencyChanged: 1 }, '1 forecast change: 1 in another currency'],
		[{ changes: 2 }, '2 forecast changes'],
		[{ changes: 3, leftToTeams: 2 }, '1 forecast change'],
		[{ changes: 2, up: 2, leftToTeams: 2, lateChanges: [HELD] }, 'Team totals moved'],
		[{ lateChanges: [HELD], cameBack: [HELD] }, '1 late change of a closed period'],
		[{ lateChanges: [HELD, HELD] }, 'Late changes of closed periods'],
		[{ cameBack: [HELD] }, '1 kept-back change is back where it was'],
		[{ cameBack: [HELD, HELD] }, 'Kept-back changes are back where they were'],
		[{ changes: 1, up: 1, cameBack: [HELD] }, '1 forecast change: 1 up'],
		[{ comparedWith: null }, 'Forecast baseline stored, nothing to compare yet'],
		[{ blocked: true, comparedWith: null }, 'Forecast not compared'],
		[{ preview: true, changes: 1, up: 1 }, 'Preview · 1 forecast change: 1 up'],
	])('%j', (changes, headline) => {
		expect(contentOf([], changes).headline).toBe(headline);
	});

	test('is the subject, with the biggest total', () => {
		const { subject } = contentOf([change()], {
			waterfall: [
				waterfall({ start: 100, increased: 5 }, { fieldName: 'Best Case' }),
				waterfall({ start: 2_100_000, increased: 150_000 }),
			],
		});
		expect(subject).toBe('1 forecast change: 1 up · Commit 2026_Q4 +$150,000 (+7.1%)');
		const long = waterfall(
			{ start: 1, added: 1 },
			{ fieldName: 'x'.repeat(99), timePeriod: 'y'.repeat(99) },
		);
		expect(contentOf([change()], { waterfall: [long] }).subject).toBe('1 forecast change: 1 up');
	});
});

describe('a row', () => {
	const remarksOf = (changes: Partial<Change>) => {
		const [row] = contentOf([change(changes)]).changes.rows;
		return { remarks: texts(row?.remarks ?? []), anomaly: row?.anomaly };
	};

	test.each<[Partial<Change>, string[]]>([
		[{ reason: 'unknown' }, []],
		[{ reason: 'added', kind: 'added' }, []],
		[{ reason: 'removed', kind: 'removed' }, []],
		[{ reason: 'currency_changed', kind: 'currency_changed' }, []],
		[{ reason: 'rep_changed_call' }, ['rep changed the call']],
		[{ reason: 'manager_adjusted' }, ['manager adjusted']],
		[{ reason: 'crm_rollup_moved' }, ['CRM roll-up moved']],
		[{ reason: 'quota_changed' }, ['quota changed']],
		[{ reason: 'ownership_moved', movedFrom: { ownerName: 'Bob' } }, ['moved from Bob']],
		[{ reason: 'ownership_moved' }, ['moved from another owner']],
		[{ reason: 'ownership_moved', movedFrom: { parentRole: 'West' } }, ['moved from West']],
		[
			{ reason: 'period_rolled_over', movedFrom: { timePeriod: '2026_Q3' } },
			['rolled over from 2026_Q3'],
		],
		[{ reason: 'period_rolled_over' }, ['rolled over from another period']],
		[{ kind: 'moved', movedFrom: { fieldName: 'Best Case' } }, ['moved from Best Case']],
		[{ since: '2026-11-09T08:00:00.000Z' }, ['since 2026-11-09']],
		[{ since: '2026-11-20T08:00:00.000Z' }, []],
		[{ since: null }, []],
		[{ since: 'whenever' }, []],
		[
			{ resolves: { alertedAt: '2026-11-20T08:00:00.000Z' } },
			['resolves the alert of 2026-11-20 08:00 UTC'],
		],
		[
			{ escalates: { alertedAt: '2026-11-20T08:00:00.000Z' } },
			['escalated since the alert of 2026-11-20 08:00 UTC'],
		],
		[{ heldSince: '2026-11-20T22:00:00.000Z' }, ['kept back since 22:00']],
		[{ heldSince: '2026-11-20T09:00:00.000Z' }, ['kept back since 2026-11-20 09:00 UTC']],
		[{ heldSince: '2026-11-18T22:00:00.000Z' }, ['kept back since 2026-11-18 22:00 UTC']],
	])('%j', (changes, remarks) => {
		expect(remarksOf(changes).remarks).toEqual(remarks);
	});

	test('of a manager tells who of the team explains it, and what nobody does', () => {
		const explainedBy = [
			{ ownerName: 'Ann', ownerId: 'a', kind: 'increased' as const, delta: 80_000 },
			{ ownerName: null, ownerId: 'b', kind: 'decreased' as const, delta: -20_000 },
		];
		const manager = { level: 'manager' as const, explainedBy };
		expect(remarksOf({ ...manager, unexplained: -10_000 }).remarks).toEqual([
			'explained by Ann +$80,000, b -$20,000',
			'not explained by the team: -$10,000',
		]);
		expect(remarksOf({ ...manager, unexplained: 0 }).remarks).toHaveLength(1);
		expect(remarksOf({ explainedBy }).remarks).toEqual([]);
	});

	test('is marked as an anomaly with its score; a swing shows by itself', () => {
		const anomaly = { state: 'anomaly' as const, score: 5.24, snapshots: 20 };
		expect(remarksOf({ anomaly: { ...anomaly, rules: ['swing', 'score'] } }).anomaly).toBe(
			'anomaly (score 5.2)',
		);
		expect(remarksOf({ anomaly: { ...anomaly, rules: ['swing'] } }).anomaly).toBeNull();
		expect(remarksOf({}).anomaly).toBeNull();
	});
});

describe('totals', () => {
	test('are those that moved, the biggest first, at most five', () => {
		const { balances } = contentOf([], {
			waterfall: [0, 5, -70, 10, 20, 30, 40].map((by, n) =>
				waterfall({ start: 100, increased: by }, { fieldName: `F${n}` }),
			),
		});
		expect(balances.rows.map(({ field }) => plain(field))).toEqual(['F2', 'F6', 'F5', 'F4', 'F3']);
		expect(balances.moreText(0)).toBe('and 1 more total');
		expect(balances.moreText(1)).toBe('and 2 more totals');
	});

	test('tell every way in which money came and went', () => {
		const flows = { added: 1, increased: 2, decreased: 3, removed: 4, movedIn: 5, movedOut: 6 };
		const all = waterfall({ start: 2_000_000, ...flows }, { carriedForward: 9 });
		const [row] = contentOf([], { waterfall: [all] }).balances.rows;
		expect(row).toMatchObject({
			// In short, both would read the same.
			start: '$2,000,000',
			end: '$1,999,995',
			delta: '-$5',
			percent: null,
			tone: 'down',
			parts: [
				'+$1 added',
				'+$2 increased',
				'-$3 decreased',
				'-$4 removed',
				'+$5 moved in',
				'-$6 moved out',
				'$9 carried forward',
			],
		});
		const fresh = waterfall({ start: 0, added: 5 });
		expect(contentOf([], { waterfall: [fresh] }).balances.rows[0]?.percent).toBeNull();
	});

	test('of teams tell the own call where it is another', () => {
		const call = (current: number | null) => ({ previous: 1, current, delta: null });
		const { teams } = contentOf([], {
			teams: [
				team('A', { start: 100, increased: 50 }, { call: call(150) }),
				team('B', { start: 100, increased: 50 }, { call: call(200) }),
				team('C', { start: 100, increased: 50 }, { call: call(100.5) }),
				team('D', { start: 100, increased: 50 }, { call: call(null) }),
				team('E', { start: 100, increased: 50 }),
				team('F', { start: 100, increased: 50 }),
			],
			moreTeams: 3,
		});
		expect(teams.rows.map(({ ownCall }) => ownCall)).toEqual([
			null,
			'own call $200, $50 above the team',
			'own call $100.50, $49.50 below the team',
			null,
			null,
		]);
		expect(teams.moreText(0)).toBe('and 4 more teams');
	});
});

test('who has not submitted is named once, and the rest counted', () => {
	const of = (names: string[], submissions: SummaryCounts['submissions']) => {
		const line = contentOf([], { didNotSubmit: missing(names), submissions }).missing;
		return line === null ? null : plain(line);
	};
	expect(of([], { reps: 24, missing: 0 })).toBeNull();
	expect(of([], null)).toBeNull();
	expect(of(['Ann'], { reps: 1, missing: 1 })).toBe('1 of 1 rep has not submitted: Ann');
	expect(of(['A', 'B', 'C', 'D', 'E', 'F', 'G'], { reps: 24, missing: 7 })).toBe(
		'7 of 24 reps have not submitted: A, B, C, D, E and 2 more',
	);
	expect(of(['A', 'B'], null)).toBe('2 reps have not submitted: A, B');
	const twice = missing(['Ann']).flatMap((rep) => [rep, { ...rep, timePeriod: 'other' }]);
	const line = contentOf([], { didNotSubmit: twice, submissions: null }).missing;
	expect(plain(line ?? [])).toBe('1 rep has not submitted: Ann');
});

test('marks tell of the digest, of anomalies, and of what was kept back, resolved or came back', () => {
	const { marks } = contentOf([change({ heldSince: '2026-11-20T23:30:00.000Z' })], {
		digest: true,
		changes: 5,
		anomalies: 2,
		resolved: 1,
		heldBack: 12,
		cameBack: [HELD],
	});
	expect(texts(marks)).toEqual([
		'Digest: 1 change kept back since 23:30',
		'2 to review',
		'1 resolved since an earlier alert',
		'12 kept back for a later alert',
		'Back where they were: Ann · Commit · 2026_Q4',
	]);
	const kept = [change({ heldSince: 'whenever' }), change({ heldSince: 'whenever' }), change()];
	expect(texts(contentOf(kept).marks)).toEqual(['Digest: 2 changes kept back']);
	expect(texts(contentOf([change({ escalates: { alertedAt: 'x' } })]).marks)).toEqual([
		'1 escalated since an earlier alert',
	]);
});

describe('compared with', () => {
	const at = { takenAt: '2026-11-16T08:00:00.000Z' };
	test.each<[ComparedWith, string]>([
		[{ source: 'memory' }, 'the last baseline'],
		[{ source: 'memory', ...at }, 'the last baseline of 2026-11-16 08:00 UTC'],
		[{ source: 'memory', since: 'lastRun', ...at }, 'the last run of 2026-11-16 08:00 UTC'],
		[{ source: 'memory', since: 'lastAlert' }, 'what the last alerts told'],
		[
			{ source: 'memory', since: 'startOfWeek', ...at },
			'the start of the week (2026-11-16 08:00 UTC)',
		],
		[
			{ source: 'secondInput', since: 'startOfQuarter' },
			'the start of the quarter, from the second input',
		],
		[{ source: 'memory', since: 'namedBaseline', baseline: 'Board' }, 'the baseline “Board”'],
		[{ source: 'memory', since: 'namedBaseline' }, 'the named baseline'],
		[{ source: 'secondInput' }, 'the second input'],
		[{ source: 'secondInput', since: 'lastRun' }, 'the second input'],
		[{ source: 'sameExport' }, 'the week before'],
		[{ source: 'sameExport', week: '2026-11-16' }, 'the week of 2026-11-16'],
	])('%j', (comparedWith, words) => {
		const { basis } = contentOf([], { comparedWith, compared: 1234 });
		expect(plain(basis ?? [])).toBe(`1,234 calls compared with ${words}`);
	});

	test('counts what was not told', () => {
		const { basis } = contentOf([], { belowThreshold: 3, alreadyReported: 4 });
		expect(plain(basis ?? [])).toMatch(/UTC · 3 below the threshold · 4 reported before$/);
	});
});

describe('the totals of consecutive alerts', () => {
	const again = 'moves not told yet are in the totals of each alert until they are';
	test.each<[ComparedWith['since'], Partial<SummaryCounts>, boolean]>([
		['lastAlert', { belowThreshold: 1 }, true],
		['lastAlert', { heldBack: 1 }, true],
		['lastAlert', { belowThreshold: 1, waterfall: [] }, false],
		['lastAlert', {}, false],
		['lastRun', { heldBack: 1 }, true],
		['lastRun', { belowThreshold: 1 }, false],
		['startOfWeek', { belowThreshold: 1, heldBack: 1 }, false],
	])('%s, %j: a move may be in several: %p', (since, changes, isSaid) => {
		const { basis } = contentOf([], {
			comparedWith: { source: 'memory', since },
			waterfall: [waterfall({ start: 1 })],
			...changes,
		});
		expect(plain(basis ?? []).includes(again)).toBe(isSaid);
	});
});

test('of many notes the first are told', () => {
	const notes = Array.from({ length: 9 }, (_, n) => quality('warning', `note ${n}`));
	expect(texts(alertContent(counts(), notes, {}).warnings)).toEqual([
		...Array.from({ length: 7 }, (_, n) => `note ${n}`),
		'and 2 more',
	]);
});

test('links are http or https, without passwords and without characters that end them', () => {
	const urlOf = (executionUrl: string) =>
		alertContent(counts(), [], { executionUrl }).links[0]?.url;
	expect(urlOf('https://n8n.example/workflow/1/executions/2?a=1&b=2#c')).toBe(
		'https://n8n.example/workflow/1/executions/2?a=1&b=2#c',
	);
	expect(urlOf('http://ann:secret@localhost:5678/x')).toBe('http://localhost:5678/x');
	expect(urlOf('https://x.example/"><script>|*`\'')).toBe(
		'https://x.example/%22%3E%3Cscript%3E%7C%2A%60%27',
	);
	const refused = ['javascript:alert(1)', 'data:text/html,x', 'n8n.example', '', 'ftp://x.example'];
	for (const url of [...refused, `https://x.example/${'x'.repeat(2000)}`]) {
		expect(urlOf(url)).toBeUndefined();
	}
});

test('nothing of the input is changed', () => {
	const given = counts([moved(1, 2)], {
		waterfall: [waterfall({ start: 1 }), waterfall({ start: 1, added: 5 })],
		comparedWith: COMPARED_WITH,
	});
	const before = structuredClone(given);
	alertContent(given, [], {});
	expect(given).toEqual(before);
});
