import type { Change } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { BYSTANDER, changesOf, diff, row, WEEKS } from './rows';

/** Manages Robin Example and Sam Sample. */
const MANAGER = row({
	ownerId: '77:west',
	ownerName: 'Max Manager',
	ownerEmail: 'max@example.com',
	role: 'West Manager',
	parentRole: null,
	value: 500_000,
});

function reasonsOf(changes: readonly Change[]) {
	return Object.fromEntries(
		changes.map(({ ownerName, type, reason }) => [`${ownerName} ${type}`, reason]),
	);
}

/** The reason of a rep's call that goes from 100 to 150, in a team. */
function reasonOf(now: Partial<ForecastRow>): string | undefined {
	const { changes } = diff([MANAGER, row({ value: 100 })], [MANAGER, row({ value: 150, ...now })]);
	return changes.find(({ level }) => level === 'rep')?.reason;
}

describe('who changed a call', () => {
	test.each([
		[{}, 'unknown'],
		[{ isUpdated: false }, 'unknown'],
		[{ isUpdated: null, updatedBy: 'Robin Example' }, 'unknown'],
		[{ isUpdated: true }, 'rep_changed_call'],
		[{ isUpdated: true, updatedBy: null }, 'rep_changed_call'],
		[{ isUpdated: true, updatedBy: 'Robin Example' }, 'rep_changed_call'],
		[{ isUpdated: true, updatedBy: 'ROBIN@example.com' }, 'rep_changed_call'],
		[{ isUpdated: true, updatedBy: '4101' }, 'rep_changed_call'],
		[{ isUpdated: true, updatedBy: '4101:role' }, 'rep_changed_call'],
		[{ isUpdated: true, updatedBy: 'somebody@example.com' }, 'rep_changed_call'],
		[{ isUpdated: true, updatedBy: 'max@example.com' }, 'manager_adjusted'],
		[{ isUpdated: true, updatedBy: 'Max Manager' }, 'manager_adjusted'],
		[{ isUpdated: true, updatedBy: '77' }, 'manager_adjusted'],
		// Known by the name, but it was not now that he changed it.
		[{ isUpdated: false, updatedBy: 'max@example.com' }, 'unknown'],
	])('%p: %s', (now, reason) => {
		expect(reasonOf(now)).toBe(reason);
	});

	test('is asked of the weeks since the baseline, not of older ones', () => {
		const updated = row({ value: 90, weekStart: WEEKS[0], isUpdated: true });
		const before = row({ value: 100, weekStart: WEEKS[1], isUpdated: false });
		const now = row({ value: 150, weekStart: WEEKS[2], isUpdated: false });
		for (const rows of [
			[updated, before, now],
			[now, before, updated],
		]) {
			expect(diff([before], rows).changes).toMatchObject([{ reason: 'unknown' }]);
		}
		const touched = { ...before, isUpdated: true };
		expect(diff([before], [updated, touched, now]).changes).toMatchObject([
			{ reason: 'rep_changed_call' },
		]);
	});

	test('by a manager who is the owner as well, in another role, is the owner', () => {
		const twoRoles = { ...MANAGER, ownerName: 'Robin Example', ownerEmail: 'robin@example.com' };
		const now = row({ value: 150, isUpdated: true, updatedBy: 'robin@example.com' });
		const { changes } = diff([twoRoles, row({ value: 100 })], [twoRoles, now]);
		expect(changes).toMatchObject([{ reason: 'rep_changed_call' }]);
	});
});

describe('value types', () => {
	test.each([
		['adjustment', 'manager_adjusted'],
		['crm_total', 'crm_rollup_moved'],
		['crm_closed', 'crm_rollup_moved'],
		['quota', 'quota_changed'],
		['something else', 'unknown'],
	])('%s: %s', (type, reason) => {
		const [change] = changesOf({ type, value: 1 }, { type, value: 2, isUpdated: true });
		expect(change?.reason).toBe(reason);
	});

	test('tables without types have calls', () => {
		const before = { ...row({ value: 1 }), type: undefined };
		expect(diff([before], [{ ...before, value: 2, isUpdated: true }]).changes).toMatchObject([
			{ reason: 'rep_changed_call' },
		]);
	});
});

