import { compareForecasts, type ForecastDiff } from '../../../nodes/ForecastDiff/engine';
import { Hierarchy } from '../../../nodes/ForecastDiff/engine/hierarchy';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { DETECTED_AT, diff, row } from './rows';
import { Runs } from './runs';

function person(
	name: string,
	role: string,
	parentRole: string | null,
	value: number | null,
): ForecastRow {
	return row({ ownerId: name, ownerName: name, ownerEmail: null, role, parentRole, value });
}

/** Vera leads two teams; Ada and Ben are in the one, Cem and Dan in the other, and Eli is hers directly. */
function company(values: Partial<Record<string, number | null>> = {}): ForecastRow[] {
	const people: Array<[string, string, string | null, number]> = [
		['vera', 'VP', null, 1000],
		['max', 'West', 'VP', 400],
		['mia', 'East', 'VP', 300],
		['ada', 'AE', 'West', 100],
		['ben', 'AE', 'West', 200],
		['cem', 'AE', 'East', 50],
		['dan', 'AE', 'East', 60],
		['eli', 'AE', 'VP', 70],
		['ohm', 'AE', null, 5],
	];
	return people.map(([name, role, parentRole, usual]) => {
		const value = values[name];
		return person(name, role, parentRole, value === undefined ? usual : value);
	});
}

function teams({ summary }: ForecastDiff) {
	return summary.teams.map(({ manager, depth, start, end, delta, calls }) => [
		manager.role,
		depth,
		start,
		end,
		delta,
		calls,
	]);
}

const parts = (list: ReadonlyArray<{ ownerName: string | null; delta: number }> | undefined) =>
	list?.map(({ ownerName, delta }) => [ownerName, delta]);

describe('teams', () => {
	test('have the calls of everybody below, each once', () => {
		const result = diff(company(), company({ ada: 160, cem: 40 }));
		expect(teams(result)).toEqual([
			['West', 1, 300, 360, 60, 2],
			['VP', 0, 480, 530, 50, 5],
			['East', 1, 110, 100, -10, 2],
		]);
		expect(result.summary.waterfall).toMatchObject([{ start: 485, end: 535, calls: 6 }]);
		expect(result.summary.moreTeams).toBe(0);
	});

	test('name their manager and the call of the manager beside the sum', () => {
		const { summary } = diff(company(), company({ ada: 160, max: 450 }));
		expect(summary.teams).toMatchObject([
			{
				manager: { ownerId: 'max', ownerName: 'max', role: 'West' },
				call: { previous: 400, current: 450, delta: 50 },
			},
			{
				manager: { ownerId: 'vera', ownerName: 'vera', role: 'VP' },
				call: { previous: 1000, current: 1000, delta: 0 },
			},
		]);
	});

	test('that nothing happened in are not listed', () => {
		expect(teams(diff(company(), company({ max: 1, ohm: 9 })))).toEqual([]);
	});

	test('whose members went up and down as much are listed', () => {
		const { summary } = diff(company(), company({ ada: 150, ben: 150 }));
		expect(summary.teams).toMatchObject([
			{ manager: { role: 'West' }, delta: 0, explainedBy: [{ delta: 50 }, { delta: -50 }] },
			{ manager: { role: 'VP' }, delta: 0 },
		]);
	});

	test('whose manager has no row have no call', () => {
		const without = (rows: ForecastRow[]) => rows.filter(({ ownerId }) => ownerId !== 'max');
		const { summary } = diff(without(company()), without(company({ ada: 160 })));
		expect(summary.teams).toMatchObject([
			{ manager: { ownerId: null, ownerName: null, role: 'West' }, depth: 0, call: null },
		]);
	});

	test('of two managers have none of the two', () => {
		const both = (rows: ForecastRow[]) => [...rows, person('moe', 'West', 'VP', 9)];
		const { summary, changes } = diff(both(company()), both(company({ ada: 160, max: 460 })));
		expect(summary.teams).toMatchObject([
			{ manager: { role: 'VP' } },
			{ manager: { ownerId: null, role: 'West' }, delta: 60, call: null },
		]);
		// Either of their calls is explained by the team.
		expect(changes).toMatchObject([{ ownerId: 'ada' }, { ownerId: 'max', unexplained: 0 }]);
	});

	test('with one person under two names have that manager', () => {
		const named = (rows: ForecastRow[]) => [
			...rows,
			{ ...person('max', 'West', 'VP', 1), ownerName: 'Max M.', fieldId: 'best' },
		];
		const { summary } = diff(named(company()), named(company({ ada: 160 })));
		expect(summary.teams[0]?.manager.ownerId).toBe('max');
	});

	test('keep the calls of a manager in two currencies apart', () => {
		const euro = (rows: ForecastRow[], currency: string) =>
			rows.map((one) => (one.ownerId === 'max' ? { ...one, currency } : one));
		const { summary } = diff(euro(company(), 'USD'), euro(company({ ada: 160 }), 'EUR'));
		expect(summary.teams[0]).toMatchObject({
			manager: { role: 'West' },
			currency: 'USD',
			call: { previous: 400, current: null, delta: null },
		});
	});

	test('of fifty at most are listed, and the rest is counted', () => {
		const many = (value: number) =>
			Array.from({ length: 60 }, (_, n) => person(`rep${n}`, 'AE', `Lead ${n}`, value + n));
		const { summary } = diff(many(10), many(20));
		expect(summary.teams).toHaveLength(50);
		expect(summary.moreTeams).toBe(10);
	});

	test('are the same for any order of the rows', () => {
		const before = company();
		const after = company({ ada: 160, ben: 140, cem: 40, dan: 70, max: 1, vera: 2 });
		const forward = diff(before, after);
		const backward = diff([...before].reverse(), [...after].reverse());
		expect(backward).toEqual(forward);
	});
});

