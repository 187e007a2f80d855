import fc from 'fast-check';

import type {
	CompareOptions,
	ForecastDiff,
	ForecastRowLike,
} from '../../../nodes/ForecastDiff/engine';
import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import { BYSTANDER, diff, row, DETECTED_AT } from './rows';

type Balance = ForecastDiff['summary']['waterfall'][number];

/** Only the amounts of a balance. */
function flow({ start, added, increased, decreased, removed, movedIn, movedOut, end }: Balance) {
	return { start, added, increased, decreased, removed, movedIn, movedOut, end };
}

const NONE = { added: 0, increased: 0, decreased: 0, removed: 0, movedIn: 0, movedOut: 0 };

describe('the balance', () => {
	test('says how the total went from its start to its end', () => {
		const call = (ownerId: string, value: number | null) =>
			row({ ownerId, ownerEmail: null, value });
		const { summary } = diff(
			[call('a', 100), call('b', 50), call('c', 30), call('d', null), call('gone', 7.5)],
			[call('a', 140.1), call('b', 20), call('c', null), call('d', 5), call('new', 9)],
		);
		expect(summary.waterfall).toEqual([
			{
				fieldId: 'fc_commit',
				fieldName: 'Commit',
				type: 'forecast',
				timePeriod: '2026_Q1',
				currency: 'USD',
				start: 187.5,
				added: 14,
				increased: 40.1,
				decreased: 30,
				removed: 37.5,
				movedIn: 0,
				movedOut: 0,
				end: 174.1,
				delta: -13.4,
				changePct: -7.1,
				calls: 4,
				carriedForward: 0,
			},
		]);
	});

	test('has the small moves below the threshold as well', () => {
		const { summary } = diff([row({ value: 100 })], [row({ value: 101 })], {
			percentThreshold: 10,
		});
		expect(summary.changes).toBe(0);
		expect(summary.waterfall.map(flow)).toEqual([{ ...NONE, start: 100, increased: 1, end: 101 }]);
	});

	test('is exact where floating point is not', () => {
		const calls = (value: number) =>
			Array.from({ length: 10 }, (_, n) => row({ ownerId: `o${n}`, ownerEmail: null, value }));
		const [balance] = diff(calls(0.1), calls(0.3)).summary.waterfall;
		expect(balance && flow(balance)).toEqual({ ...NONE, start: 1, increased: 2, end: 3 });
	});

	test('counts in the minor units of the currency', () => {
		const calls = (value: number) => [
			row({ ownerId: 'yen', value, currency: 'JPY' }),
			row({ ownerId: 'dinar', value, currency: 'KWD' }),
		];
		expect(
			diff(calls(10.4), calls(20.0015)).summary.waterfall.map((one) => [one.currency, flow(one)]),
		).toEqual([
			['JPY', { ...NONE, start: 10, increased: 10, end: 20 }],
			['KWD', { ...NONE, start: 10.4, increased: 9.602, end: 20.002 }],
		]);
	});

	test('a change of currency moves out of one and into the other', () => {
		const { summary } = diff(
			[row({ value: 100, currency: 'USD' })],
			[row({ value: 90, currency: 'EUR' })],
		);
		expect(summary.waterfall.map((one) => [one.currency, flow(one)])).toEqual([
			['EUR', { ...NONE, start: 0, movedIn: 90, end: 90 }],
			['USD', { ...NONE, start: 100, movedOut: 100, end: 0 }],
		]);
	});

	test.each([null, 'EUR'])('a call that was cleared stays in its currency (now %p)', (currency) => {
		const { summary } = diff([row({ value: 100 })], [row({ value: null, currency })]);
		expect(summary.waterfall.map((one) => [one.currency, flow(one)])).toEqual([
			['USD', { ...NONE, start: 100, removed: 100, end: 0 }],
		]);
	});

	test('a call that is made counts in the currency that it is made in', () => {
		const { summary } = diff(
			[row({ value: null, currency: 'EUR' })],
			[row({ value: 5, currency: 'USD' })],
		);
		expect(summary.waterfall.map((one) => [one.currency, flow(one)])).toEqual([
			['USD', { ...NONE, start: 0, added: 5, end: 5 }],
		]);
	});

	test('a field that has got another name has one total', () => {
		const { summary } = diff(
			[BYSTANDER, row({ value: 100 })],
			[{ ...BYSTANDER, fieldName: 'Commit FY26' }],
		);
		expect(summary.waterfall.map((one) => [one.fieldName, flow(one)])).toEqual([
			['Commit FY26', { ...NONE, start: 100_100, removed: 100, end: 100_000 }],
		]);
	});

	test('what the export says nothing about stands with its last amount', () => {
		const silent = row({ ownerId: 'silent', ownerEmail: null });
		const unclear = row({ ownerId: 'unclear', ownerEmail: null, value: 7 });
		const absent = { ...silent, value: undefined };
		const { summary } = diff(
			[BYSTANDER, silent, unclear],
			[BYSTANDER, absent, { ...unclear, value: 8 }, { ...unclear, value: 9 }],
		);
		expect(summary.waterfall).toMatchObject([
			{ start: 200_007, end: 200_007, carriedForward: 100_007, calls: 3 },
		]);
	});

	test('a call whose baseline is contradictory counts with what it is now', () => {
		const { summary } = diff(
			[BYSTANDER, row({ value: 1 }), row({ value: 2 })],
			[BYSTANDER, row({ value: 9 })],
		);
		expect(summary.waterfall).toMatchObject([{ start: 100_009, end: 100_009, carriedForward: 9 }]);
	});

	test('rows of managers are not counted', () => {
		const manager = row({ ownerId: 'm', role: 'West Manager', parentRole: null, value: 300_000 });
		const { summary } = diff([manager, row({ value: 100 })], [manager, row({ value: 150 })]);
		expect(summary.waterfall.map(flow)).toEqual([{ ...NONE, start: 100, increased: 50, end: 150 }]);
	});

	test('a rep who becomes a manager leaves the total, and one who was a manager comes into it', () => {
		const rep = row({ role: 'AE', parentRole: 'Boss', value: 100 });
		const other = row({
			ownerId: 'o',
			ownerEmail: null,
			role: 'AE',
			parentRole: 'Boss',
			value: 10,
		});
		const report = row({ ownerId: 'r', ownerEmail: null, parentRole: 'Lead', value: 1 });
		const promoted = { ...rep, role: 'Lead', value: 900 };
		const there = diff([rep, other, report], [promoted, other, report]).summary;
		expect(there.waterfall.map(flow)).toEqual([{ ...NONE, start: 111, movedOut: 100, end: 11 }]);
		const back = diff([promoted, other, report], [rep, other, report]).summary;
		expect(back.waterfall.map(flow)).toEqual([{ ...NONE, start: 11, movedIn: 100, end: 111 }]);
	});

	test('starts from what was told, where that is compared with', () => {
		const options: CompareOptions = { detectedAt: DETECTED_AT, against: 'lastAlert' };
		const first = compareForecasts(null, [row({ value: 100 })], options);
		const small = compareForecasts(first.nextBaseline, [row({ value: 104 })], options);
		const { summary } = compareForecasts(small.nextBaseline, [row({ value: 108 })], options);
		expect(summary.waterfall.map(flow)).toEqual([{ ...NONE, start: 100, increased: 8, end: 108 }]);
	});
});

