import fc from 'fast-check';

import type {
	Change,
	CompareOptions,
	ForecastDiff,
	ForecastRowLike,
} from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { BYSTANDER, row } from './rows';
import { at, brief, Runs } from './runs';

const QUIET = { quiet: true };
const BOTH = ['lastAlert', 'lastRun'] as const;

describe.each(BOTH)('the cool-down, against %s', (against) => {
	const runs = (first: number | null = 100) => {
		const series = new Runs({ against, coolDownHours: 10, swingPercent: 200 });
		series.value(first);
		return series;
	};

	test('keeps a further change of the same call back, and tells it when it is over', () => {
		const series = runs();
		expect(brief(series.value(150))).toEqual([['increased', 100, 150]]);
		const held = series.value(160);
		expect(held).toMatchObject({ changes: [], summary: { heldBack: 1, changes: 0 } });
		series.value(170);
		series.hours = 20;
		const told = series.value(170);
		expect(told.changes).toMatchObject([
			{ kind: 'increased', previous: 150, current: 170, heldSince: at(3) },
		]);
		expect(told.summary).toMatchObject({ digest: true, heldBack: 0 });
		expect(series.value(170).changes).toEqual([]);
	});

	test('is one of this call only', () => {
		const series = runs();
		series.value(150);
		const { changes } = series.run([{ ...BYSTANDER, value: 1 }, row({ value: 150 })]);
		expect(changes).toMatchObject([{ ownerName: 'Sam Sample' }]);
	});

	test('ends for a move twice as large as the reported one', () => {
		const series = runs();
		series.value(150);
		expect(series.value(199).changes).toEqual([]);
		expect(series.value(200).changes).toMatchObject([
			{ previous: 150, current: 200, escalates: { alertedAt: at(2) }, heldSince: at(3) },
		]);
	});

	test('ends for a change that has become high', () => {
		const series = runs(1000);
		const options = { swingPercent: 20 };
		expect(series.value(1190, options).changes).toMatchObject([{ severity: 'medium' }]);
		expect(series.value(1300, options).changes).toEqual([]);
		expect(series.value(1440, options).changes).toMatchObject([
			{ previous: 1190, severity: 'high', escalates: { alertedAt: at(2) } },
		]);
	});

	test('does not keep back that the move is taken back', () => {
		const series = runs();
		series.value(150);
		const { changes, summary } = series.value(100);
		expect(changes).toMatchObject([
			{ kind: 'decreased', previous: 150, current: 100, resolves: { alertedAt: at(2) } },
		]);
		expect(summary.resolved).toBe(1);
		// The alert is over, and with it the cool-down.
		const again = series.value(150).changes;
		expect(again).toMatchObject([{ previous: 100, current: 150 }]);
		expect(again[0]).not.toHaveProperty('resolves');
	});

	test.each([
		[100, null],
		[null, 100],
		[0, 100],
		[100, 0],
	])('%p to %p and back is resolved', (from, to) => {
		const series = runs(from);
		expect(series.value(to).changes).toHaveLength(1);
		expect(series.value(from).changes).toMatchObject([
			{ previous: to, current: from, resolves: { alertedAt: at(2) } },
		]);
	});

	test('an amount near the old one is back, as far as the threshold tells', () => {
		const series = runs();
		const options = { percentThreshold: 10 };
		series.value(150, options);
		expect(series.value(109, options).changes).toMatchObject([{ resolves: {} }]);
		const other = runs();
		other.value(150, options);
		expect(other.value(111, options).changes).toEqual([]);
	});

	test('a removed call is told, and its coming back as well', () => {
		const series = new Runs({ against, coolDownHours: 10 });
		series.value(100);
		expect(brief(series.call(null))).toEqual([['removed', 100, null]]);
		expect(brief(series.value(100))).toEqual([['added', null, 100]]);
		const gone = series.call(null);
		expect(gone.changes).toMatchObject([{ kind: 'removed', resolves: { alertedAt: at(3) } }]);
	});

	test('lets a removal through that turns the reported move around', () => {
		const series = runs();
		series.value(200, { swingPercent: 20 });
		expect(series.call(null).changes).toMatchObject([
			{ kind: 'removed', previous: 200, escalates: { alertedAt: at(2) } },
		]);
		expect(series.call(null).changes).toEqual([]);
	});

	test('a second move to another owner takes nothing back and is not worse', () => {
		const series = new Runs({ against, coolDownHours: 10, keyColumns: ['dealId'] });
		const deal = (ownerId: string) => [{ ...row({ ownerId, ownerEmail: null }), dealId: 'd' }];
		series.run(deal('ann'));
		expect(series.run(deal('bob')).changes).toMatchObject([{ kind: 'moved' }]);
		expect(series.run(deal('cid'))).toMatchObject({ changes: [], summary: { heldBack: 1 } });
		series.hours = 30;
		const { changes } = series.run(deal('cid'));
		expect(changes).toMatchObject([
			{ kind: 'moved', ownerId: 'cid', movedFrom: { ownerId: 'bob' }, heldSince: at(3) },
		]);
		expect(changes[0]).not.toHaveProperty('resolves');
	});
});