describe('roles of quarters that are over', () => {
	const before = (...rows: ForecastRow[]) => rows.map((one) => ({ ...one, timePeriod: '2025_Q4' }));
	const lead = (value: number) => person('lou', 'Lead', 'West', value);
	const flat = (value: number) => [lead(value), person('ben', 'AE', 'West', value / 2)];

	test.each([
		['rows', (rows: ForecastRow[]) => rows],
		['a stored baseline', (rows: ForecastRow[]) => new Runs().run(rows).nextBaseline],
	])('make nobody a manager now (%s)', (_, from) => {
		const gone = before(
			lead(900),
			person('sid', 'SDR', 'Lead', 900),
			person('ben', 'AE', 'West', 1),
		);
		const options = { detectedAt: DETECTED_AT, percentThreshold: 0 };
		const result = compareForecasts(from([...gone, ...flat(100)]), flat(300), options);
		const alone = compareForecasts(from(flat(100)), flat(300), options);
		expect(result.changes).toEqual(alone.changes);
		expect(result.summary).toEqual({ ...alone.summary, gonePeriods: ['2025_Q4'] });
		expect(result.summary.waterfall).toMatchObject([{ start: 150, end: 450 }]);
	});

	test('give a vacant role no manager who left back then', () => {
		const gone = before(person('amy', 'West', 'VP', 900), person('ben', 'AE', 'West', 900));
		const { summary } = diff(
			[...gone, person('ben', 'AE', 'West', 50)],
			[person('ben', 'AE', 'West', 80)],
		);
		expect(summary.teams).toMatchObject([{ manager: { ownerId: null, role: 'West' }, end: 80 }]);
	});

	test('those of this quarter count, also of people who are gone', () => {
		const { changes, summary } = diff(
			[
				...before(lead(1)),
				lead(400),
				person('sid', 'SDR', 'Lead', 400),
				person('ben', 'AE', 'West', 1),
			],
			flat(600),
		);
		expect(changes.find(({ ownerId }) => ownerId === 'lou')).toMatchObject({ level: 'manager' });
		expect(summary.waterfall).toMatchObject([{ start: 401, removed: 400, end: 300 }]);
	});
});