/** An independent account of what the totals are: the sums of plain calls. */
const SCALES: Record<string, number> = { JPY: 1, KWD: 1000 };

const scaleOf = (currency: string | null) => SCALES[currency ?? ''] ?? 100;

const minor = (amount: number, currency: string | null) =>
	Math.sign(amount) * Math.round(Math.abs(amount * scaleOf(currency)));

interface Call {
	ownerId: string;
	role: string;
	parentRole: string | null;
	fieldId: string;
	timePeriod: string;
	value: number | string | null | undefined;
	currency: string | null;
}

const ROLES: Record<string, { role: string; parentRole: string | null }> = {
	ceo: { role: 'CEO', parentRole: null },
	west: { role: 'West', parentRole: 'CEO' },
	north: { role: 'North', parentRole: 'West' },
	a: { role: 'AE', parentRole: 'North' },
	b: { role: 'AE', parentRole: 'North' },
	c: { role: 'AE', parentRole: 'West' },
	d: { role: 'AE', parentRole: 'CEO' },
	e: { role: 'AE', parentRole: null },
	// A manager whom nobody reports to is a rep.
	f: { role: 'East', parentRole: 'CEO' },
};

const amounts = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.integer({ min: -200_000, max: 900_000 }).map((cents) => cents / 1000),
	},
	{ weight: 1, arbitrary: fc.constantFrom(0, null) },
	{ weight: 1, arbitrary: fc.constantFrom(undefined, 'n/a') },
);