describe.each(BOTH)('quiet hours, against %s', (against) => {
	const series = () => new Runs({ against });

	test('hold everything, and the first run afterwards is the digest', () => {
		const runs = series();
		const before = [
			BYSTANDER,
			row({ ownerId: 'up', ownerEmail: null, value: 100 }),
			row({ ownerId: 'gone', ownerEmail: null, value: 20 }),
			row({ ownerId: 'old', ownerEmail: 'moves@example.com', value: 30 }),
			row({ ownerId: 'coin', ownerEmail: null, value: 40 }),
		];
		const after = [
			BYSTANDER,
			row({ ownerId: 'up', ownerEmail: null, value: 150 }),
			row({ ownerId: 'new', ownerEmail: 'moves@example.com', value: 30 }),
			row({ ownerId: 'coin', ownerEmail: null, value: 40, currency: 'EUR' }),
			row({ ownerId: 'added', ownerEmail: null, value: 60 }),
		];
		runs.run(before);
		for (let night = 0; night < 3; night++) {
			expect(runs.run(after, QUIET)).toMatchObject({
				changes: [],
				summary: { changes: 0, heldBack: 5, digest: false, cameBack: [] },
			});
		}
		const { changes, summary } = runs.run(after);
		expect(changes.map(({ ownerId, kind, heldSince }) => [ownerId, kind, heldSince])).toEqual([
			['added', 'added', at(2)],
			['up', 'increased', at(2)],
			['coin', 'currency_changed', at(2)],
			['gone', 'removed', at(2)],
			['new', 'moved', at(2)],
		]);
		expect(summary).toMatchObject({ digest: true, heldBack: 0, cameBack: [] });
		expect(runs.run(after)).toMatchObject({ changes: [], summary: { cameBack: [] } });
	});

	test('what came and went meanwhile is named, and told once', () => {
		const runs = series();
		runs.value(100);
		runs.value(150, QUIET);
		expect(runs.value(100, QUIET).summary).toMatchObject({ heldBack: 0, cameBack: [] });
		const { changes, summary } = runs.value(100);
		expect(changes).toEqual([]);
		expect(summary.cameBack).toEqual([
			{
				at: at(2),
				why: 'quietHours',
				kind: 'increased',
				previous: 100,
				current: 150,
				currency: 'USD',
				labels: expect.objectContaining({ ownerName: 'Robin Example' }),
			},
		]);
		expect(runs.value(100).summary.cameBack).toEqual([]);
	});

	test('a call that came and went in one night is named', () => {
		const runs = series();
		runs.call(null);
		runs.value(100, QUIET);
		const { changes, summary } = runs.call(null);
		expect(changes).toEqual([]);
		expect(summary.cameBack).toMatchObject([{ kind: 'added', current: 100 }]);
	});

	test('a removal that was none is named', () => {
		const runs = series();
		runs.value(100);
		runs.call(null, QUIET);
		const { changes, summary } = runs.value(100);
		expect(changes).toEqual([]);
		expect(summary.cameBack).toMatchObject([{ kind: 'removed', previous: 100 }]);
	});

	test('lose nothing where the export is unclear on the morning after', () => {
		const runs = series();
		runs.value(100);
		runs.value(150, QUIET);
		const unclear = runs.run([BYSTANDER, row({ value: 1 }), row({ value: 2 })]);
		expect(unclear.summary).toMatchObject({ changes: 0, leftOut: 1, cameBack: [] });
		expect(runs.value(150).changes).toMatchObject([
			{ previous: 100, current: 150, heldSince: at(2) },
		]);
	});

	test('lose nothing where the export is silent on the morning after', () => {
		const runs = series();
		runs.value(100);
		runs.value(150, QUIET);
		const silent = runs.run([BYSTANDER, row({ value: undefined })]);
		expect(silent.summary).toMatchObject({ changes: 0, cameBack: [] });
		expect(brief(runs.value(150))).toEqual([['increased', 100, 150]]);
	});

	test('tell what waited as it was, once, when its quarter is over on the morning after', () => {
		const runs = series();
		runs.value(100);
		runs.value(150, QUIET);
		const nextQuarter = [{ ...BYSTANDER, timePeriod: '2026_Q2' }];
		const { summary } = runs.run(nextQuarter);
		expect(summary).toMatchObject({
			changes: 0,
			cameBack: [],
			lateChanges: [{ previous: 100, current: 150, at: at(2) }],
		});
		expect(summary.plainText).toContain('Before their period closed');
		expect(runs.run(nextQuarter).summary.lateChanges).toEqual([]);
		expect(runs.value(150).changes).toEqual([]);
	});

	test('a deal that changes hands at night is told in the morning', () => {
		const runs = new Runs({ against, keyColumns: ['dealId'] });
		const deal = (changes: Partial<ForecastRow>) => [{ ...row(changes), dealId: 'd' }];
		const other = { ownerId: 'bob', ownerName: 'Bob', ownerEmail: null };
		runs.run(deal({ value: 100 }));
		runs.run(deal({ value: 110, ...other }), QUIET);
		runs.run(deal({ value: 120, ...other }), QUIET);
		expect(runs.run(deal({ value: 120, ...other })).changes).toMatchObject([
			{
				kind: 'moved',
				previous: 100,
				current: 120,
				ownerName: 'Bob',
				movedFrom: { ownerName: 'Robin Example' },
				heldSince: at(2),
			},
		]);
		expect(runs.run(deal({ value: 120, ...other })).changes).toEqual([]);
	});

	test('data quality does not wait', () => {
		const runs = series();
		runs.value(100);
		const { dataQuality } = runs.run([BYSTANDER, row({ value: 1 }), row({ value: 2 })], QUIET);
		expect(dataQuality).toMatchObject([{ check: 'duplicate_keys' }]);
	});
});