describe('what explains a manager’s change', () => {
	test('are the three largest changes of the team, with their effect', () => {
		const { changes } = diff(
			company(),
			company({ ada: 90, ben: 230, cem: null, dan: 61, eli: 110, vera: 1019 }),
		);
		const vera = changes.find(({ ownerId }) => ownerId === 'vera');
		expect(parts(vera?.explainedBy)).toEqual([
			['cem', -50],
			['eli', 40],
			['ben', 30],
		]);
		expect(vera?.explainedBy?.[0]).toEqual({
			ownerId: 'cem',
			ownerName: 'cem',
			kind: 'cleared',
			delta: -50,
		});
		// −10 + 30 − 50 + 1 + 40 = 11 of the 19.
		expect(vera).toMatchObject({ delta: 19, unexplained: 8 });
	});

	test('are changes below the threshold as well', () => {
		const { changes } = diff(company(), company({ ada: 101, max: 800 }), { percentThreshold: 10 });
		expect(changes).toMatchObject([
			{ ownerId: 'max', unexplained: 399, explainedBy: [{ ownerName: 'ada', delta: 1 }] },
		]);
	});

	test('is nothing, where the team did not move', () => {
		const { changes } = diff(company(), company({ max: 500 }));
		expect(changes).toMatchObject([{ level: 'manager', explainedBy: [], unexplained: 100 }]);
	});

	test('is not said of reps', () => {
		const [change] = diff(company(), company({ ada: 101 })).changes;
		expect(change?.level).toBe('rep');
		expect(change).not.toHaveProperty('explainedBy');
		expect(change).not.toHaveProperty('unexplained');
	});

	test('is the team’s move in the manager’s own field, period and currency', () => {
		const { changes } = diff(
			[...company(), { ...person('ada', 'AE', 'West', 1), fieldId: 'best' }],
			[...company({ max: 450 }), { ...person('ada', 'AE', 'West', 51), fieldId: 'best' }],
		);
		expect(changes.find(({ ownerId }) => ownerId === 'max')).toMatchObject({
			explainedBy: [],
			unexplained: 50,
		});
	});

	test('is the team’s move, where the manager’s call was cleared', () => {
		const { changes } = diff(
			company(),
			company({ ada: 40, max: null }).map((one) =>
				one.value === null ? { ...one, currency: null } : one,
			),
		);
		expect(changes.find(({ ownerId }) => ownerId === 'max')).toMatchObject({
			kind: 'cleared',
			delta: -400,
			explainedBy: [{ ownerName: 'ada', delta: -60 }],
			unexplained: -340,
		});
	});

	test('is nothing that could be said between two currencies', () => {
		const euro = company({ ada: 160 }).map((one) =>
			one.ownerId === 'max' ? { ...one, currency: 'EUR' } : one,
		);
		const { changes } = diff(company(), euro);
		expect(changes[0]).toMatchObject({
			ownerId: 'max',
			kind: 'currency_changed',
			unexplained: null,
		});
	});

	describe('where another manager takes the role', () => {
		const before = [
			person('max', 'West', 'VP', 300),
			person('ada', 'AE', 'West', 100),
			person('ben', 'AE', 'West', 200),
			person('vera', 'VP', null, 300),
		];
		const after = [
			person('eve', 'West', 'VP', 200),
			person('ben', 'AE', 'West', 200),
			person('vera', 'VP', null, 200),
		];

		test('is one move of the team’s row, which the team explains', () => {
			const { changes, summary, nextBaseline } = diff(before, after);
			expect(changes).toMatchObject([
				{ ownerId: 'ada', kind: 'removed', delta: -100 },
				{
					ownerId: 'eve',
					kind: 'moved',
					reason: 'ownership_moved',
					movedFrom: { ownerId: 'max' },
					previous: 300,
					current: 200,
					delta: -100,
					unexplained: 0,
				},
				{ ownerId: 'vera', kind: 'decreased' },
			]);
			expect(summary.top.map(({ ownerId }) => ownerId)).toEqual(['ada']);
			expect(summary.teams).toMatchObject([
				{ manager: { ownerId: 'eve' }, call: { previous: 300, current: 200, delta: -100 } },
				{ manager: { ownerId: 'vera' } },
			]);
			const runs = new Runs();
			runs.run(before);
			runs.run(after);
			expect(runs.run(after).changes).toEqual([]);
			expect(nextBaseline?.entries.size).toBe(3);
		});

		test('is nothing of two who have it, or of a row that comes without its team', () => {
			const moe = person('moe', 'West', 'VP', 50);
			const shared = diff([...before, moe], [...after, moe]);
			const alone = diff(before.slice(1), [...before.slice(1), person('eve', 'West', 'VP', 400)]);
			for (const { changes } of [shared, alone]) {
				for (const change of changes.filter(({ ownerId }) => ownerId === 'eve')) {
					expect(change.kind).toBe('added');
					expect(change).not.toHaveProperty('explainedBy');
					expect(change).not.toHaveProperty('unexplained');
				}
			}
			expect(alone.changes.map(({ ownerId }) => ownerId)).toEqual(['eve']);
			expect(shared.changes.map(({ kind }) => kind).sort()).toEqual([
				'added',
				'decreased',
				'removed',
				'removed',
			]);
		});

		test('is the team, where all of it came', () => {
			const vera = person('vera', 'VP', null, 300);
			const { changes, summary } = diff([vera], before);
			expect(changes.find(({ ownerId }) => ownerId === 'max')).toMatchObject({
				kind: 'added',
				unexplained: 0,
			});
			expect(summary.top.map(({ ownerId }) => ownerId)).toEqual(['ben', 'ada']);
		});
	});

	describe('in a team with two currencies', () => {
		const rows = (max: number, ada: number, ben: number) => [
			person('max', 'West', null, max),
			person('ada', 'AE', 'West', ada),
			{ ...person('ben', 'AE', 'West', ben), currency: 'EUR' },
		];

		test('is not said where the team moved in the other one', () => {
			const { changes, summary } = diff(rows(1000, 600, 400), rows(1330, 600, 700));
			expect(changes).toMatchObject([
				{ ownerId: 'max', explainedBy: [], unexplained: null },
				{ ownerId: 'ben' },
			]);
			expect(summary.top.map(({ ownerId }) => ownerId)).toEqual(['ben']);
			expect(summary.text).not.toContain('not explained');
		});

		test('is the manager’s own where nobody in the team moved, and the team’s where it did in his', () => {
			expect(diff(rows(1000, 600, 400), rows(1330, 600, 400)).changes).toMatchObject([
				{ ownerId: 'max', explainedBy: [], unexplained: 330 },
			]);
			expect(diff(rows(1000, 600, 400), rows(1330, 930, 400)).changes[1]).toMatchObject({
				ownerId: 'max',
				explainedBy: [{ ownerName: 'ada', delta: 330 }],
				unexplained: 0,
			});
		});

		test('no call is set beside the sum of one currency', () => {
			const { summary } = diff(rows(1000, 600, 400), rows(1330, 650, 700));
			expect(summary.teams.map(({ currency, call }) => [currency, call])).toEqual([
				['EUR', null],
				['USD', null],
			]);
			expect(summary.text).not.toContain('own call');
		});
	});

	test('is who left the team, for the one, and who came, for the other', () => {
		const moved = company({ max: 300, mia: 400, ada: 110 }).map((one) =>
			one.ownerId === 'ada' ? { ...one, parentRole: 'East' } : one,
		);
		const { changes, summary } = diff(company(), moved);
		const of = (name: string) => changes.find(({ ownerId }) => ownerId === name);
		expect(of('max')).toMatchObject({
			unexplained: 0,
			explainedBy: [{ kind: 'moved', delta: -100 }],
		});
		expect(of('mia')).toMatchObject({
			unexplained: -10,
			explainedBy: [{ kind: 'moved', delta: 110 }],
		});
		// For Vera only the amount has changed.
		expect(summary.teams.find(({ manager }) => manager.role === 'VP')).toMatchObject({
			increased: 10,
			movedIn: 0,
			movedOut: 0,
			explainedBy: [{ delta: 10 }],
		});
	});

	test('is one who was promoted out of the team', () => {
		const promoted = company({ max: 300, ada: 900 }).map((one) =>
			one.ownerId === 'ada' ? { ...one, role: 'Lead' } : one,
		);
		const report = person('zoe', 'AE', 'Lead', 1);
		const { summary } = diff([...company(), report], [...promoted, report]);
		expect(summary.teams.find(({ manager }) => manager.role === 'West')).toMatchObject({
			movedOut: 100,
			explainedBy: [{ ownerName: 'ada', delta: -100 }],
		});
	});

	test('counts amounts of no known currency where the call counts', () => {
		const none = company().map((one) => (one.ownerId === 'ada' ? { ...one, currency: null } : one));
		const { summary } = diff(none, company({ ada: 150 }));
		expect(summary.teams.map(({ explainedBy }) => parts(explainedBy))).toEqual([
			[['ada', 50]],
			[['ada', 50]],
		]);
	});
});