describe('a call that nobody updated', () => {
	const crm = (value: number, changes: Partial<ForecastRow> = {}) =>
		row({ type: 'crm_total', fieldId: 'crm', value, ...changes });
	const reason = (call: Partial<ForecastRow>, before: ForecastRow, after: ForecastRow) =>
		reasonsOf(diff([row({ value: 100 }), before], [row({ value: 150, ...call }), after]).changes)[
			'Robin Example forecast'
		];

	test('moved with the CRM amounts of its owner', () => {
		expect(reason({ isUpdated: false }, crm(10), crm(20))).toBe('crm_rollup_moved');
		expect(
			reason(
				{ isUpdated: false },
				crm(10, { type: 'crm_closed' }),
				crm(20, { type: 'crm_closed' }),
			),
		).toBe('crm_rollup_moved');
	});

	test.each([
		['the CRM moved the other way', { isUpdated: false }, {}, 5],
		['the CRM did not move', { isUpdated: false }, {}, 10],
		['nobody says that it was not updated', {}, {}, 20],
		[
			'the CRM of somebody else moved',
			{ isUpdated: false },
			{ ownerId: 'other', ownerEmail: 'o@x.org' },
			20,
		],
		['the CRM of another period moved', { isUpdated: false }, { timePeriod: '2026_Q2' }, 20],
	])('did not, where %s', (_name, call, place, value) => {
		expect(reason(call, crm(10, place), crm(value, place))).toBe('unknown');
	});

	test('an update counts more than the CRM', () => {
		expect(reason({ isUpdated: true }, crm(10), crm(20))).toBe('rep_changed_call');
	});
});

describe('what has moved or come', () => {
	test.each([
		['added', [BYSTANDER], [BYSTANDER, row({ isUpdated: true })]],
		['removed', [BYSTANDER, row({ isUpdated: true })], [BYSTANDER]],
		['ownership_moved', [row()], [row({ ownerId: '4101:other', isUpdated: true })]],
		[
			'ownership_moved',
			[BYSTANDER, row(), row({ ownerId: 'e', ownerEmail: null, parentRole: 'East' })],
			[
				BYSTANDER,
				row({ parentRole: 'East', isUpdated: true }),
				row({ ownerId: 'e', ownerEmail: null, parentRole: 'East' }),
			],
		],
		['currency_changed', [row()], [row({ currency: 'EUR', value: 1, isUpdated: true })]],
	])('%s counts more than an update', (reason, before, after) => {
		expect(diff(before, after).changes).toMatchObject([{ reason }]);
	});

	test('an owner counts more than a currency, and than a period', () => {
		const deal = (changes: Partial<ForecastRow>) => ({ ...row(changes), dealId: 'd' });
		const other = (timePeriod: string) => ({
			...row({ timePeriod }),
			dealId: `other ${timePeriod}`,
		});
		const others = [other('2026_Q1'), other('2026_Q2')];
		const options = { keyColumns: ['dealId'] };
		const bob = { ownerId: 'bob', ownerEmail: 'bob@example.com' };
		const slipped = { timePeriod: '2026_Q2' };
		const reason = (now: Partial<ForecastRow>) =>
			diff([...others, deal({})], [...others, deal(now)], options).changes.map(
				(change) => change.reason,
			);
		expect(reason({ ...bob, currency: 'EUR' })).toEqual(['ownership_moved']);
		expect(reason({ ...bob, ...slipped })).toEqual(['ownership_moved']);
		expect(reason({ ...slipped, currency: 'EUR' })).toEqual(['period_rolled_over']);
		expect(reason({ ...slipped, isUpdated: true })).toEqual(['period_rolled_over']);
		expect(reason({ fieldId: 'best', isUpdated: true })).toEqual(['rep_changed_call']);
	});
});

