import type {
	Flow,
	SummaryCounts,
	TeamRollUp,
	Waterfall,
} from '../../../../nodes/ForecastDiff/engine/summary';
import type {
	Change,
	ComparedWith,
	DataQualityItem,
	DataQualitySeverity,
} from '../../../../nodes/ForecastDiff/engine/types';

export const DETECTED_AT = '2026-11-21T08:00:00.000Z';
const SINCE_LAST_RUN = '2026-11-20T22:00:00.000Z';

export const COMPARED_WITH: ComparedWith = {
	source: 'memory',
	since: 'lastRun',
	takenAt: '2026-11-20T22:00:00.000Z',
};

/** Robin's Commit of 2026_Q4 went from 100,000 to 150,000 USD, unless told otherwise. */
export function change(changes: Partial<Change> = {}): Change {
	return {
		ownerId: '4101:role',
		ownerName: 'Robin Example',
		ownerEmail: 'robin@example.com',
		role: 'Account Executive West',
		parentRole: 'West Manager',
		fieldId: 'fc_commit',
		fieldName: 'Commit',
		type: 'forecast',
		timePeriod: '2026_Q4',
		kind: 'increased',
		reason: 'unknown',
		direction: 'up',
		previous: 100_000,
		current: 150_000,
		delta: 50_000,
		changePct: 50,
		currency: 'USD',
		previousWeek: null,
		currentWeek: null,
		since: SINCE_LAST_RUN,
		level: 'rep',
		severity: 'high',
		anomaly: { state: 'normal', rules: [], score: 0.4, snapshots: 12 },
		comparedWith: COMPARED_WITH,
		detectedAt: DETECTED_AT,
		key: 'any',
		...changes,
	};
}

/** A change from one amount to another, with what follows from them. */
export function moved(previous: number, current: number, changes: Partial<Change> = {}): Change {
	const delta = current - previous;
	return change({
		previous,
		current,
		delta,
		changePct: Math.round((delta / Math.abs(previous)) * 1000) / 10,
		kind: delta > 0 ? 'increased' : 'decreased',
		direction: delta > 0 ? 'up' : 'down',
		...changes,
	});
}

export function flow(flows: Partial<Flow> & { start: number }): Flow {
	const all = {
		added: 0,
		increased: 0,
		decreased: 0,
		removed: 0,
		movedIn: 0,
		movedOut: 0,
		...flows,
	};
	const end =
		all.start +
		all.added +
		all.increased +
		all.movedIn -
		all.decreased -
		all.removed -
		all.movedOut;
	const delta = end - all.start;
	const changePct = all.start === 0 ? null : Math.round((delta / Math.abs(all.start)) * 1000) / 10;
	return { ...all, end, delta, changePct };
}

/** Commit of 2026_Q4 in USD, unless told otherwise. */
export function waterfall(
	flows: Partial<Flow> & { start: number },
	changes: Partial<Waterfall> = {},
): Waterfall {
	return {
		fieldId: 'fc_commit',
		fieldName: 'Commit',
		type: 'forecast',
		timePeriod: '2026_Q4',
		currency: 'USD',
		calls: 24,
		carriedForward: 0,
		...flow(flows),
		...changes,
	};
}

export function team(
	managerName: string,
	flows: Partial<Flow> & { start: number },
	changes: Partial<TeamRollUp> = {},
): TeamRollUp {
	return {
		...waterfall(flows),
		manager: { ownerId: `id of ${managerName}`, ownerName: managerName, role: 'Manager' },
		depth: 1,
		call: null,
		explainedBy: [],
		...changes,
	};
}

/** The counts of a comparison with these changes; what follows from them is counted. */
export function counts(top: Change[] = [], changes: Partial<SummaryCounts> = {}): SummaryCounts {
	const of = (predicate: (change: Change) => boolean) => top.filter(predicate).length;
	const kind = (name: Change['kind']) => of((one) => one.kind === name);
	const all: Omit<SummaryCounts, 'inAlert'> = {
		increased: kind('increased'),
		decreased: kind('decreased'),
		added: kind('added'),
		removed: kind('removed'),
		moved: kind('moved'),
		fromZero: kind('from_zero'),
		toZero: kind('to_zero'),
		set: kind('set'),
		cleared: kind('cleared'),
		currencyChanged: kind('currency_changed'),
		changes: top.length,
		up: of(({ direction }) => direction === 'up'),
		down: of(({ direction }) => direction === 'down'),
		high: of(({ severity }) => severity === 'high'),
		resolved: of(({ resolves }) => resolves !== undefined),
		anomalies: of(({ anomaly }) => anomaly.state === 'anomaly'),
		belowThreshold: 0,
		alreadyReported: 0,
		heldBack: 0,
		digest: false,
		cameBack: [],
		lateChanges: [],
		unchanged: 0,
		compared: Math.max(1, top.length),
		notComparable: 0,
		leftOut: 0,
		addedWithoutValue: 0,
		removedWithoutValue: 0,
		reconciliation: { rows: 0, expected: null, calls: 0, repeatedRows: 0, unusableRows: 0 },
		newPeriods: [],
		gonePeriods: [],
		waterfall: [],
		teams: [],
		moreTeams: 0,
		leftToTeams: 0,
		categories: [],
		didNotSubmit: [],
		submissions: null,
		blocked: false,
		comparedWith: COMPARED_WITH,
		detectedAt: DETECTED_AT,
		preview: false,
		top,
		...changes,
	};
	const { up, down, currencyChanged, anomalies, resolved, heldBack } = all;
	const inAlert = {
		changes: all.changes - all.leftToTeams,
		up,
		down,
		currencyChanged,
		anomalies,
		resolved,
		escalated: of(({ escalates }) => escalates !== undefined),
		heldBefore: of(({ heldSince }) => heldSince !== undefined),
		heldBack,
	};
	return { inAlert, ...all };
}