describe('the alert', () => {
	const top = ({ summary }: ForecastDiff) => summary.top.map(({ ownerId }) => ownerId);

	test('leaves out managers’ changes that their team explains', () => {
		const result = diff(company(), company({ ada: 160, max: 460, vera: 1060 }));
		expect(top(result)).toEqual(['ada']);
		expect(result.changes).toHaveLength(3);
		expect(result.summary.changes).toBe(3);
	});

	test('counts each move once, however many levels of management it passes', () => {
		const { changes, summary } = diff(company(), company({ ada: 160, max: 460, vera: 1300 }));
		expect(changes.map(({ ownerId, leftToTeam }) => [ownerId, leftToTeam])).toEqual([
			['vera', undefined],
			['ada', undefined],
			['max', true],
		]);
		expect(summary).toMatchObject({
			changes: 3,
			up: 3,
			leftToTeams: 1,
			inAlert: { changes: 2, up: 2, down: 0, anomalies: 2 },
		});
		expect(summary.subject).toMatch(/^2 forecast changes: 2 up · /);
		expect(summary.plainText).toContain('2 to review');
	});

	test('says that totals moved where no single member did', () => {
		const { summary } = diff(company(), company({ ada: 140, ben: 240, max: 480 }), {
			moneyThreshold: 50,
		});
		expect(summary).toMatchObject({ changes: 1, inAlert: { changes: 0 }, top: [] });
		expect(summary.subject).toMatch(/^Team totals moved · .*\+\$80/);
		expect(summary.teams.map(({ delta }) => delta)).toEqual([80, 80]);
	});

	test('counts what is kept back once as well', () => {
		const { summary } = diff(company(), company({ ada: 160, max: 460, vera: 1060 }), {
			quiet: true,
		});
		expect(summary).toMatchObject({ heldBack: 3, inAlert: { changes: 0, heldBack: 1 } });
	});

	test('keeps those that the team explains to less than nine tenths', () => {
		expect(top(diff(company(), company({ ada: 190, max: 500 })))).toEqual(['ada']);
		expect(top(diff(company(), company({ ada: 189, max: 500 })))).toEqual(['max', 'ada']);
		expect(top(diff(company(), company({ max: 500 })))).toEqual(['max']);
		// The team went up, and the manager down.
		expect(top(diff(company(), company({ ada: 160, max: 300 })))).toEqual(['max', 'ada']);
	});

	test('keeps a manager’s change of currency', () => {
		const euro = company().map((one) =>
			one.ownerId === 'max' ? { ...one, currency: 'EUR' } : one,
		);
		expect(top(diff(company(), euro))).toEqual(['max']);
	});
});

