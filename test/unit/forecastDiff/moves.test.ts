import type { CompareOptions, ForecastDiff } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { BYSTANDER, diff, row } from './rows';
import { at, brief, Runs } from './runs';

function kinds({ changes }: ForecastDiff): string[] {
	return changes.map(({ kind }) => kind).sort();
}

const OTHER_ID = { ownerId: '4101:other' };

describe('a rep who gets another id', () => {
	test('is recognised by the e-mail address', () => {
		const { changes, summary } = diff(
			[BYSTANDER, row({ value: 100 })],
			[BYSTANDER, row({ ...OTHER_ID, value: 150, ownerEmail: 'ROBIN@example.com' })],
		);
		expect(changes).toMatchObject([
			{
				kind: 'moved',
				reason: 'ownership_moved',
				previous: 100,
				current: 150,
				delta: 50,
				changePct: 50,
				direction: 'up',
				ownerId: '4101:other',
				movedFrom: { ownerId: '4101:role' },
				key: '4101:other|fc_commit|2026_Q1|forecast',
			},
		]);
		expect(summary).toMatchObject({ moved: 1, added: 0, removed: 0, compared: 2 });
	});

	test('with the same amount has moved, and nothing has changed', () => {
		const { changes, summary } = diff([BYSTANDER, row()], [BYSTANDER, row(OTHER_ID)]);
		expect(changes).toMatchObject([
			{ kind: 'moved', delta: 0, changePct: null, direction: 'none', severity: 'medium' },
		]);
		expect(summary.waterfall).toMatchObject([
			{ start: 200_000, end: 200_000, added: 0, removed: 0 },
		]);
	});

	test('has moved in each field', () => {
		const calls = (owner: Partial<ForecastRow>) =>
			['commit', 'best', 'pipe'].map((fieldId) => row({ ...owner, fieldId }));
		expect(kinds(diff([BYSTANDER, ...calls({})], [BYSTANDER, ...calls(OTHER_ID)]))).toEqual([
			'moved',
			'moved',
			'moved',
		]);
	});

	test.each<[string, Partial<ForecastRow>]>([
		['another address', { ownerEmail: 'other@example.com' }],
		['no address', { ownerEmail: null }],
		['another field', { fieldId: 'fc_best' }],
		['another type', { type: 'quota' }],
	])('%s: somebody else came', (_name, changes) => {
		const now = row({ ...OTHER_ID, ...changes });
		// Of a field or type that one side does not have at all, nothing would be compared.
		const others = [BYSTANDER, { ...BYSTANDER, ...changes, ownerId: '8:role', ownerEmail: null }];
		expect(kinds(diff([...others, row()], [...others, now]))).toEqual(['added', 'removed']);
	});

	test('another period: somebody else came, since nobody’s first quarter becomes the second', () => {
		const next = { ...BYSTANDER, timePeriod: '2026_Q2' };
		const before = [BYSTANDER, next, row()];
		const after = [BYSTANDER, next, row({ ...OTHER_ID, timePeriod: '2026_Q2' })];
		expect(kinds(diff(before, after))).toEqual(['added', 'removed']);
		expect(kinds(diff(before, [BYSTANDER, next, row({ timePeriod: '2026_Q2' })]))).toEqual([
			'added',
			'removed',
		]);
	});

	test('is not guessed where several fit', () => {
		const two = [row({ ownerId: 'a' }), row({ ownerId: 'b' })];
		expect(kinds(diff([BYSTANDER, row()], [BYSTANDER, ...two]))).toEqual([
			'added',
			'added',
			'removed',
		]);
		expect(kinds(diff([BYSTANDER, ...two], [BYSTANDER, row()]))).toEqual([
			'added',
			'removed',
			'removed',
		]);
		const three = [...two, row({ ownerId: 'c' })];
		expect(kinds(diff([BYSTANDER, row()], [BYSTANDER, ...three]))).toEqual([
			'added',
			'added',
			'added',
			'removed',
		]);
	});

	test('in a currency of its own is a change of currency as well', () => {
		const now = row({ ...OTHER_ID, value: 90, currency: 'EUR' });
		const { changes, summary } = diff([BYSTANDER, row({ value: 100 })], [BYSTANDER, now]);
		expect(changes).toMatchObject([
			{
				kind: 'currency_changed',
				reason: 'ownership_moved',
				delta: null,
				changePct: null,
				previousCurrency: 'USD',
				currency: 'EUR',
				movedFrom: { ownerId: '4101:role' },
			},
		]);
		expect(summary.waterfall).toMatchObject([
			{ currency: 'EUR', movedIn: 90, end: 90 },
			{ currency: 'USD', movedOut: 100, end: 100_000 },
		]);
	});

	test('and is a manager now, has a total: that is not the call of before', () => {
		const report = row({ ownerId: 'r', ownerEmail: null, parentRole: 'Lead' });
		const { changes, summary } = diff(
			[report, row({ value: 100 })],
			[report, row({ ...OTHER_ID, role: 'Lead', value: 900 })],
		);
		expect(changes.map(({ kind, level }) => [kind, level])).toEqual([
			['added', 'manager'],
			['removed', 'rep'],
		]);
		expect(summary.waterfall).toMatchObject([{ start: 100_100, removed: 100, end: 100_000 }]);
	});

	test('tells the history of the call from before, and goes on with it', () => {
		const runs = new Runs();
		for (let value = 100; value < 109; value++) runs.value(value);
		const { changes } = runs.call({ ...OTHER_ID, value: 500 });
		expect(changes).toMatchObject([
			{
				kind: 'moved',
				previous: 108,
				current: 500,
				anomaly: { snapshots: 9, rules: ['swing', 'score'] },
			},
		]);
		expect(runs.call({ ...OTHER_ID, value: 510 }).changes).toMatchObject([
			{ previous: 500, current: 510, anomaly: { snapshots: 10 } },
		]);
	});

	test('is told once, and compared under the new id from then on', () => {
		for (const against of ['lastRun', 'lastAlert'] as const) {
			const runs = new Runs({ against });
			runs.value(100);
			expect(brief(runs.call({ ...OTHER_ID, value: 100 }))).toEqual([['moved', 100, 100]]);
			expect([...(runs.snapshot?.entries.keys() ?? [])]).toHaveLength(2);
			expect(runs.call({ ...OTHER_ID, value: 100 }).changes).toEqual([]);
			expect(brief(runs.call({ ...OTHER_ID, value: 130 }))).toEqual([['increased', 100, 130]]);
		}
	});
});

