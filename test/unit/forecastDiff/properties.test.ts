import fc from 'fast-check';

import { decodeToken, encodeToken } from '../../../nodes/ForecastDiff/baseline/token';
import type {
	Change,
	ChangeKind,
	Field,
	ForecastDiff,
	ForecastRowLike,
} from '../../../nodes/ForecastDiff/engine';
import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import { DETECTED_AT, diff, WEEKS } from './rows';

const NAMES = ['a', 'B@x.org', 'b@x.org', '__proto__', 'constructor', 'x|y', 'x\\', 'Zoë 🚀', ' '];

const anyValue = fc.oneof(
	{ weight: 6, arbitrary: fc.double({ noNaN: true, min: -1e9, max: 1e9 }) },
	{ weight: 2, arbitrary: fc.constantFrom(0, -0, null, undefined) },
	{ weight: 1, arbitrary: fc.constantFrom('12', NaN, {}) },
);

/** Anything: duplicates, missing cells, wrong types. */
const anyRow: fc.Arbitrary<ForecastRowLike> = fc.record({
	ownerId: fc.constantFrom(...NAMES),
	ownerName: fc.constantFrom(...NAMES, null),
	ownerEmail: fc.constantFrom(...NAMES, undefined),
	role: fc.constantFrom('AE', null),
	fieldId: fc.constantFrom('commit', 'best', ''),
	fieldName: fc.constantFrom('Commit', null),
	type: fc.constantFrom('forecast', 'quota', undefined),
	value: anyValue,
	currency: fc.constantFrom('USD', 'EUR', null),
	timePeriod: fc.constantFrom('2026_Q1', '2026_Q2', '2025_Q4'),
	weekStart: fc.constantFrom(...WEEKS, null),
});

const anyExport = fc.array(anyRow, { maxLength: 40 });

/** Clean calls of one week: one row per key, a number or null. */
const calls = fc.uniqueArray(
	fc.record({
		ownerId: fc.constantFrom(...NAMES.slice(2, 8)),
		fieldId: fc.constantFrom('commit', 'best', 'pipe'),
		type: fc.constantFrom('forecast', 'quota'),
		timePeriod: fc.constantFrom('2026_Q1', '2026_Q2'),
		value: fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constant(null)),
		currency: fc.constantFrom('USD', 'EUR', null),
		weekStart: fc.constant(WEEKS[0]),
	}),
	{
		selector: ({ ownerId, fieldId, type, timePeriod }) =>
			JSON.stringify([ownerId, fieldId, type, timePeriod]),
		maxLength: 30,
	},
);

/** Everything that an export may tell, in rows that may contradict each other. */
const richExport: fc.Arbitrary<ForecastRowLike[]> = fc.array(
	fc.record({
		ownerId: fc.constantFrom('a', 'b', 'c', 'boss', 'top'),
		ownerName: fc.constantFrom('A', 'Z', null),
		ownerEmail: fc.constantFrom('a@x.org', 'b@x.org', null),
		role: fc.constantFrom('AE', 'West', 'CEO', null),
		parentRole: fc.constantFrom('West', 'CEO', 'AE', null),
		fieldId: fc.constantFrom('commit', 'best'),
		fieldName: fc.constantFrom('Commit', 'Best', null),
		type: fc.constantFrom('forecast', 'forecast', 'adjustment', 'crm_total'),
		dealId: fc.constantFrom('d1', 'd2', 'd3', 'd4'),
		value: fc.oneof(
			{ weight: 6, arbitrary: fc.integer({ min: -100, max: 900 }) },
			{ weight: 2, arbitrary: fc.constantFrom(0, null, undefined, 'x') },
		),
		currency: fc.constantFrom('USD', 'USD', 'EUR', null),
		timePeriod: fc.constantFrom('2026_Q1', '2026_Q1', '2026_Q2', '2025_Q4'),
		weekStart: fc.constantFrom(WEEKS[0], WEEKS[1], WEEKS[1], null),
		isUpdated: fc.constantFrom(true, false, undefined),
		updatedBy: fc.constantFrom('A', 'boss', undefined),
	}),
	{ maxLength: 25 },
);

