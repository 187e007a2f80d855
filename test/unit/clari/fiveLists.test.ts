import {
	periodsOfFiveLists,
	rowsOfFiveLists,
} from '../../../nodes/shared/forecast/clariExport/fiveLists';
import { isFlat, rowsOfFlatEntries } from '../../../nodes/shared/forecast/clariExport/flatRows';

const lists = (entries: unknown[]) => ({
	entries,
	users: [
		{
			userId: '4101:r1',
			name: 'Robin Example',
			email: 'robin@example.com',
			crmId: '005demo',
			hierarchyId: 'r1',
			hierarchyName: 'AE West',
			parentHierarchyId: 'boss1',
			parentHierarchyName: 'West',
		},
		{
			userId: '4101:r2',
			name: 'Robin Example',
			email: 'robin@example.com',
			hierarchyName: 'AE East',
		},
	],
	fields: [{ fieldId: 'fc_commit', fieldName: 'Commit', fieldType: 'forecast' }],
	timePeriods: [{ timePeriodId: '2026_Q1', type: 'quarter' }],
	timeFrames: [{ timeFrameId: 'TF:2026-01-02', startDate: '2026-01-02', endDate: '2026-01-08' }],
});
const entry = (over: Record<string, unknown> = {}) => ({
	userId: '4101:r1',
	fieldId: 'fc_commit',
	timePeriodId: '2026_Q1',
	timeFrameId: 'TF:2026-01-02',
	...over,
});

describe('rowsOfFiveLists', () => {
	test('joins user, field and week', () => {
		const [row] = rowsOfFiveLists(
			lists([
				entry({
					forecastValue: 125000.5,
					currency: { code: 'USD', symbol: '$' },
					isUpdated: true,
					updatedBy: '4101',
					updatedOn: 1767400000000,
				}),
			]),
		);
		expect(row).toEqual({
			rowKey: '4101:r1|fc_commit|2026_Q1|TF:2026-01-02|forecast',
			ownerId: '4101:r1',
			ownerName: 'Robin Example',
			ownerEmail: 'robin@example.com',
			ownerCrmId: '005demo',
			role: 'AE West',
			parentRole: 'West',
			hierarchyId: 'r1',
			parentHierarchyId: 'boss1',
			fieldId: 'fc_commit',
			fieldName: 'Commit',
			type: 'forecast',
			value: 125000.5,
			currency: 'USD',
			timePeriod: '2026_Q1',
			weekStart: '2026-01-02',
			weekEnd: '2026-01-08',
			isUpdated: true,
			updatedBy: '4101',
			updatedOn: '2026-01-03T00:26:40.000Z',
		});
	});

	test('null, zero and absent stay different', () => {
		const rows = rowsOfFiveLists(
			lists([
				entry({ forecastValue: null, currency: null }),
				entry({ fieldId: 'zero', forecastValue: 0 }),
				entry({ fieldId: 'absent', isUpdated: false }),
			]),
		);
		expect(rows.map((row) => row.value)).toEqual([null, 0, undefined]);
		expect(rows.map((row) => 'value' in row)).toEqual([true, true, false]);
		expect(rows.map((row) => row.currency)).toEqual([null, undefined, undefined]);
	});

	test('an entry whose lists miss it still becomes a row', () => {
		const [row] = rowsOfFiveLists({
			entries: [entry({ userId: 'gone', quotaValue: 5, timeFrameId: 'TF:2026-02-06' })],
		});
		expect(row).toMatchObject({
			ownerId: 'gone',
			ownerName: null,
			fieldName: null,
			type: 'quota',
			value: 5,
			weekStart: '2026-02-06',
		});
	});

	test('values of several types become one row each, and the flag finds its call', () => {
		const rows = rowsOfFiveLists(
			lists([
				entry({ isUpdated: true }),
				entry({
					forecastValue: 10,
					adjustmentValue: 12,
					adjustedBy: 'boss',
					adjustedOn: 1767400000000,
				}),
				entry({ aggregationTotal: 7 }),
				entry({ somethingClosed: 3 }),
			]),
		);
		expect(rows.map(({ type, value }) => [type, value])).toEqual([
			['forecast', 10],
			['adjustment', 12],
			['crm_total', 7],
			['crm_closed', 3],
		]);
		expect(rows[0]?.isUpdated).toBe(true);
		expect(rows[1]).toMatchObject({ adjustedBy: 'boss', adjustedOn: '2026-01-03T00:26:40.000Z' });
		expect(new Set(rows.map((row) => row.rowKey)).size).toBe(4);
	});

	test('a text that is a number is one; what is none is kept as it came; a time is no amount', () => {
		const rows = rowsOfFiveLists(
			lists([
				entry({ userId: 77, forecastValue: '125000.5', closedOn: 1767400000000 }),
				entry({ forecastValue: '1.234,50' }),
			]),
		);
		expect(rows.map(({ ownerId, value, rawValue }) => [ownerId, value, rawValue])).toEqual([
			['77', 125000.5, undefined],
			['4101:r1', undefined, '1.234,50'],
		]);
		expect(rows[1]).not.toHaveProperty('value');
	});

	test('two roles of one person are two owners', () => {
		const rows = rowsOfFiveLists(
			lists([entry({ forecastValue: 1 }), entry({ userId: '4101:r2', forecastValue: 2 })]),
		);
		expect(rows.map((row) => row.rowKey)).toHaveLength(new Set(rows.map((row) => row.rowKey)).size);
	});

	test('ids with the separator in them do not collide', () => {
		const rows = rowsOfFiveLists({
			entries: [
				{ userId: 'a|b', fieldId: 'c', forecastValue: 1 },
				{ userId: 'a', fieldId: 'b|c', forecastValue: 2 },
			],
		});
		expect(rows[0]?.rowKey).not.toBe(rows[1]?.rowKey);
	});

	test('unknown keys pass through, names of the contract and prototypes do not', () => {
		const entries: unknown = JSON.parse(
			'[{"userId":"u","fieldId":"f","forecastValue":1,"confidence":0.7,"type":"evil","__proto__":{"x":1}}]',
		);
		const [row] = rowsOfFiveLists({ entries });
		expect(row).toMatchObject({ confidence: 0.7, type: 'forecast' });
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
		expect(row).not.toHaveProperty('x');
	});

	test('reads the periods from entries and from the list', () => {
		expect(periodsOfFiveLists({ entries: [], timePeriods: [{ timePeriodId: '2026_Q2' }] })).toEqual(
			['2026_Q2'],
		);
	});
});

describe('rowsOfFlatEntries', () => {
	const result = {
		entries: [
			{
				ownerName: 'Robin Example',
				ownerEmail: 'Robin@Example.com',
				forecastAmount: 100,
				quotaAmount: null,
				currency: 'USD',
				team: 'West',
			},
		],
	};

	test('is recognised', () => {
		expect(isFlat(result)).toBe(true);
		expect(isFlat(lists([entry({ forecastValue: 1 })]))).toBe(false);
	});

	test('one row for each amount that is there; the same key whatever the case of the e-mail', () => {
		const rows = rowsOfFlatEntries(result, '2026_Q1');
		expect(
			rows.map(({ type, value, timePeriod, rowKey }) => [type, value, timePeriod, rowKey]),
		).toEqual([
			['forecast', 100, '2026_Q1', 'robin@example.com|forecast|2026_Q1||forecast'],
			['quota', null, '2026_Q1', 'robin@example.com|quota|2026_Q1||quota'],
		]);
		expect(rows[0]).toMatchObject({ team: 'West', currency: 'USD' });
	});
});