export function missing(names: string[]): SummaryCounts['didNotSubmit'] {
	return names.map((ownerName, n) => ({
		ownerId: `missing ${n}`,
		ownerName,
		ownerEmail: null,
		timePeriod: '2026_Q4',
		week: '2026-11-16',
		fields: ['Commit'],
	}));
}

export function quality(severity: DataQualitySeverity, message: string): DataQualityItem {
	return { check: 'not_a_number', severity, message, text: message, details: {} };
}

/** Names that mean something to one of the formats, or break a line, or run from right to left. */
export const HOSTILE_NAMES = [
	'<!channel> & *Bob*',
	'<script>alert(1)</script>',
	'_under_ ~strike~ `code` **bold** [x](http://evil.example)',
	'"quoted" \'single\' &amp; &lt;b&gt;',
	'line\nbreak\r\nand\u2028more\ttab',
	'🚀 Zoë 👩‍👩‍👧‍👦 O’Neil',
	'محمد الأمين',
	'דנה כהן (West)',
	'\u202egnp.exe\u202c left',
	'{{DATE(2026-11-21T06:00:00Z, SHORT)}}',
	'# heading - item 1. one > quote | table',
	'@here :fire: <@U123> <#C123|general> <http://evil.example|click>',
	`${'x'.repeat(78)}🚀🚀`,
	'&'.repeat(500),
	'\ud800 lone \udc00 halves \ufffe',
];

/** Changes of so many reps; every amount and kind of remark occurs. */
export function manyChanges(count: number, names: readonly string[]): Change[] {
	return Array.from({ length: count }, (_, n) => {
		const ownerName = names[n % names.length] ?? '';
		const from = 100_000 + n * 1000;
		const to = n % 3 === 0 ? from * 0.7 : from * 1.25;
		return moved(from, to, {
			ownerId: `rep ${n}`,
			ownerName,
			fieldName: n % 2 === 0 ? 'Commit' : 'Best Case',
			...(n % 4 === 0
				? { reason: 'ownership_moved', movedFrom: { ownerName: names[(n + 1) % names.length] } }
				: { reason: 'rep_changed_call' }),
			...(n % 5 === 0
				? { anomaly: { state: 'anomaly', rules: ['score'], score: 5.2, snapshots: 20 } }
				: {}),
			since: n % 2 === 0 ? '2026-11-09T08:00:00.000Z' : SINCE_LAST_RUN,
		});
	});
}

/** A comparison in which everything that an alert can tell occurs. */
export function fullCounts(
	count: number,
	names: readonly string[],
	changes: Partial<SummaryCounts> = {},
): SummaryCounts {
	const top = manyChanges(count, names);
	const name = (n: number) => names[n % names.length] ?? '';
	const explainedBy = [0, 1, 2].map((n) => ({
		ownerName: name(n),
		ownerId: `rep ${n}`,
		kind: 'increased' as const,
		delta: 80_000 - n * 50_000,
	}));
	return counts(top, {
		waterfall: [
			waterfall({ start: 2_100_000, increased: 200_000, decreased: 50_000 }),
			waterfall(
				{ start: 3_400_000, added: 120_000, removed: 300_000, movedIn: 40_000 },
				{ fieldId: 'fc_best', fieldName: 'Best Case', carriedForward: 95_000 },
			),
			waterfall({ start: 500_000 }, { fieldId: 'fc_quota', fieldName: 'Quota', type: 'quota' }),
		],
		teams: [
			team(
				name(3),
				{ start: 1_050_000, increased: 180_000, decreased: 30_000 },
				{
					explainedBy,
					call: { previous: 1_000_000, current: 1_100_000, delta: 100_000 },
				},
			),
			team(
				name(4),
				{ start: 640_000, decreased: 42_000 },
				{ explainedBy: explainedBy.slice(0, 1) },
			),
		],
		didNotSubmit: missing([0, 1, 2, 3, 4, 5, 6].map(name)),
		submissions: { reps: 24, missing: 7 },
		belowThreshold: 3,
		heldBack: 12,
		resolved: 1,
		...changes,
	});
}