const PLACES = Object.keys(ROLES).flatMap((ownerId) =>
	['commit', 'best'].flatMap((fieldId) =>
		['2026_Q1', '2026_Q2'].map((timePeriod) => ({ ownerId, fieldId, timePeriod })),
	),
);

/** Some of the calls of everybody. With moves, people may be in other teams, be promoted or go. */
function side(moves: boolean): fc.Arbitrary<Call[]> {
	const people = fc.record(
		Object.fromEntries(
			Object.entries(ROLES).map(([owner, usual]) => [
				owner,
				moves ? fc.constantFrom(usual, usual, ...Object.values(ROLES)) : fc.constant(usual),
			]),
		),
	);
	const cells = fc.array(
		fc.record({
			value: amounts,
			currency: fc.constantFrom('USD', 'USD', 'EUR', 'JPY', 'KWD', null),
			isThere: fc.integer({ min: 0, max: 3 }),
		}),
		{ minLength: PLACES.length, maxLength: PLACES.length },
	);
	return fc.tuple(people, cells).map(([roles, list]) =>
		PLACES.flatMap((place, position) => {
			const cell = list[position];
			const person = roles[place.ownerId];
			if (cell === undefined || person === undefined || cell.isThere === 0) return [];
			const { value, currency } = cell;
			return [{ ...place, ...person, value, currency }];
		}),
	);
}

function rowsOf(calls: readonly Call[]): ForecastRowLike[] {
	return calls.map((call) => ({ ...call, fieldName: call.fieldId, type: 'forecast' }));
}

/** What each total should be at its start and its end, in minor units. */
function expectedTotals(
	before: readonly Call[],
	after: readonly Call[],
	isMember: (call: Call) => boolean,
) {
	const managers = new Set(
		[...before, ...after].flatMap(({ role, parentRole }) =>
			role === parentRole ? [] : (parentRole ?? []),
		),
	);
	const counts = (call: Call) => !managers.has(call.role) && isMember(call);
	const keyOf = ({ ownerId, fieldId, timePeriod }: Call) => `${ownerId} ${fieldId} ${timePeriod}`;
	const periods = (calls: readonly Call[]) => new Set(calls.map(({ timePeriod }) => timePeriod));
	const shared = [...periods(before)].filter((period) => periods(after).has(period));
	const totals = new Map<string, { start: number; end: number }>();
	const add = (which: 'start' | 'end', call: Call, currency: string | null) => {
		if (typeof call.value !== 'number' || !counts(call)) return;
		const name = JSON.stringify([call.timePeriod, call.fieldId, currency]);
		const total = totals.get(name) ?? { start: 0, end: 0 };
		totals.set(name, total);
		total[which] += minor(call.value, currency);
	};
	const was = new Map(before.map((call) => [keyOf(call), call]));
	const is = new Map(after.map((call) => [keyOf(call), call]));
	for (const key of new Set([...was.keys(), ...is.keys()])) {
		const a = was.get(key);
		const b = is.get(key);
		if (!shared.includes((a ?? b)?.timePeriod ?? '')) continue;
		const saysNow = b !== undefined && b.value !== undefined && typeof b.value !== 'string';
		const saidBefore = a !== undefined && a.value !== undefined && typeof a.value !== 'string';
		if (saysNow && saidBefore) {
			const now = b.currency ?? a.currency;
			const sameLevel = managers.has(a.role) === managers.has(b.role);
			const unknown = a.currency === null && typeof b.value === 'number' && sameLevel;
			add('start', a, unknown ? now : a.currency);
			add('end', b, now);
		} else if (saysNow) {
			// What cannot be compared stands on both sides.
			if (a !== undefined) add('start', b, b.currency);
			add('end', b, b.currency);
		} else if (saidBefore) {
			add('start', a, a.currency);
			if (b !== undefined) add('end', a, a.currency);
		}
	}
	return totals;
}