/** What the readers of all alerts know: the amount of each call, and whose it is. */
class Reader {
	readonly known = new Map<string, string>();

	private readonly values = new Map<string, number | null>();

	learn(calls: ReadonlyMap<string, Call>): void {
		for (const [id, call] of calls) this.note(id, call.value, call.ownerId);
	}

	/** Applies a change, and sees that it is news that follows from what was known. */
	read({ key, kind, previous, current, ownerId, movedFrom }: Change): void {
		const [id = ''] = key.split('|');
		expect({ id, previous }).toEqual({ id, previous: this.values.get(id) ?? null });
		const owner = movedFrom?.ownerId ?? ownerId;
		if (previous !== null) expect(this.known.get(id)).toBe(text(previous, owner ?? ''));
		expect(text(current, ownerId ?? '')).not.toBe(this.known.get(id) ?? 'none');
		if (kind === 'removed') {
			this.note(id, null, '');
		} else {
			this.note(id, current, ownerId ?? '');
		}
	}

	valueOf(id: string): number | null {
		return this.values.get(id) ?? null;
	}

	private note(id: string, value: number | null, owner: string): void {
		if (value === null) {
			this.known.delete(id);
			this.values.delete(id);
		} else {
			this.known.set(id, text(value, owner));
			this.values.set(id, value);
		}
	}
}