describe('a manager’s call', () => {
	const manager = (value: number, changes: Partial<ForecastRow> = {}) => ({
		...MANAGER,
		value,
		...changes,
	});
	const sam = (value: number, changes: Partial<ForecastRow> = {}) => ({
		...BYSTANDER,
		value,
		...changes,
	});
	const reasons = (before: ForecastRow[], after: ForecastRow[]) =>
		reasonsOf(diff(before, after).changes);

	test('has the reason of the largest change of the team', () => {
		const before = [manager(300), row({ value: 100 }), sam(200)];
		expect(
			reasons(before, [
				manager(390),
				row({ value: 180, isUpdated: true, updatedBy: 'max@example.com' }),
				sam(210, { isUpdated: true }),
			]),
		).toMatchObject({ 'Max Manager forecast': 'manager_adjusted' });
		expect(
			reasons(before, [
				manager(390),
				row({ value: 110, isUpdated: true, updatedBy: 'max@example.com' }),
				sam(280, { isUpdated: true }),
			]),
		).toMatchObject({ 'Max Manager forecast': 'rep_changed_call' });
	});

	test('has the reason of the largest that went the same way', () => {
		expect(
			reasons(
				[manager(300), row({ value: 100 }), sam(200)],
				[manager(310), row({ value: 20 }), sam(250, { isUpdated: true })],
			),
		).toMatchObject({ 'Max Manager forecast': 'rep_changed_call' });
	});

	test('takes that from the members below its own team, and from calls of its own field only', () => {
		const lead = row({
			ownerId: 'lead',
			ownerName: 'Lea Lead',
			ownerEmail: null,
			role: 'Lead',
			parentRole: 'West Manager',
			value: 100,
		});
		const rep = (value: number, changes: Partial<ForecastRow> = {}) =>
			row({ parentRole: 'Lead', value, ...changes });
		expect(
			reasons(
				[manager(300), lead, rep(100)],
				[manager(350), { ...lead, value: 150 }, rep(150, { isUpdated: true })],
			),
		).toEqual({
			'Max Manager forecast': 'rep_changed_call',
			'Lea Lead forecast': 'rep_changed_call',
			'Robin Example forecast': 'rep_changed_call',
		});
		expect(
			reasons(
				[manager(300), rep(100, { fieldId: 'best' }), lead],
				[manager(350), rep(150, { fieldId: 'best', isUpdated: true }), lead],
			),
		).toMatchObject({ 'Max Manager forecast': 'unknown' });
	});

	test('was moved by somebody who came, went, or changed teams', () => {
		const east = row({ ownerId: 'e', ownerName: 'Eve', ownerEmail: null, parentRole: 'East' });
		const before = [manager(300), sam(200), row({ value: 100 }), east];
		expect(reasons(before, [manager(200), sam(200), east])).toMatchObject({
			'Max Manager forecast': 'removed',
		});
		expect(
			reasons(before, [manager(200), sam(200), row({ value: 100, parentRole: 'East' }), east]),
		).toMatchObject({ 'Max Manager forecast': 'ownership_moved' });
		expect(
			reasons([manager(300), sam(200), east], [manager(400), sam(200), row({ value: 100 }), east]),
		).toMatchObject({ 'Max Manager forecast': 'added' });
	});

	test('was adjusted where overrides of the team moved, or where it was updated', () => {
		const override = (value: number) => row({ type: 'adjustment', value });
		expect(
			reasons([manager(300), override(1), row()], [manager(350), override(51), row()]),
		).toEqual({
			'Max Manager forecast': 'manager_adjusted',
			'Robin Example adjustment': 'manager_adjusted',
		});
		expect(reasons([manager(300), row()], [manager(350, { isUpdated: true }), row()])).toEqual({
			'Max Manager forecast': 'manager_adjusted',
		});
		expect(reasons([manager(300), row()], [manager(350), row()])).toEqual({
			'Max Manager forecast': 'unknown',
		});
	});

	test('with a team that went the other way has a reason of its own', () => {
		expect(
			reasons(
				[manager(300), row({ value: 100 })],
				[manager(350, { isUpdated: true }), row({ value: 50, isUpdated: true })],
			),
		).toMatchObject({
			'Max Manager forecast': 'manager_adjusted',
			'Robin Example forecast': 'rep_changed_call',
		});
	});

	test('that somebody has grown into has no endless reasons', () => {
		const rep = row({ role: 'AE', parentRole: 'West Manager', value: 100 });
		const report = sam(1, { parentRole: 'Lead' });
		const { changes } = diff(
			[manager(300), rep, report],
			[manager(200), { ...rep, role: 'Lead', value: 900 }, report],
		);
		expect(changes.map(({ level }) => level)).toEqual(['manager', 'manager']);
	});
});
