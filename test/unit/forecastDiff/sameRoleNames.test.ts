import { Organisation } from '../../../sandbox/vendors';
import { resolveRequest } from '../../../sandbox/vendors/clari/exportRequest';
import { fiveLists } from '../../../sandbox/vendors/clari/results';
import { rowsOfFiveLists } from '../../../nodes/shared/forecast/clariExport/fiveLists';
import type { ForecastDiff } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { BYSTANDER, checksOf, diff, row } from './rows';
import { Runs, stored } from './runs';

/** Two roles "Sales Manager": one below VP East, one below VP West. Each leads one AE. */
function company(east: number, west: number): ForecastRow[] {
	const people: Array<[string, number, [string, string], [string, string] | undefined]> = [
		['cro', 6000, ['CRO', 'r0'], undefined],
		['vpe', 1000, ['VP East', 'r1'], ['CRO', 'r0']],
		['vpw', 5000, ['VP West', 'r2'], ['CRO', 'r0']],
		['me', east, ['Sales Manager', 'r3'], ['VP East', 'r1']],
		['mw', west, ['Sales Manager', 'r4'], ['VP West', 'r2']],
		['re', east, ['AE', 'r5'], ['Sales Manager', 'r3']],
		['rw', west, ['AE', 'r6'], ['Sales Manager', 'r4']],
	];
	return people.map(([ownerId, value, [role, hierarchyId], above]) =>
		row({
			ownerId,
			ownerName: ownerId,
			ownerEmail: null,
			role,
			parentRole: above?.[0] ?? null,
			hierarchyId,
			parentHierarchyId: above?.[1] ?? null,
			value,
		}),
	);
}

/** As a CSV has them, or a store of an earlier version. */
const withoutIds = (rows: readonly ForecastRow[]) =>
	rows.map((one) => ({ ...one, hierarchyId: undefined, parentHierarchyId: undefined }));

const teams = ({ summary }: ForecastDiff) =>
	summary.teams.map(({ manager, depth, start, end }) => [
		manager.ownerId,
		manager.role,
		depth,
		start,
		end,
	]);

const BY_ID = [
	['cro', 'CRO', 0, 6000, 9000],
	['mw', 'Sales Manager', 2, 5000, 8000],
	['vpw', 'VP West', 1, 5000, 8000],
];