/** One row per call, in one week, with amounts and no contradictions. */
const plainExport: fc.Arbitrary<ForecastRowLike[]> = fc.uniqueArray(
	fc.record({
		ownerId: fc.constantFrom('a', 'b', 'c', 'boss'),
		role: fc.constantFrom('AE', 'West'),
		parentRole: fc.constantFrom('West', 'East', null),
		fieldId: fc.constantFrom('commit', 'best'),
		type: fc.constant('forecast'),
		value: fc.integer({ min: -100, max: 900 }),
		currency: fc.constantFrom('USD', 'EUR', null),
		timePeriod: fc.constantFrom('2026_Q1', '2026_Q2'),
		weekStart: fc.constant(WEEKS[0]),
		isUpdated: fc.constantFrom(true, false),
	}),
	{
		selector: ({ ownerId, fieldId, timePeriod }) => `${ownerId} ${fieldId} ${timePeriod}`,
		maxLength: 16,
	},
);

/** A result without what tells how many rows there were. */
function outcome({ changes, summary, nextBaseline }: ForecastDiff) {
	return { changes, counts: { ...summary, reconciliation: null }, nextBaseline };
}

function bytes(previous: ForecastRowLike[], current: ForecastRowLike[]): string {
	const { nextBaseline, ...result } = diff(previous, current);
	return JSON.stringify([result, nextBaseline && encodeToken(nextBaseline)]);
}

const MIRRORED: Record<ChangeKind, ChangeKind> = {
	increased: 'decreased',
	decreased: 'increased',
	added: 'removed',
	removed: 'added',
	from_zero: 'to_zero',
	to_zero: 'from_zero',
	moved: 'moved',
	set: 'cleared',
	cleared: 'set',
	currency_changed: 'currency_changed',
};