/** A deal of Ann, beside one in each of two quarters. */
function deal(changes: Partial<ForecastRow> = {}): ForecastRow {
	return row({
		ownerId: 'ann',
		ownerName: 'Ann',
		ownerEmail: 'ann@example.com',
		role: null,
		parentRole: null,
		fieldId: 'best',
		fieldName: 'Best Case',
		value: 100,
		dealId: 'd1',
		...changes,
	});
}

const OTHERS = ['2026_Q1', '2026_Q2'].map((timePeriod) =>
	deal({ dealId: 'x', timePeriod, value: 1 }),
);

const BOB = { ownerId: 'bob', ownerName: 'Bob', ownerEmail: 'bob@example.com' };

const BY_DEAL = { keyColumns: ['dealId'] };

/** One deal before and after, beside the others. */
function move(
	before: Partial<ForecastRow>,
	after: Partial<ForecastRow>,
	options: Partial<CompareOptions> = BY_DEAL,
): ForecastDiff {
	return diff([...OTHERS, deal(before)], [...OTHERS, deal(after)], options);
}

describe('a deal', () => {
	test('of another owner', () => {
		expect(move({}, { ...BOB, value: 80 }).changes).toMatchObject([
			{
				kind: 'moved',
				reason: 'ownership_moved',
				previous: 100,
				current: 80,
				delta: -20,
				changePct: -20,
				ownerName: 'Bob',
			},
		]);
		const [change] = move({}, BOB).changes;
		expect(change?.movedFrom).toEqual({
			ownerId: 'ann',
			ownerName: 'Ann',
			ownerEmail: 'ann@example.com',
		});
	});

	test.each([
		['another name', { ownerName: 'Ann Smith' }],
		['another id with the same address', { ownerId: '5' }],
		['the id in other letters', { ownerId: 'ANN' }],
		['no owner at all any more', { ownerId: '', ownerName: null, ownerEmail: null }],
	])('of the same owner (%s) has not moved', (_name, owner) => {
		expect(move({}, owner).changes).toEqual([]);
	});

	test.each([
		['the id', { ownerName: '', ownerEmail: '' }],
		['the address', { ownerId: '', ownerName: '' }],
		['the name', { ownerId: '', ownerEmail: '' }],
	])('in a table that has only %s of the owner', (_name, columns) => {
		const { changes } = move({}, BOB, { ...BY_DEAL, columns });
		expect(changes).toMatchObject([{ kind: 'moved', reason: 'ownership_moved' }]);
	});

	test('with an address in one of the two exports only is the id’s', () => {
		expect(kinds(move({ ownerEmail: null }, BOB))).toEqual(['moved']);
		expect(kinds(move({}, { ...BOB, ownerEmail: null }))).toEqual(['moved']);
	});

	test('in another category, by id or by name', () => {
		const commit = { fieldId: 'commit', fieldName: 'Commit' };
		const { changes, summary } = move({}, commit);
		expect(changes).toMatchObject([
			{
				kind: 'moved',
				fieldName: 'Commit',
				movedFrom: { fieldId: 'best', fieldName: 'Best Case' },
			},
		]);
		expect(changes[0]?.movedFrom).toEqual({ fieldId: 'best', fieldName: 'Best Case' });
		expect(summary.waterfall).toMatchObject([
			{ fieldId: 'best', timePeriod: '2026_Q1', start: 101, movedOut: 100, end: 1 },
			{ fieldId: 'commit', start: 0, movedIn: 100, end: 100 },
			{ timePeriod: '2026_Q2', start: 1, end: 1 },
		]);
		const named = { ...BY_DEAL, columns: { fieldId: '', fieldName: 'fieldName' } };
		expect(move({}, commit, named).changes).toMatchObject([{ kind: 'moved' }]);
	});

	test('in a category of another name but the same id has not moved', () => {
		expect(move({}, { fieldName: 'Upside' }).changes).toEqual([]);
	});

	test('that is 0 or has no amount, before and after, has not moved', () => {
		for (const value of [0, null]) expect(move({ value }, { ...BOB, value }).changes).toEqual([]);
		expect(move({ value: null }, { ...BOB, value: 0 }).changes).toMatchObject([
			{ kind: 'set', reason: 'unknown' },
		]);
		expect(move({ value: null }, { ...BOB, value: 0 }).changes[0]).not.toHaveProperty('movedFrom');
	});

	test.each([
		[{ value: null }, { value: 100 }, 100],
		[{ value: 100 }, { value: null }, -100],
	])('that was called or cleared on the way: %p, %p', (before, after, delta) => {
		expect(move(before, { ...BOB, ...after }).changes).toMatchObject([
			{ kind: 'moved', delta, changePct: null },
		]);
	});

	test('in another period that both sides have', () => {
		const { changes, summary } = move({}, { timePeriod: '2026_Q2', value: 110 });
		expect(changes).toMatchObject([
			{
				kind: 'moved',
				reason: 'period_rolled_over',
				timePeriod: '2026_Q2',
				movedFrom: { timePeriod: '2026_Q1' },
				delta: 10,
				changePct: 10,
				key: 'd1|2026_Q2',
			},
		]);
		expect(summary.waterfall).toMatchObject([
			{ timePeriod: '2026_Q1', start: 101, movedOut: 100, end: 1 },
			{ timePeriod: '2026_Q2', start: 1, movedIn: 110, end: 111 },
		]);
		expect(summary).toMatchObject({ compared: 3, unchanged: 2, changes: 1 });
	});

	test('into a period that is new', () => {
		const { changes, summary } = move({}, { timePeriod: '2026_Q3' });
		expect(changes).toMatchObject([
			{
				kind: 'moved',
				reason: 'period_rolled_over',
				timePeriod: '2026_Q3',
				movedFrom: { timePeriod: '2026_Q1' },
			},
		]);
		// The total of a new period is not compared.
		expect(summary.waterfall).toMatchObject([
			{ timePeriod: '2026_Q1', start: 101, movedOut: 100, end: 1 },
			{ timePeriod: '2026_Q2', start: 1, end: 1 },
		]);
		expect(summary).toMatchObject({ compared: 3, unchanged: 2, changes: 1, removed: 0 });
	});

	test('out of a period that is gone', () => {
		const { changes, summary } = move({ timePeriod: '2025_Q4' }, {});
		expect(changes).toMatchObject([
			{
				kind: 'moved',
				reason: 'period_rolled_over',
				timePeriod: '2026_Q1',
				movedFrom: { timePeriod: '2025_Q4' },
				previous: 100,
				current: 100,
			},
		]);
		expect(summary.waterfall).toMatchObject([
			{ timePeriod: '2026_Q1', start: 1, movedIn: 100, end: 101 },
			{ timePeriod: '2026_Q2' },
		]);
		expect(summary).toMatchObject({ compared: 3, added: 0 });
	});

	test('with another owner in another period has moved in both', () => {
		for (const timePeriod of ['2026_Q2', '2026_Q3']) {
			expect(move({}, { ...BOB, timePeriod }).changes).toMatchObject([
				{
					kind: 'moved',
					reason: 'ownership_moved',
					movedFrom: { ownerId: 'ann', timePeriod: '2026_Q1' },
				},
			]);
		}
	});

	test.each([
		[
			'was in two',
			[deal(), deal({ timePeriod: '2026_Q2' })],
			[deal({ timePeriod: '2026_Q3' })],
			['removed', 'removed'],
		],
		[
			'was in a gone one, and is in two',
			[deal({ timePeriod: '2025_Q4' })],
			[deal(), deal({ timePeriod: '2026_Q2' })],
			['added', 'added'],
		],
		[
			'was in two gone ones',
			[deal({ timePeriod: '2025_Q4' }), deal({ timePeriod: '2025_Q3' })],
			[deal()],
			['added'],
		],
		[
			'is in two new ones',
			[deal()],
			[deal({ timePeriod: '2026_Q3' }), deal({ timePeriod: '2026_Q4' })],
			['removed'],
		],
	])('that %s: its period is not guessed', (_name, before, after, expected) => {
		expect(kinds(diff([...OTHERS, ...before], [...OTHERS, ...after], BY_DEAL))).toEqual(expected);
	});

	test('of all that slip into a quarter that starts, none is a change', () => {
		// Neither quarter is in both exports: nothing is compared.
		const { changes } = diff([deal()], [deal({ timePeriod: '2026_Q2' })], BY_DEAL);
		expect(changes).toEqual([]);
	});

	test('that comes back from a gone period, and leaves again, does not move twice', () => {
		const runs = new Runs(BY_DEAL);
		runs.run([...OTHERS, deal({ timePeriod: '2025_Q4' })]);
		expect(brief(runs.run([...OTHERS, deal()]))).toEqual([['moved', 100, 100]]);
		expect(brief(runs.run(OTHERS))).toEqual([['removed', 100, null]]);
		expect(brief(runs.run([...OTHERS, deal()]))).toEqual([['added', null, 100]]);
	});

	test('that slips into a new period is told once', () => {
		for (const against of ['lastRun', 'lastAlert'] as const) {
			const runs = new Runs({ ...BY_DEAL, against });
			runs.run([...OTHERS, deal()]);
			const after = [...OTHERS, deal({ timePeriod: '2026_Q3' })];
			expect(runs.run(after, { quiet: true }).changes).toEqual([]);
			expect(runs.run(after).changes).toMatchObject([{ kind: 'moved', heldSince: at(2) }]);
			expect(runs.run(after).changes).toEqual([]);
		}
	});

	test('out of a gone period counts from what was told', () => {
		const runs = new Runs({ ...BY_DEAL, percentThreshold: 10 });
		runs.run([...OTHERS, deal({ timePeriod: '2025_Q4', value: 100 })]);
		runs.run([...OTHERS, deal({ timePeriod: '2025_Q4', value: 105 })]);
		expect(runs.run([...OTHERS, deal({ value: 105 })]).changes).toMatchObject([
			{ kind: 'moved', previous: 100, current: 105, since: at(1) },
		]);
	});

	test('with the owner in its key is recognised by the rest of it', () => {
		const options = { keyColumns: ['ownerId', 'dealId'] };
		expect(move({}, BOB, options).changes).toMatchObject([
			{ kind: 'moved', reason: 'ownership_moved', movedFrom: { ownerId: 'ann' } },
		]);
		expect(move({}, { timePeriod: '2026_Q2' }, options).changes).toMatchObject([
			{ kind: 'moved', reason: 'period_rolled_over' },
		]);
	});

	test('is no forecast tab: one rep who goes and one who comes are two people', () => {
		const options = { keyColumns: ['ownerId', 'fieldId', 'type', 'forecastId'] };
		const result = diff(
			[BYSTANDER, row()].map((call) => ({ ...call, forecastId: 'tab' })),
			[BYSTANDER, row({ ownerId: 'new', ownerEmail: 'new@example.com' })].map((call) => ({
				...call,
				forecastId: 'tab',
			})),
			options,
		);
		expect(kinds(result)).toEqual(['added', 'removed']);
	});
});

