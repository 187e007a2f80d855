import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRowLike } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { checksOf, diff, looseRow, row } from './rows';
import { at, brief, Runs } from './runs';

const REPS = Array.from({ length: 25 }, (_, rep) => `rep ${String(rep)}`);

/** A call of each rep. */
function calls(value: number, changes: Partial<ForecastRow> = {}, reps = REPS): ForecastRow[] {
	return reps.map((ownerId) => row({ ownerId, ownerEmail: null, value, ...changes }));
}

const QUOTA = { type: 'quota', fieldId: 'fc_quota', fieldName: 'Quota' } as const;
const commit = calls(100);
const crm = calls(90, { type: 'crm_total' });
const override = calls(0, { type: 'adjustment' });
const quota = calls(500, QUOTA);
const others = [...commit, ...crm, ...override];

const ONE_QUOTA = { timePeriod: '2026_Q1', fieldId: 'fc_quota', fieldName: 'Quota', type: 'quota' };

/** With the limit for shrunken exports that users have. */
const runs = () => new Runs({ maxRowDropPercent: 30 });

describe('a type that is exported since now', () => {
	test('is remembered and named, and nobody’s change', () => {
		const result = diff(commit, [...commit, ...quota]);
		expect(result.changes).toEqual([]);
		expect(result.summary).toMatchObject({ added: 0, compared: 25, blocked: false });
		expect(result.dataQuality).toMatchObject([
			{
				check: 'fields_changed',
				severity: 'warning',
				details: { newCount: 1, new: [ONE_QUOTA], missingCount: 0, missing: [] },
			},
		]);
		expect(result.dataQuality[0]?.message).toContain('Quota (quota) in 2026_Q1');
		expect(result.summary.plainText).toContain('Quota (quota) in 2026_Q1');
		expect(result.summary.waterfall).toMatchObject([{ fieldName: 'Commit', delta: 0 }]);
	});

	test('is compared from the next run on', () => {
		const store = runs();
		store.run(commit);
		expect(checksOf(store.run([...commit, ...quota]))).toEqual(['fields_changed']);
		const next = store.run([...commit, ...calls(600, QUOTA)]);
		expect(checksOf(next)).toEqual([]);
		expect(next.changes).toHaveLength(25);
		expect(next.changes[0]).toMatchObject({ kind: 'increased', previous: 500, current: 600 });
	});

	test('is the same where the field of one period is new', () => {
		const next = { timePeriod: '2026_Q2' };
		const before = [...commit, ...quota, ...calls(1, next)];
		const result = diff(before, [...before, ...calls(2, { ...QUOTA, ...next })]);
		expect(result.changes).toEqual([]);
		expect(result.dataQuality).toMatchObject([{ details: { new: [{ ...ONE_QUOTA, ...next }] } }]);
	});

	test('without any amount is not worth a word', () => {
		const empty = commit.map((call) => ({ ...call, ...QUOTA, value: null }));
		const result = diff(commit, [...commit, ...empty]);
		expect(checksOf(result)).toEqual([]);
		expect(result.summary).toMatchObject({ addedWithoutValue: 25 });
	});

	test('of a new period is named with the period only', () => {
		const result = diff(commit, [...commit, ...calls(1, { ...QUOTA, timePeriod: '2026_Q2' })]);
		expect(checksOf(result)).toEqual(['new_periods']);
	});
});