describe('comparing', () => {
	test('gives the same bytes for any order of the rows', () => {
		fc.assert(
			fc.property(
				anyExport.chain((rows) =>
					fc.tuple(
						fc.constant(rows),
						fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
					),
				),
				anyExport,
				([rows, shuffled], other) => {
					expect(bytes(shuffled, other)).toBe(bytes(rows, other));
					expect(bytes(other, shuffled)).toBe(bytes(other, rows));
				},
			),
			{ numRuns: 60 },
		);
	});

	test('an export with itself finds nothing', () => {
		fc.assert(
			fc.property(anyExport, (rows) => {
				const { changes, summary } = diff(rows, rows);
				expect(changes).toEqual([]);
				expect(summary).toMatchObject({ belowThreshold: 0, newPeriods: [], gonePeriods: [] });
			}),
		);
	});

	test('the other way round finds the mirror image', () => {
		fc.assert(
			fc.property(calls, calls, (a, b) => {
				const there = diff(a, b).changes;
				const back = diff(b, a).changes;
				const mirror = (change: Change) => ({
					key: change.key,
					kind: MIRRORED[change.kind],
					previous: change.current,
					current: change.previous,
					delta: change.delta === null ? null : 0 - change.delta,
				});
				const plain = ({ key, kind, previous, current, delta }: Change) => ({
					key,
					kind,
					previous,
					current,
					delta,
				});
				expect(back.map(plain)).toEqual(there.map(mirror));
			}),
		);
	});

	test('finds exactly the changes that were made', () => {
		const change = fc.constantFrom('keep', 'raise', 'clear', 'drop');
		fc.assert(
			fc.property(calls, fc.array(change, { minLength: 30, maxLength: 30 }), (before, fates) => {
				// One call per period, field and type that stays, so that none of these disappears.
				const anchors = ['2026_Q1', '2026_Q2'].flatMap((timePeriod) =>
					['commit', 'best', 'pipe'].flatMap((fieldId) =>
						['forecast', 'quota'].map((type) => ({
							...{ ownerId: 'anchor', fieldId, type, value: 1, currency: 'USD' },
							timePeriod,
							weekStart: WEEKS[0],
						})),
					),
				);
				const expected: Array<[string, ChangeKind]> = [];
				const after: ForecastRowLike[] = [...anchors];
				before.forEach((call, position) => {
					const fate = fates[position];
					const { value } = call;
					const note = (kind: ChangeKind) => expected.push([JSON.stringify(call), kind]);
					if (fate === 'drop') {
						if (value !== null) note('removed');
						return;
					}
					if (fate === 'clear') {
						if (value !== null) note('cleared');
						after.push({ ...call, value: null });
						return;
					}
					if (fate === 'raise') {
						after.push({ ...call, value: (value ?? 0) + 7 });
						if (value === null) note('set');
						else if (value === 0) note('from_zero');
						else note(value === -7 ? 'to_zero' : 'increased');
						return;
					}
					after.push(call);
				});
				const { changes } = diff([...anchors, ...before], after, { maxRowDropPercent: 100 });
				const found = changes.map(({ key, kind }) => [key, kind]);
				const keyOf = (json: string): string => {
					const { nextBaseline } = diff([], [JSON.parse(json)]);
					return [...(nextBaseline?.entries.keys() ?? [])].join();
				};
				expect(found.sort()).toEqual(expected.map(([json, kind]) => [keyOf(json), kind]).sort());
			}),
		);
	});

	test('counts every call once', () => {
		fc.assert(
			fc.property(anyExport, anyExport, (a, b) => {
				const { summary, blocked } = diff(a, b);
				if (blocked || summary.comparedWith === null) return;
				const { added, removed, changes } = summary;
				expect(summary.compared).toBe(summary.unchanged + changes - added - removed);
			}),
		);
	});

	test('with a stored baseline is the same as with its rows', () => {
		fc.assert(
			fc.property(calls, calls, (a, b) => {
				const { nextBaseline } = diff([], a);
				fc.pre(nextBaseline !== null);
				const stored = compareForecasts(nextBaseline && decodeToken(encodeToken(nextBaseline)), b, {
					detectedAt: DETECTED_AT,
					percentThreshold: 0,
				});
				expect(stored.changes).toEqual(diff(a, b).changes);
			}),
		);
	});

	test('again with its own next baseline finds nothing new', () => {
		fc.assert(
			fc.property(anyExport, anyExport, (a, b) => {
				// The history grows with every run, so it is left out here.
				const { nextBaseline } = diff(a, b, { keepHistory: 0 });
				fc.pre(nextBaseline !== null);
				const again = compareForecasts(nextBaseline, b, {
					detectedAt: DETECTED_AT,
					keepHistory: 0,
					percentThreshold: 0,
				});
				expect(again.changes).toEqual([]);
				const token = again.nextBaseline && encodeToken(again.nextBaseline);
				expect(token).toBe(nextBaseline && encodeToken(nextBaseline));
			}),
		);
	});

	test('then applying the changes gives the other', () => {
		const groupOf = ({ timePeriod, fieldId, type }: { timePeriod: string } & Partial<Field>) =>
			JSON.stringify([timePeriod, fieldId, type]);
		const valuesOf = (rows: readonly ForecastRowLike[], groups: readonly string[]) => {
			const { nextBaseline } = diff([], rows);
			const values = new Map<string, string>();
			for (const [key, { value, currency, timePeriod, field }] of nextBaseline?.entries ?? []) {
				if (!groups.includes(groupOf({ ...field, timePeriod }))) continue;
				if (typeof value === 'number') values.set(key, `${value} ${currency ?? ''}`);
			}
			return values;
		};
		fc.assert(
			fc.property(calls, calls, (a, b) => {
				const { changes, summary, dataQuality } = diff(a, b);
				fc.pre(!dataQuality.some(({ check }) => check === 'no_baseline') && !summary.blocked);
				const groups = [...new Set(a.map(groupOf))].filter((group) =>
					b.some((call) => groupOf(call) === group),
				);
				const state = valuesOf(a, groups);
				for (const { key, current, currency, previous } of changes) {
					expect(state.has(key)).toBe(previous !== null);
					if (current === null) state.delete(key);
					else state.set(key, `${current} ${currency ?? ''}`);
				}
				const amounts = (values: Map<string, string>) =>
					[...values].map(([key, text]) => `${key} ${text.split(' ')[0] ?? ''}`).sort();
				expect(amounts(state)).toEqual(amounts(valuesOf(b, groups)));
			}),
		);
	});

	test('reads batches like one list', () => {
		fc.assert(
			fc.property(richExport, richExport, fc.integer({ min: 1, max: 7 }), (a, b, size) => {
				const batches = (rows: ForecastRowLike[]) => ({
					*batchesOf() {
						for (let start = 0; start < rows.length; start += size) {
							yield rows.slice(start, start + size);
							yield [];
						}
					},
				});
				const options = { detectedAt: DETECTED_AT, percentThreshold: 0 };
				const whole = compareForecasts(a, b, options);
				const parts = compareForecasts(
					{ batches: batches(a).batchesOf() },
					{ batches: batches(b).batchesOf() },
					options,
				);
				expect(JSON.stringify(parts)).toBe(JSON.stringify(whole));
				expect(parts.nextBaseline).toEqual(whole.nextBaseline);
			}),
			{ numRuns: 50 },
		);
	});

	test('takes rows that say it twice like rows that say it once', () => {
		fc.assert(
			fc.property(
				plainExport,
				plainExport,
				fc.array(fc.nat(), { maxLength: 20 }),
				(a, b, again) => {
					const twice = (rows: ForecastRowLike[]) => [
						...rows,
						...again.flatMap((place) => rows.slice(place % rows.length).slice(0, 1)),
					];
					const once = outcome(diff(a, b, { maxRowDropPercent: 100 }));
					expect(outcome(diff(twice(a), b, { maxRowDropPercent: 100 }))).toEqual(once);
					expect(outcome(diff(a, twice(b), { maxRowDropPercent: 100 }))).toEqual(once);
					expect(outcome(diff(twice(a), twice(b), { maxRowDropPercent: 100 }))).toEqual(once);
				},
			),
			{ numRuns: 50 },
		);
	});

	test('finds the same in one week as in that week beside older ones without a word', () => {
		fc.assert(
			fc.property(plainExport, plainExport, (a, b) => {
				const withWeeks = (rows: ForecastRowLike[]) =>
					rows.flatMap((call) => [{ ...call, value: null, weekStart: '2025-12-26' }, call]);
				const options = { maxRowDropPercent: 100 };
				const once = diff(a, b, options);
				const weekly = diff(withWeeks(a), withWeeks(b), options);
				const brief = ({ changes, summary }: ForecastDiff) => ({
					changes: changes.map(({ key, kind, previous, current, explainedBy, movedFrom }) => ({
						...{ key, kind, previous, current, explainedBy, movedFrom },
					})),
					waterfall: summary.waterfall,
					categories: summary.categories,
					teams: summary.teams,
				});
				expect(brief(weekly)).toEqual(brief(once));
			}),
			{ numRuns: 50 },
		);
	});

	test('with all features gives the same bytes for any order of the rows', () => {
		fc.assert(
			fc.property(
				richExport,
				richExport,
				richExport.chain((rows) =>
					fc.tuple(
						fc.constant(rows),
						fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
					),
				),
				fc.record({
					quiet: fc.boolean(),
					coolDownHours: fc.constantFrom(0, 48),
					percentThreshold: fc.constantFrom(0, 30),
					against: fc.constantFrom('lastRun' as const, 'lastAlert' as const),
					keyColumns: fc.constantFrom(
						['ownerId', 'fieldId', 'type'],
						['dealId'],
						['dealId', 'ownerId'],
					),
				}),
				fc.boolean(),
				(first, second, [third, shuffled], options, withReference) => {
					const settings = { ...options, maxRowDropPercent: 100 };
					const start = diff([], first, settings).nextBaseline;
					const held = compareForecasts(start, second, {
						...settings,
						quiet: true,
						detectedAt: '2026-01-08T08:00:00.000Z',
					}).nextBaseline;
					const last = compareForecasts(held, second, {
						...settings,
						detectedAt: '2026-01-08T20:00:00.000Z',
					}).nextBaseline;
					const run = (rows: ForecastRowLike[]) => {
						const { nextBaseline, ...result } = compareForecasts(last, rows, {
							...settings,
							detectedAt: DETECTED_AT,
							...(withReference && start && { reference: start }),
						});
						return JSON.stringify([result, nextBaseline && encodeToken(nextBaseline)]);
					};
					expect(run(shuffled)).toBe(run(third));
				},
			),
			{ numRuns: 60 },
		);
	});

	test('with all features finds nothing between an export and itself', () => {
		fc.assert(
			fc.property(richExport, (rows) => {
				const { changes, summary } = diff(rows, rows);
				expect(changes).toEqual([]);
				for (const { start, end } of summary.waterfall) expect(end).toBe(start);
				expect(summary.teams).toEqual([]);
			}),
			{ numRuns: 50 },
		);
	});

	test('never changes its input', () => {
		const freeze = (rows: ForecastRowLike[]) =>
			Object.freeze(rows.map((call) => Object.freeze({ ...call })));
		fc.assert(
			fc.property(anyExport, anyExport, (a, b) => {
				expect(() => diff(freeze(a), freeze(b))).not.toThrow();
			}),
		);
	});
});