const text = (value: number | null, owner: string) =>
	value === null ? 'none' : `${value} ${owner}`;

interface Call {
	value: number | null;
	ownerId: string;
}

/** What happens to one deal before a run. */
const step = fc.oneof(
	{ weight: 4, arbitrary: fc.constant('keep' as const) },
	{ weight: 4, arbitrary: fc.integer({ min: 1, max: 400 }) },
	{
		weight: 1,
		arbitrary: fc.constantFrom('clear', 'remove', 'ann', 'bob', 'cid', 'silent', 'unclear'),
	},
);

const DEALS = ['d1', 'd2', 'd3'];

const walk = fc.array(
	fc.record({
		steps: fc.tuple(step, step, step),
		quiet: fc.boolean(),
		hours: fc.integer({ min: 1, max: 20 }),
	}),
	{ minLength: 3, maxLength: 10 },
);

/** Applies what happens to the deals. Returns the rows of the export, and what is true by then. */
function stepOn(reality: ReadonlyMap<string, Call>, steps: ReadonlyArray<number | string>) {
	const calls = new Map(reality);
	const rows: ForecastRowLike[] = [];
	DEALS.forEach((dealId, position) => {
		const what = steps[position];
		const before = calls.get(dealId);
		if (what === 'remove') calls.delete(dealId);
		else if (what === 'clear' && before !== undefined)
			calls.set(dealId, { ...before, value: null });
		else if (typeof what === 'number') {
			calls.set(dealId, { ownerId: before?.ownerId ?? 'ann', value: what });
		} else if (typeof what === 'string' && ['ann', 'bob', 'cid'].includes(what) && before) {
			calls.set(dealId, { ...before, ownerId: what });
		}
		const now = calls.get(dealId);
		if (now === undefined) return;
		const plain = { ...row({ ownerId: now.ownerId, ownerEmail: null }), dealId };
		if (what === 'silent') rows.push({ ...plain, value: undefined });
		else if (what === 'unclear') rows.push({ ...plain, value: 1 }, { ...plain, value: 2 });
		else rows.push({ ...plain, value: now.value });
	});
	const bystander = { ...row({ ownerId: 'x', ownerEmail: null }), dealId: 'x' };
	return { calls, rows: [...rows, bystander] };
}

const first = new Map<string, Call>([
	['d1', { value: 100, ownerId: 'ann' }],
	['d2', { value: 200, ownerId: 'bob' }],
]);

/** Follows a walk, and hands each run to a check. */
function follow(
	steps: ReadonlyArray<{ steps: Array<number | string>; quiet: boolean; hours: number }>,
	options: Partial<CompareOptions>,
	check: (
		result: ForecastDiff,
		reader: Reader,
		truth: ReadonlyMap<string, Call>,
		quiet: boolean,
	) => void,
): void {
	const runs = new Runs({ keyColumns: ['dealId'], ...options });
	const reader = new Reader();
	let { calls, rows } = stepOn(first, []);
	runs.run(rows);
	reader.learn(calls);
	for (const { steps: what, quiet, hours } of steps) {
		({ calls, rows } = stepOn(calls, what));
		runs.hours += hours;
		const before = runs.snapshot?.held ?? new Map();
		const result = runs.run(rows, { quiet });
		for (const change of result.changes) reader.read(change);
		if (quiet) expect(result.changes).toEqual([]);
		const { cameBack } = result.summary;
		// What was kept back is told, came back, or is still kept.
		const told = new Set(result.changes.map(({ key }) => key));
		const kept = runs.snapshot?.held ?? new Map();
		const waits = [...before.keys()].filter((key) => !told.has(key) && !kept.has(key));
		expect(waits).toHaveLength(cameBack.length);
		check(result, reader, calls, quiet);
	}
}