function expectExact(balance: Balance): void {
	const of = (amount: number) => minor(amount, balance.currency);
	const { start, added, increased, decreased, removed, movedIn, movedOut, end, delta } = flowOf(
		balance,
		of,
	);
	// One expectation for both: each costs more than the comparison that is checked.
	expect([
		start + added + increased - decreased - removed + movedIn - movedOut,
		end - start,
	]).toEqual([end, delta]);
}

function flowOf(balance: Balance, of: (amount: number) => number) {
	const { start, added, increased, decreased, removed, movedIn, movedOut, end } = flow(balance);
	return {
		start: of(start),
		added: of(added),
		increased: of(increased),
		decreased: of(decreased),
		removed: of(removed),
		movedIn: of(movedIn),
		movedOut: of(movedOut),
		end: of(end),
		delta: of(balance.delta),
	};
}

/** Totals without those that are empty. */
function notEmpty(totals: Iterable<[string, { start: number; end: number }]>) {
	return [...totals]
		.filter(([, { start, end }]) => start !== 0 || end !== 0)
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

const total = ({
	timePeriod,
	fieldId,
	currency,
	start,
	end,
}: Balance): [string, { start: number; end: number }] => [
	JSON.stringify([timePeriod, fieldId, currency]),
	{ start: minor(start, currency), end: minor(end, currency) },
];

describe('for any data', () => {
	test('every balance is exact, and its ends are the sums of the calls of reps', () => {
		fc.assert(
			fc.property(side(true), side(true), (a, b) => {
				const { summary } = diff(rowsOf(a), rowsOf(b), { maxRowDropPercent: 100 });
				for (const one of [...summary.waterfall, ...summary.teams]) expectExact(one);
				expect(notEmpty(summary.waterfall.map(total))).toEqual(
					notEmpty(expectedTotals(a, b, () => true)),
				);
			}),
			{ numRuns: 60 },
		);
	});

	test('the balance of a team has the calls of everybody below', () => {
		fc.assert(
			fc.property(side(false), side(false), (a, b) => {
				const { summary } = diff(rowsOf(a), rowsOf(b), { maxRowDropPercent: 100 });
				fc.pre(summary.moreTeams === 0);
				const parentOf = new Map([...a, ...b].map(({ role, parentRole }) => [role, parentRole]));
				const isBelow = (call: Call, team: string | null) => {
					for (let role = call.parentRole; role !== null; role = parentOf.get(role) ?? null) {
						if (role === team) return true;
					}
					return false;
				};
				for (const team of summary.teams) {
					const totals = expectedTotals(a, b, (call) => isBelow(call, team.manager.role));
					const [name, ends] = total(team);
					expect(ends).toEqual(totals.get(name));
				}
				// What happened in the company happened in a top team or to somebody without a team.
				const alone = expectedTotals(a, b, ({ parentRole }) => parentRole === null);
				for (const balance of summary.waterfall) {
					const [name] = total(balance);
					const { start, end } = alone.get(name) ?? { start: 0, end: 0 };
					const inTeams = summary.teams
						.filter((team) => team.depth === 0 && total(team)[0] === name)
						.reduce((sum, { delta, currency }) => sum + minor(delta, currency), 0);
					expect(minor(balance.delta, balance.currency)).toBe(inTeams + end - start);
				}
			}),
			{ numRuns: 50 },
		);
	});

	test('the categories add up to the balances', () => {
		fc.assert(
			fc.property(deals, deals, (a, b) => {
				const { summary } = diff(a, b, DEALS);
				const cells = summary.categories.map(({ timePeriod, currency, from, to }) =>
					JSON.stringify([timePeriod, currency, from, to]),
				);
				expect(new Set(cells).size).toBe(cells.length);
				for (const balance of summary.waterfall) {
					const { timePeriod, currency, fieldId } = balance;
					const here = summary.categories.filter(
						(cell) => cell.timePeriod === timePeriod && cell.currency === currency,
					);
					const sum = (amountsOf: number[]) =>
						amountsOf.reduce((all, amount) => all + minor(amount, currency), 0);
					const left = here.filter(({ from }) => from?.fieldId === fieldId);
					const came = here.filter(({ to }) => to?.fieldId === fieldId);
					expect(sum(left.map(({ previous }) => previous))).toBe(minor(balance.start, currency));
					expect(sum(came.map(({ current }) => current))).toBe(minor(balance.end, currency));
					expectExact(balance);
				}
			}),
			{ numRuns: 60 },
		);
	});
});

const DEALS = { keyColumns: ['dealId'], maxRowDropPercent: 100 };

const deals = fc.uniqueArray(
	fc.record({
		dealId: fc.constantFrom('d1', 'd2', 'd3', 'd4', 'd5', 'd6'),
		ownerId: fc.constantFrom('ann', 'bob'),
		parentRole: fc.constantFrom('East', 'West', null),
		fieldId: fc.constantFrom('commit', 'best', 'pipeline'),
		timePeriod: fc.constantFrom('2026_Q1', '2026_Q2', '2026_Q3'),
		currency: fc.constantFrom('USD', 'EUR'),
		value: fc.oneof(fc.integer({ min: -50, max: 100 }), fc.constant(null)),
	}),
	{ selector: ({ dealId, timePeriod }) => `${dealId} ${timePeriod}`, maxLength: 12 },
);

describe('the categories', () => {
	const deal = (changes: Record<string, unknown>) => ({
		dealId: 'd1',
		ownerId: 'ann',
		fieldId: 'best',
		timePeriod: '2026_Q1',
		value: 10,
		...changes,
	});
	const matrix = (a: ForecastRowLike[], b: ForecastRowLike[]) =>
		diff(a, b, DEALS).summary.categories.map(
			({ timePeriod, from, to, calls, previous, current }) => [
				timePeriod,
				from?.fieldId ?? null,
				to?.fieldId ?? null,
				calls,
				previous,
				current,
			],
		);

	test('say how many calls went where, with their amounts', () => {
		const stays = deal({ dealId: 'd2', value: 1 });
		expect(
			matrix(
				[deal({}), stays, deal({ dealId: 'd3', value: 3 }), deal({ dealId: 'd4', value: 4 })],
				[
					deal({ fieldId: 'commit', value: 12 }),
					{ ...stays, value: 2 },
					deal({ dealId: 'd3', fieldId: 'commit', value: 3 }),
					deal({ dealId: 'd5', fieldId: 'commit', value: 5 }),
				],
			),
		).toEqual([
			['2026_Q1', 'best', 'best', 1, 1, 2],
			['2026_Q1', 'best', 'commit', 2, 13, 15],
			['2026_Q1', 'best', null, 1, 4, 0],
			['2026_Q1', null, 'commit', 1, 0, 5],
		]);
	});

	test('of two periods are two matrices: a deal leaves one and comes into the other', () => {
		const others = [
			deal({ dealId: 'x', value: 1 }),
			deal({ dealId: 'y', value: 1, timePeriod: '2026_Q2' }),
		];
		expect(
			matrix([...others, deal({})], [...others, deal({ timePeriod: '2026_Q2', value: 11 })]),
		).toEqual([
			['2026_Q1', 'best', 'best', 1, 1, 1],
			['2026_Q1', 'best', null, 1, 10, 0],
			['2026_Q2', 'best', 'best', 1, 1, 1],
			['2026_Q2', null, 'best', 1, 0, 11],
		]);
	});
});