describe('roles that make no tree', () => {
	const of = (...people: Array<[string, string | null, string | null]>) => {
		const owners = people.map(([name, role, parentRole]) => ({
			ownerId: name,
			ownerName: name,
			ownerEmail: null,
			role,
			parentRole,
		}));
		const hierarchy = new Hierarchy(owners, []);
		return owners.map((owner) => [
			owner.ownerId,
			hierarchy.levelOf(owner),
			hierarchy.teamOf(owner).role,
			hierarchy.teamOf(owner).depth,
		]);
	};

	test('a role that is its own manager is at the top', () => {
		expect(of(['a', 'A', 'A'], ['b', 'B', 'A'])).toEqual([
			['a', 'manager', 'A', 1],
			['b', 'rep', 'A', 1],
		]);
		expect(of(['a', 'A', 'A'])).toEqual([['a', 'rep', null, 0]]);
	});

	test('two roles that manage each other', () => {
		expect(of(['a', 'A', 'B'], ['b', 'B', 'A'], ['c', 'C', 'A'])).toEqual([
			['a', 'manager', 'B', 1],
			['b', 'manager', 'A', 2],
			['c', 'rep', 'A', 2],
		]);
	});

	test('a longer circle', () => {
		const rows = (value: number) => [
			person('a', 'A', 'B', 1),
			person('b', 'B', 'C', 1),
			person('c', 'C', 'A', 1),
			person('d', 'D', 'A', value),
		];
		const { summary } = diff(rows(10), rows(30));
		expect(summary.waterfall).toMatchObject([{ start: 10, end: 30 }]);
		for (const team of summary.teams) expect(team).toMatchObject({ start: 10, end: 30 });
		expect(diff([...rows(10)].reverse(), [...rows(30)].reverse()).summary.teams).toEqual(
			summary.teams,
		);
	});

	test('no roles: nobody is a manager', () => {
		expect(of(['a', null, null], ['b', 'AE', null])).toEqual([
			['a', 'rep', null, 0],
			['b', 'rep', null, 0],
		]);
	});

	test('a manager whose last report has left is one in that comparison still', () => {
		const before = [person('boss', 'West', null, 100), person('ada', 'AE', 'West', 100)];
		const { summary, changes } = diff(before, [person('boss', 'West', null, 40)]);
		expect(changes.map(({ level, kind }) => [level, kind])).toEqual([
			['rep', 'removed'],
			['manager', 'decreased'],
		]);
		expect(summary.waterfall).toMatchObject([{ start: 100, removed: 100, end: 0 }]);
	});
});