describe('roles of one name', () => {
	test('are told apart by their ids', () => {
		const result = diff(company(1000, 5000), company(1000, 8000));
		expect(teams(result)).toEqual(BY_ID);
		expect(result.summary.teams.map(({ call }) => call?.current)).toEqual([6000, 8000, 5000]);
		expect(checksOf(result)).toEqual([]);
		const back = diff(company(1000, 5000).reverse(), company(1000, 8000).reverse());
		expect(back).toEqual(result);
	});

	test('are told apart in a stored baseline as well', () => {
		const runs = new Runs();
		runs.run(company(1000, 5000));
		const gone = company(1000, 8000).filter(({ ownerId }) => ownerId !== 'mw');
		expect(teams(runs.run(gone))).toEqual(BY_ID);
	});

	test.each([
		['rows', withoutIds],
		['a snapshot', (rows: ForecastRow[]) => new Runs().run(withoutIds(rows)).nextBaseline],
	])('a baseline without ids (%s) is of the same people', (_, from) => {
		const runs = new Runs();
		const before = from(company(1000, 5000));
		const result = Array.isArray(before)
			? diff(before, company(1000, 8000))
			: ((runs.snapshot = before && stored(before)), runs.run(company(1000, 8000)));
		expect(teams(result)).toEqual(BY_ID);
		expect(result.changes.map(({ ownerId }) => ownerId)).toEqual(['mw', 'rw']);
		expect(result.summary.unchanged).toBe(5);
	});

	test('an export without ids beside a baseline with them goes by the names', () => {
		const runs = new Runs();
		runs.run(company(1000, 5000));
		const result = runs.run(withoutIds(company(1000, 8000)));
		expect(result.summary.waterfall).toMatchObject([{ start: 6000, end: 9000 }]);
		expect(result.changes.map(({ kind }) => kind)).toEqual(['increased', 'increased']);
	});

	test('without ids put the team under the company, and are named', () => {
		const result = diff(withoutIds(company(1000, 5000)), withoutIds(company(1000, 8000)));
		expect(teams(result)).toEqual([[null, 'Sales Manager', 0, 6000, 9000]]);
		expect(result.dataQuality).toMatchObject([
			{
				check: 'ambiguous_roles',
				severity: 'warning',
				details: {
					count: 1,
					roles: [{ role: 'Sales Manager', parentRoles: ['VP East', 'VP West'] }],
				},
			},
		]);
	});

	test('whose holders report to the same role are not ambiguous', () => {
		const both = (value: number) => [
			row({ ownerId: 'a', role: 'Lead', parentRole: 'VP' }),
			row({ ownerId: 'b', role: 'Lead', parentRole: 'VP' }),
			row({ ownerId: 'c', role: 'AE', parentRole: 'Lead', value }),
			row({ ownerId: 'd', role: 'AE', parentRole: 'VP' }),
		];
		expect(checksOf(diff(both(1), both(2)))).toEqual([]);
	});

	test('ids that find nobody leave it to the names', () => {
		const apart = (rows: ForecastRow[]) =>
			rows.map((one) => ({
				...one,
				parentHierarchyId: one.parentHierarchyId && `x${one.parentHierarchyId}`,
			}));
		const result = diff(apart(company(1000, 5000)), apart(company(1000, 8000)));
		expect(teams(result)).toEqual([[null, 'Sales Manager', 0, 6000, 9000]]);
	});

	test('a role that got another name keeps its team, and nobody has moved', () => {
		const renamed = company(1000, 8000).map((one) => ({
			...one,
			...(one.hierarchyId === 'r4' && { role: 'Western Manager' }),
			...(one.parentHierarchyId === 'r4' && { parentRole: 'Western Manager' }),
		}));
		const result = diff(company(1000, 5000), renamed);
		expect(result.changes.map(({ kind }) => kind)).toEqual(['increased', 'increased']);
		expect(teams(result)).toEqual([
			['cro', 'CRO', 0, 6000, 9000],
			['mw', 'Western Manager', 2, 5000, 8000],
			['vpw', 'VP West', 1, 5000, 8000],
		]);
	});

	test('what was kept back has no ids of roles in its labels', () => {
		const runs = new Runs({ coolDownHours: 0 });
		const quiet = (value: number) => [BYSTANDER, row({ value, hierarchyId: 'r', role: 'AE' })];
		runs.run(quiet(100));
		runs.run(quiet(200), { quiet: true });
		const { summary } = runs.run(quiet(100));
		expect(summary.cameBack).toHaveLength(1);
		expect(Object.keys(summary.cameBack[0]?.labels ?? {})).not.toContain('hierarchyId');
	});
});

test('a company where managers share their titles has the same teams as one where they do not', () => {
	const now = () => new Date('2026-02-10T12:00:00.000Z');
	const teamsOf = (sharedTitles: boolean) => {
		const organisation = new Organisation({ now, reps: 60, sharedTitles });
		const rows = () =>
			rowsOfFiveLists({
				...fiveLists(organisation, resolveRequest(organisation, 'forecast', {})),
			});
		const before = rows();
		organisation.advance();
		const result = diff(before, rows());
		expect(checksOf(result)).toEqual([]);
		return result.summary.teams.map(({ manager, depth, start, end, call }) => [
			manager.ownerId,
			depth,
			start,
			end,
			call,
		]);
	};
	const apart = teamsOf(false);
	expect(apart.length).toBeGreaterThan(3);
	expect(teamsOf(true)).toEqual(apart);
});