describe('a type that is no longer exported', () => {
	test('is named, keeps its baseline, and is compared when it is back', () => {
		const store = runs();
		store.run([...others, ...quota]);
		const without = store.run(others);
		expect(without.changes).toEqual([]);
		expect(without.summary).toMatchObject({ removed: 0, compared: 75 });
		expect(without.dataQuality).toMatchObject([
			{
				check: 'fields_changed',
				severity: 'warning',
				details: { newCount: 0, new: [], missingCount: 1, missing: [ONE_QUOTA] },
			},
		]);
		expect(without.summary.plainText).toContain('no longer in the export');
		store.run(others);
		const back = store.run([...others, ...calls(510, QUOTA)]);
		expect(checksOf(back)).toEqual([]);
		expect(back.changes).toHaveLength(25);
		expect(back.changes[0]).toMatchObject({ kind: 'increased', previous: 500, current: 510 });
		expect(store.snapshot?.missing).toBeUndefined();
	});

	test('does not hide that most of the export is missing', () => {
		const result = diff([...commit, ...quota], commit);
		expect(result.blocked).toBe(true);
		expect(checksOf(result)).toEqual(['row_count_drop']);
	});

	test('does not make the exports after it look smaller than they are', () => {
		const store = runs();
		store.run([...others, ...quota]);
		store.run(others);
		// A tenth fewer than last time. With the quotas that are known to be missing it would be a third.
		const fewer = others.filter(({ ownerId }) => ownerId !== 'rep 1' && ownerId !== 'rep 2');
		expect(store.run(fewer)).toMatchObject({ blocked: false, summary: { removed: 6 } });
		expect(store.run(commit).blocked).toBe(true);
	});

	test('leaves a change that was kept back waiting', () => {
		const store = new Runs({ maxRowDropPercent: 100 });
		store.run([...commit, ...quota]);
		const up = [...commit, ...calls(600, QUOTA, ['rep 0']), ...calls(500, QUOTA, REPS.slice(1))];
		expect(store.run(up, { quiet: true }).summary.heldBack).toBe(1);
		const without = store.run(commit);
		expect(without.summary).toMatchObject({ changes: 0, cameBack: [], lateChanges: [] });
		expect(brief(store.run(up))).toEqual([['increased', 500, 600]]);
	});

	test('makes nobody a manager any more who was one in it', () => {
		const lead = { ownerId: 'lead', ownerEmail: null, role: 'Lead', parentRole: null };
		const sdr = { ownerId: 'sdr', ownerEmail: null, role: 'SDR', parentRole: 'Lead' };
		const before = [row({ ...lead, value: 100 }), row({ ...sdr, ...QUOTA, value: 5 })];
		const { summary } = diff(before, [row({ ...lead, value: 300 })], { maxRowDropPercent: 100 });
		expect(summary.waterfall).toMatchObject([{ start: 100, end: 300 }]);
		expect(summary.teams).toEqual([]);
	});

	test('takes back no alert, beside an older state', () => {
		const first = diff([], [...others, ...quota]).nextBaseline;
		if (first === null) throw new Error('The first export is no baseline.');
		const store = new Runs({ reference: first, baselineTakenAt: at(0), maxRowDropPercent: 30 });
		store.snapshot = first;
		const more = [...others, ...quota, ...calls(700, QUOTA, ['new rep'])];
		expect(brief(store.run(more))).toEqual([['added', null, 700]]);
		expect(store.run(others).changes).toEqual([]);
		expect(store.run(more).changes).toEqual([]);
	});
});

test('fields with other ids altogether are no flood', () => {
	const result = diff(commit, calls(70, { fieldId: 'other_commit' }));
	expect(result.changes).toEqual([]);
	expect(checksOf(result)).toEqual(['fields_changed']);
	expect(result.dataQuality[0]?.details).toMatchObject({ newCount: 1, missingCount: 1 });
});

test('many of them are named in part and counted in full', () => {
	const fields = Array.from({ length: 30 }, (_, field) => row({ fieldId: `f${String(field)}` }));
	const { dataQuality } = diff([row()], [row(), ...fields]);
	expect(dataQuality[0]?.message).toContain('and 25 more');
	expect(dataQuality[0]?.details).toMatchObject({ newCount: 30 });
	expect(dataQuality[0]?.details.new).toHaveLength(20);
});

describe('records', () => {
	const keyColumns = ['dealId', 'fieldId', 'timePeriod'];
	const deal = (dealId: string, changes: Record<string, unknown>): ForecastRowLike =>
		looseRow({ dealId, ...changes });

	test('that move into a period that lacks their field have moved', () => {
		const stays = [deal('a', {}), deal('b', { fieldId: 'best', timePeriod: '2026_Q2' })];
		const moving = deal('c', { value: 10 });
		const moved = { ...moving, timePeriod: '2026_Q2' };
		expect(diff([...stays, moving], [...stays, moved], { keyColumns }).changes).toMatchObject([
			{ kind: 'moved', timePeriod: '2026_Q2', movedFrom: { timePeriod: '2026_Q1' } },
		]);
		expect(diff([...stays, moved], [...stays, moving], { keyColumns }).changes).toMatchObject([
			{ kind: 'moved', timePeriod: '2026_Q1', movedFrom: { timePeriod: '2026_Q2' } },
		]);
	});

	test('with nothing of their own in the key are each compared', () => {
		const total = (fieldId: string) => row({ fieldId, value: 5 });
		const result = diff([total('commit')], [total('commit'), total('best')], {
			keyColumns: ['fieldId', 'timePeriod'],
		});
		expect(brief(result)).toEqual([['added', null, 5]]);
	});
});

test('a baseline of before it was known is compared with', () => {
	const { nextBaseline } = diff([], commit);
	expect(nextBaseline).not.toHaveProperty('missing');
	const result = compareForecasts(nextBaseline, calls(200), { detectedAt: '2026-01-09T08:00:00Z' });
	expect(result.changes).toHaveLength(25);
});
