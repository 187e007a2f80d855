import { DateTime } from 'luxon';

import type { PeriodOutcome } from '../../../nodes/Clari/results/coverage';
import { coverageOf } from '../../../nodes/Clari/results/coverage';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { fiscalQuarters } from '../../../nodes/shared/time/fiscalQuarter';

/** The commit of somebody in a quarter. */
function row(ownerId: string, timePeriod: string, over: Partial<ForecastRow> = {}): ForecastRow {
	return {
		rowKey: `${ownerId} ${timePeriod}`,
		ownerId,
		ownerName: `Name of ${ownerId}`,
		ownerEmail: `${ownerId}@example.com`,
		role: 'REP',
		fieldId: 'commit',
		type: 'forecast',
		value: 1,
		timePeriod,
		...over,
	};
}

/** A quarter with the commits of these people. */
function period(
	timePeriod: string,
	owners: string[],
	over: Partial<PeriodOutcome> = {},
): PeriodOutcome {
	const rows = owners.map((ownerId) => row(ownerId, timePeriod));
	return { timePeriod, status: 'returned', jobId: `job of ${timePeriod}`, rows, ...over };
}

const cover = (outcomes: PeriodOutcome[], replaced = 0) =>
	coverageOf('net_new', outcomes, replaced);
const gone = (outcomes: PeriodOutcome[]) =>
	cover(outcomes).goneOwners.map(({ ownerId }) => ownerId);

describe('what was asked and what came', () => {
	test('all of it', () => {
		const outcomes = [period('2026_Q1', ['ann', 'bob']), period('2025_Q4', ['ann'])];
		expect(cover(outcomes, 3)).toEqual({
			forecastId: 'net_new',
			complete: true,
			periodsAsked: 2,
			periodsReturned: 2,
			emptyPeriods: '',
			truncatedPeriods: '',
			missingPeriods: '',
			rows: 3,
			rowsReplaced: 3,
			latestPeriod: '2026_Q1',
			owners: 2,
			ownersGone: 0,
			goneOwners: [],
			comparedWith: null,
			notCompared: expect.stringContaining('People who left before this run cannot be seen'),
			periods: [
				{
					timePeriod: '2026_Q1',
					status: 'returned',
					jobId: 'job of 2026_Q1',
					rows: 2,
					owners: 2,
				},
				{
					timePeriod: '2025_Q4',
					status: 'returned',
					jobId: 'job of 2025_Q4',
					rows: 1,
					owners: 1,
				},
			],
		});
	});

	test('what is empty, cut off, of another quarter, failed or not begun is named, in the order asked', () => {
		const coverage = cover([
			period('2026_Q1', ['ann']),
			period('2025_Q4', [], { status: 'empty' }),
			period('2025_Q3', ['ann'], { status: 'truncated' }),
			period('2025_Q2', [], { status: 'failed' }),
			period('2025_Q1', ['ann'], { status: 'otherPeriod' }),
			period('2024_Q4', [], { status: 'notStarted', jobId: undefined }),
		]);
		expect(coverage).toMatchObject({
			complete: false,
			periodsAsked: 6,
			periodsReturned: 1,
			emptyPeriods: '2025_Q4',
			truncatedPeriods: '2025_Q3',
			missingPeriods: '2025_Q2, 2025_Q1, 2024_Q4',
			rows: 3,
		});
		expect(coverage.periods.at(-1)).toEqual({
			timePeriod: '2024_Q4',
			status: 'notStarted',
			jobId: null,
			rows: 0,
			owners: 0,
		});
	});

	test('an owner with several rows is one', () => {
		const rows = [row('ann', '2026_Q1'), row('ann', '2026_Q1', { type: 'quota' })];
		expect(cover([period('2026_Q1', [], { rows })])).toMatchObject({ rows: 2, owners: 1 });
	});
});