describe('thresholds of a move', () => {
	test('are in money of the larger amount', () => {
		const count = (before: number, after: number, moneyThreshold: number) =>
			move({ value: before }, { ...BOB, value: after }, { ...BY_DEAL, moneyThreshold }).changes
				.length;
		expect(count(100, 100, 100)).toBe(1);
		expect(count(100, 100, 101)).toBe(0);
		expect(count(10, 100, 100)).toBe(1);
		expect(count(100, 10, 100)).toBe(1);
		expect(count(-100, -100, 100)).toBe(1);
	});

	test('are none in percent', () => {
		const { changes } = move({}, BOB, { ...BY_DEAL, percentThreshold: 500 });
		expect(changes).toHaveLength(1);
	});
});

describe('another team', () => {
	const inTeam = (ownerId: string, parentRole: string, changes: Partial<ForecastRow> = {}) =>
		row({ ownerId, ownerEmail: null, ownerName: ownerId, parentRole, value: 10, ...changes });
	const east = inTeam('eve', 'East');
	const west = inTeam('wim', 'West');

	test('is a move', () => {
		const { changes, summary } = diff(
			[east, west, inTeam('ann', 'West', { value: 100 })],
			[east, west, inTeam('ann', 'East', { value: 120 })],
		);
		expect(changes).toMatchObject([
			{ kind: 'moved', reason: 'ownership_moved', previous: 100, current: 120 },
		]);
		expect(changes[0]?.movedFrom).toEqual({ parentRole: 'West' });
		// The company has her before and after; the teams do not.
		expect(summary.waterfall).toMatchObject([{ start: 120, increased: 20, movedIn: 0, end: 140 }]);
		expect(summary.teams).toMatchObject([
			{
				manager: { role: 'East' },
				start: 10,
				movedIn: 120,
				end: 130,
				explainedBy: [{ delta: 120 }],
			},
			{
				manager: { role: 'West' },
				start: 110,
				movedOut: 100,
				end: 10,
				explainedBy: [{ delta: -100 }],
			},
		]);
	});

	test('is none where the team has only got another name', () => {
		const boss = (role: string) =>
			row({ ownerId: 'boss', ownerEmail: null, role, parentRole: null });
		const before = [boss('West'), west, inTeam('ann', 'West'), east];
		const after = [boss('Far West'), inTeam('wim', 'Far West'), inTeam('ann', 'Far West'), east];
		const { changes, summary } = diff(before, after);
		expect(changes).toEqual([]);
		expect(summary.teams).toEqual([]);
	});

	test('is none where the team has another name, and calls of it changed', () => {
		const before = [west, inTeam('ann', 'West', { value: 100 }), east];
		const after = [inTeam('wim', 'Far West'), inTeam('ann', 'Far West', { value: 150 }), east];
		const { changes, summary } = diff(before, after);
		expect(changes).toMatchObject([{ kind: 'increased' }]);
		expect(summary.teams).toMatchObject([
			{
				manager: { role: 'Far West' },
				start: 110,
				end: 160,
				increased: 50,
				explainedBy: [{ ownerId: 'ann', delta: 50 }],
			},
		]);
	});

	test('is one where only some went, or the team was there before', () => {
		expect(
			diff([west, inTeam('ann', 'West')], [west, inTeam('ann', 'Far West')]).changes,
		).toMatchObject([{ kind: 'moved', ownerId: 'ann' }]);
		expect(
			diff(
				[west, inTeam('ann', 'West'), east],
				[inTeam('wim', 'East'), inTeam('ann', 'East'), east],
			).changes,
		).toHaveLength(2);
	});

	test('of a manager moves no total twice', () => {
		const boss = (parentRole: string | null) =>
			row({ ownerId: 'boss', ownerEmail: null, role: 'West', parentRole, value: 50 });
		const top = row({ ownerId: 'top', ownerEmail: null, role: 'North', parentRole: null });
		const other = inTeam('nick', 'North');
		const { summary } = diff(
			[top, boss('South'), inTeam('sid', 'South'), west, other],
			[top, boss('North'), inTeam('sid', 'South'), west, other],
		);
		expect(summary.waterfall).toMatchObject([{ start: 30, end: 30, movedIn: 0, movedOut: 0 }]);
	});
});