function stated(calls: ReadonlyMap<string, Call>): Map<string, string> {
	const texts = new Map<string, string>();
	for (const [id, { value, ownerId }] of calls) {
		if (value !== null) texts.set(id, text(value, ownerId));
	}
	return texts;
}

const sorted = (map: ReadonlyMap<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** The same walk, of exports that say something about every call. */
function alwaysClear<Step extends { steps: Array<number | string> }>(steps: readonly Step[]) {
	return steps.map((one) => ({
		...one,
		steps: one.steps.map((what) => (what === 'silent' || what === 'unclear' ? 'keep' : what)),
	}));
}

/** The same walk of amounts only: that something too small to be told moved or went is forgotten. */
function onlyAmounts<Step extends { steps: Array<number | string> }>(steps: readonly Step[]) {
	const amountOf = (what: number | string) => {
		if (typeof what === 'number') return what;
		return what === 'remove' || what === 'clear' ? 'clear' : 'keep';
	};
	return steps.map((one) => ({ ...one, steps: one.steps.map(amountOf) }));
}

/** Ends each walk with runs in which everything is said clearly. */
const ending = { steps: ['keep', 'keep', 'keep'], quiet: false, hours: 500 };

describe.each(BOTH)('over many runs, against %s', (against) => {
	test('each difference is told exactly once', () => {
		fc.assert(
			fc.property(walk, (steps) => {
				const loud = alwaysClear(steps).map((one) => ({ ...one, quiet: false }));
				follow(loud, { against }, (_result, reader, truth) => {
					expect(sorted(reader.known)).toEqual(sorted(stated(truth)));
				});
			}),
			{ numRuns: 15 },
		);
	});

	test('quiet hours lose nothing and tell nothing twice', () => {
		fc.assert(
			fc.property(walk, (steps) => {
				follow(alwaysClear(steps), { against }, (_result, reader, truth, quiet) => {
					if (!quiet) expect(sorted(reader.known)).toEqual(sorted(stated(truth)));
				});
			}),
			{ numRuns: 15 },
		);
	});

	test('nor do exports that say nothing, and cool-downs', () => {
		fc.assert(
			fc.property(walk, fc.constantFrom(0, 15), (steps, coolDownHours) => {
				let last: [string, string][] = [];
				let truth: ReadonlyMap<string, Call> = first;
				follow([...steps, ending], { against, coolDownHours }, (_result, reader, calls) => {
					last = sorted(reader.known);
					truth = calls;
				});
				expect(last).toEqual(sorted(stated(truth)));
			}),
			{ numRuns: 20 },
		);
	});
});

test('small moves: what was told last is never further away than the threshold', () => {
	fc.assert(
		fc.property(
			walk,
			fc.record({
				percentThreshold: fc.constantFrom(0, 10),
				moneyThreshold: fc.constantFrom(0, 30),
			}),
			(steps, thresholds) => {
				follow(
					onlyAmounts(steps),
					{ against: 'lastAlert', ...thresholds },
					(_result, reader, truth, quiet) => {
						if (quiet) return;
						for (const id of DEALS) {
							const told = reader.valueOf(id);
							const real = truth.get(id)?.value ?? null;
							const delta = Math.abs((real ?? 0) - (told ?? 0));
							const isPercent = told !== null && real !== null;
							const percent = isPercent ? (delta / told) * 100 : Infinity;
							const isFar =
								told !== real &&
								delta > thresholds.moneyThreshold &&
								percent > thresholds.percentThreshold + 0.1;
							expect({ id, told, real, isFar }).toMatchObject({ isFar: false });
						}
					},
				);
			},
		),
		{ numRuns: 15 },
	);
});