describe('who has left', () => {
	test('is in an earlier quarter and not in the latest, with the last quarter of each', () => {
		const coverage = cover([
			period('2025_Q3', ['ann', 'bob', 'cid']),
			period('2026_Q1', ['ann']),
			period('2025_Q4', ['ann', 'bob']),
		]);
		expect(coverage).toMatchObject({ latestPeriod: '2026_Q1', owners: 1, ownersGone: 2 });
		expect(coverage.goneOwners).toEqual([
			{
				ownerId: 'bob',
				ownerName: 'Name of bob',
				ownerEmail: 'bob@example.com',
				role: 'REP',
				lastPeriod: '2025_Q4',
				lastSeenAt: null,
				isNew: true,
				changedRole: false,
			},
			expect.objectContaining({ ownerId: 'cid', lastPeriod: '2025_Q3' }),
		]);
	});

	test('is not who has joined, nor who was away for a quarter', () => {
		const outcomes = [
			period('2026_Q1', ['ann', 'new']),
			period('2025_Q4', []),
			period('2025_Q3', ['ann']),
		];
		expect(gone(outcomes)).toEqual([]);
	});

	test('is told apart from who has another role now, by the e-mail in any spelling', () => {
		const promoted = row('ann:2', '2026_Q1', { ownerEmail: 'ANN@example.com' });
		const [owner] = cover([
			period('2026_Q1', [], { rows: [promoted] }),
			period('2025_Q4', ['ann']),
		]).goneOwners;
		expect(owner).toMatchObject({ ownerId: 'ann', changedRole: true });
	});

	test('has left although nobody has an e-mail address: none is not the same as none', () => {
		const rows = (ownerId: string, timePeriod: string, ownerEmail: string | null) => ({
			rows: [row(ownerId, timePeriod, { ownerEmail, ownerName: undefined, role: null })],
		});
		for (const none of [null, '']) {
			const { goneOwners } = cover([
				period('2026_Q1', [], rows('ann', '2026_Q1', none)),
				period('2025_Q4', [], rows('bob', '2025_Q4', none)),
			]);
			expect(goneOwners).toMatchObject([
				{ ownerId: 'bob', ownerName: null, role: null, changedRole: false },
			]);
		}
	});

	test.each<[string, PeriodOutcome['status']]>([
		['empty', 'empty'],
		['cut off', 'truncated'],
		['of another quarter', 'otherPeriod'],
		['failed', 'failed'],
		['not begun', 'notStarted'],
	])('cannot be told when the latest quarter is %s', (_, status) => {
		const outcomes = [period('2026_Q1', [], { status }), period('2025_Q4', ['ann'])];
		expect(cover(outcomes)).toMatchObject({
			latestPeriod: null,
			owners: null,
			ownersGone: null,
			goneOwners: [],
		});
	});

	test('cannot be told of periods that are no quarters', () => {
		const outcomes = [period('FY26 H1', ['ann']), period('2025_Q4', ['ann', 'bob'])];
		expect(cover(outcomes)).toMatchObject({ latestPeriod: null, ownersGone: null });
	});

	test('is not looked for in a quarter that Clari answered with another one', () => {
		const other = period('2025_Q4', [], {
			status: 'otherPeriod',
			rows: [row('bob', '2024_Q4')],
		});
		expect(gone([period('2026_Q1', ['ann']), other])).toEqual([]);
	});

	test('is nobody whose rows of the latest quarter came with another export', () => {
		// Clari answered an unknown quarter with the current one; of the same rows the later export keeps them.
		const outcomes = [
			period('2026_Q1', []),
			period('2025_Q4', ['ann', 'bob']),
			period('2019_Q1', [], {
				status: 'otherPeriod',
				rows: [row('ann', '2026_Q1'), row('cid', '2026_Q1')],
			}),
		];
		expect(gone(outcomes)).toEqual(['bob']);
		expect(cover(outcomes)).toMatchObject({ owners: 2, ownersGone: 1 });
	});

	test.each([
		['January', 1, 'end', '2026_Q1'],
		['February, named after its end', 2, 'end', '2026_Q4'],
		['February, named after its start', 2, 'start', '2025_Q4'],
		['July', 7, 'end', '2026_Q3'],
	] as const)('with a fiscal year from %s', (_, firstMonth, yearNamedAfter, latest) => {
		const now = DateTime.fromISO('2026-01-15', { zone: 'utc' });
		const quarters = fiscalQuarters(now, { firstMonth, yearNamedAfter }, 4);
		const outcomes = quarters.map((quarter, age) =>
			period(quarter, age === 0 ? ['ann'] : ['ann', `left ${age} ago`]),
		);
		const coverage = cover(outcomes);
		expect(coverage).toMatchObject({ complete: true, periodsAsked: 5, latestPeriod: latest });
		expect(coverage.goneOwners.map(({ ownerId, lastPeriod }) => [ownerId, lastPeriod])).toEqual(
			quarters.slice(1).map((quarter, index) => [`left ${index + 1} ago`, quarter]),
		);
	});
});
