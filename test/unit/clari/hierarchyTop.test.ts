import { topOfRows, topOfUsers } from '../../../nodes/Clari/results/hierarchyTop';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';

const user = (userId: string, hierarchyId: string, parentHierarchyId?: string) => ({
	userId,
	hierarchyId,
	...(parentHierarchyId !== undefined && { parentHierarchyId }),
});

const COMPANY = [
	user('1', 'CRO'),
	user('2', 'West', 'CRO'),
	user('3', 'East', 'CRO'),
	user('4', 'West rep', 'West'),
	user('5', 'East rep', 'East'),
];
const only = (...ids: string[]) => COMPANY.filter(({ userId }) => ids.includes(userId));

describe('the top of a hierarchy', () => {
	test('is the same in any order, and whoever comes and goes further down', () => {
		const whole = topOfUsers(COMPANY);
		expect(whole).toBeDefined();
		expect(topOfUsers([...COMPANY].reverse())).toBe(whole);
		expect(topOfUsers([...COMPANY, user('6', 'West rep', 'West')])).toBe(whole);
		expect(topOfUsers(only('1', '2', '3'))).toBe(whole);
	});

	test.each([
		['of a manager', only('2', '4')],
		['of the other manager', only('3', '5')],
		['of the manager alone', only('2')],
		['of the head alone', only('1')],
		['of two trees', [...COMPANY, user('7', 'Another CRO')]],
		['with another head', [user('8', 'CRO'), ...only('2', '3', '4', '5')]],
	])('is another %s', (_, users) => {
		const others = [COMPANY, only('2', '4'), only('3', '5'), only('2'), only('1')];
		const found = topOfUsers(users);
		expect(found).toBeDefined();
		for (const other of others) {
			const isSame = JSON.stringify(other) === JSON.stringify(users);
			expect(topOfUsers(other) === found).toBe(isSame);
		}
	});

	test('is not known without users, or where everybody is below somebody', () => {
		expect(topOfUsers(undefined)).toBeUndefined();
		expect(topOfUsers([])).toBeUndefined();
		expect(topOfUsers([user('1', 'Manager', 'Manager')])).toBeUndefined();
	});

	test('is read from the roles of a CSV as well', () => {
		const rows = (users: typeof COMPANY) =>
			users.map(
				({ userId, hierarchyId, parentHierarchyId }): ForecastRow => ({
					rowKey: userId,
					ownerId: userId,
					fieldId: 'f',
					type: 'forecast',
					timePeriod: 'FY26 Q1',
					role: hierarchyId,
					parentRole: parentHierarchyId ?? null,
				}),
			);
		const whole = topOfRows(rows(COMPANY));
		expect(whole).toBeDefined();
		expect(topOfRows(rows([...COMPANY].reverse()))).toBe(whole);
		expect(topOfRows(rows(only('2', '4')))).not.toBe(whole);
	});
});
