import { parse } from 'csv-parse/sync';
import {
	startClari,
	type ClariService,
	type FiveLists,
	type Movement,
	type ResultEntry,
} from '../../../sandbox/vendors';
import { clientOf, exported, finish, NOW, queue } from './support/clariClient';

const ALL_TYPES = [
	'forecast',
	'quota',
	'forecast_updated',
	'adjustment',
	'crm_total',
	'crm_closed',
];

describe('a result in JSON', () => {
	let clari: ClariService;
	beforeAll(async () => {
		clari = await startClari({
			organisation: { now: () => NOW, reps: 60 },
			settings: { advanceOnExport: false, pollsUntilDone: 0 },
		});
	});
	afterAll(() => clari.close());

	const keysByField = ({ entries }: FiveLists) => {
		const keys: Record<string, string[]> = {};
		for (const entry of entries) {
			keys[entry.fieldId] ??= Object.keys(entry)
				.filter((key) => !/^(userId|fieldId|timePeriodId|timeFrameId)$/.test(key))
				.sort();
		}
		return keys;
	};
	const calls = (keys: string[]) => ({ fc_commit: keys, fc_best_case: keys, fc_pipeline: keys });

	it.each([
		[undefined, calls(['currency', 'forecastValue', 'isUpdated', 'updatedBy', 'updatedOn'])],
		[['forecast'], calls(['currency', 'forecastValue'])],
		[['forecast_updated'], calls(['isUpdated', 'updatedBy', 'updatedOn'])],
		[['adjustment'], calls(['adjustedBy', 'adjustedOn', 'adjustmentValue', 'currency'])],
		[['quota'], { fc_quota: ['currency', 'quotaValue'] }],
		[['crm_total'], { fc_crm_total: ['aggregationTotal', 'currency'] }],
		[['crm_closed'], { fc_crm_closed: ['aggregationClosed', 'currency'] }],
	])('of the types %j has these keys', async (typesToExport, keys) => {
		const lists = await exported(clientOf(clari), typesToExport ? { typesToExport } : {});
		expect(keysByField(lists)).toEqual(keys);
		expect(lists.fields.map(({ fieldId }) => fieldId).sort()).toEqual(Object.keys(keys).sort());
	});

	it('has one entry per user, field and week, and every id in its list', async () => {
		const lists = await exported(clientOf(clari), {
			typesToExport: ALL_TYPES,
			includeHistorical: true,
		});
		const { entries, users, fields, timePeriods, timeFrames } = lists;
		expect(entries).toHaveLength(users.length * fields.length * timeFrames.length);
		expect(timeFrames).toHaveLength(7);
		const known = {
			users: new Set(users.map(({ userId }) => userId)),
			fields: new Set(fields.map(({ fieldId }) => fieldId)),
			frames: new Set(timeFrames.map(({ timeFrameId }) => timeFrameId)),
		};
		const keys = new Set<string>();
		for (const { userId, fieldId, timePeriodId, timeFrameId } of entries) {
			keys.add([userId, fieldId, timePeriodId, timeFrameId].join());
			expect(known.users.has(userId) && known.fields.has(fieldId)).toBe(true);
			expect(known.frames.has(timeFrameId)).toBe(true);
			expect(timePeriodId).toBe(timePeriods[0]?.timePeriodId);
		}
		expect(keys.size).toBe(entries.length);
		const order = timeFrames.map(({ timeFrameId }) => timeFrameId);
		expect(order).not.toEqual([...order].sort());
	});

	it('writes people and periods as the vendor does', async () => {
		const { users, timePeriods, timeFrames } = await exported(clientOf(clari));
		expect(timePeriods).toMatchObject([
			{ timePeriodId: '2026_Q1', type: 'quarter', label: 'Q1', year: '2026' },
		]);
		expect(timeFrames).toEqual([
			{ timeFrameId: 'TF:2026-02-06', startDate: '2026-02-06', endDate: '2026-02-12' },
		]);
		const [top, ...others] = users;
		expect(top).not.toHaveProperty('parentHierarchyId');
		for (const user of others) {
			expect(user.userId).toBe(`${user.userId.split(':')[0]}:${user.hierarchyId}`);
			expect(user.parentHierarchyId).toMatch(/^00E/);
			expect(JSON.parse(user.scopeId)).toEqual({
				type: 'FORECAST_ROLE',
				userId: user.userId.split(':')[0],
				userType: expect.stringMatching(/^(REP|MGR)$/),
			});
		}
	});

	it('keeps null calls and null quotas, with and without a currency', async () => {
		const { entries } = await exported(clientOf(clari), { typesToExport: ['forecast', 'quota'] });
		const silent = entries.filter(({ forecastValue }) => forecastValue === null);
		const unset = entries.filter(({ quotaValue }) => quotaValue === null);
		expect(silent.length).toBeGreaterThan(0);
		expect(unset.length).toBeGreaterThan(0);
		expect(silent.every(({ currency }) => currency === null)).toBe(true);
		expect(unset.every(({ currency }) => currency?.code === 'USD')).toBe(true);
	});

	it('lists only the scope asked for', async () => {
		const [rep] = clari.organisation.reps;
		const manager = clari.organisation.find(rep?.managerId ?? '');
		const { users } = await exported(clientOf(clari), { scopeId: `${manager?.clariUserId}::MGR` });
		const reports = clari.organisation.reps.filter(
			({ managerId }) => managerId === manager?.userId,
		);
		expect(users.map(({ userId }) => userId).sort()).toEqual(
			[manager, ...reports].map((member) => member?.userId).sort(),
		);
	});

	it('converts to the currency asked for', async () => {
		const http = clientOf(clari);
		const [dollars, euros] = [await exported(http), await exported(http, { currency: 'EUR' })];
		const index = dollars.entries.findIndex(({ forecastValue }) => (forecastValue ?? 0) > 0);
		const amount = dollars.entries[index]?.forecastValue ?? 0;
		expect(euros.entries[index]?.forecastValue).toBeCloseTo(amount * 0.92, 2);
		expect(euros.entries[index]?.currency).toEqual({ code: 'EUR', symbol: '€' });
	});
});

describe('a result in CSV', () => {
	let clari: ClariService;
	beforeAll(async () => {
		clari = await startClari({
			organisation: { now: () => NOW, reps: 60 },
			settings: { advanceOnExport: false, pollsUntilDone: 0 },
		});
	});
	afterAll(() => clari.close());

	type Line = Record<string, string>;
	const csv = async (body: object = {}) => {
		const http = clientOf(clari);
		const jobId = await queue(http, { exportFormat: 'CSV', ...body });
		expect(await finish(http, jobId)).toMatchObject({
			fileType: 'CSV',
			fileName: expect.stringMatching(/\.csv$/),
		});
		const { data, headers } = await http.get<string>(`/export/jobs/${jobId}/results`);
		expect(headers['content-type']).toMatch(/^text\/csv/);
		const lines: Line[] = parse(data, { columns: true });
		return { header: data.split('\n')[0], lines };
	};

	it('has the twelve columns, and the same numbers as the JSON', async () => {
		const { header, lines } = await csv();
		expect(header).toBe(
			'User,Email,CRM User ID,Role,Parent Role,Timeframe,Field,Week,Start Day,End Day,Data Type,Data Value',
		);
		const { entries } = await exported(clientOf(clari));
		const amounts = lines.filter((line) => line['Data Type'] === 'Forecast Value');
		expect(lines).toHaveLength(entries.length * 2);
		const read = (text = '') => (text === '' ? null : Number(text.replace(/[$,]/g, '')));
		expect(amounts.map((line) => read(line['Data Value']))).toEqual(
			entries.map(({ forecastValue }) => forecastValue),
		);
	});

	it('writes amounts with all their traps, flags, days and labels', async () => {
		const { lines } = await csv({ typesToExport: ALL_TYPES, includeHistorical: true });
		const values = (type: string) =>
			lines.filter((line) => line['Data Type'] === type).map((line) => line['Data Value'] ?? '');
		const amounts = values('Forecast Value');
		expect(amounts.some((value) => /^\$\d{1,3}(,\d{3})+\.\d{2}$/.test(value))).toBe(true);
		expect(amounts.some((value) => /^-\$[\d,]+\.\d{2}$/.test(value))).toBe(true);
		expect(amounts).toContain('');
		expect(new Set(values('Forecast Updated'))).toEqual(new Set(['Yes', 'No']));
		expect(lines[0]).toMatchObject({
			'Parent Role': '',
			Timeframe: 'FY26 Q1',
			Field: 'Commit',
			Week: '1',
			'Start Day': '12/26/2025',
			'End Day': '01/01/2026',
		});
		expect(lines.some(({ Role = '' }) => Role.includes(','))).toBe(true);
	});

	it('writes plain amounts when told so', async () => {
		clari.settings.csvAmounts = 'plain';
		const { lines } = await csv({ typesToExport: ['forecast'] });
		const values = lines.map((line) => line['Data Value'] ?? '').filter((value) => value !== '');
		expect(values.every((value) => /^-?\d+\.\d+$/.test(value))).toBe(true);
	});
});

/** The one number that an entry carries, by the type of the field it belongs to. */
function numbersOf({ entries, fields }: FiveLists): Map<string, number | null> {
	const typeOf = new Map(fields.map(({ fieldId, fieldType }) => [fieldId, fieldType]));
	const numbers = new Map<string, number | null>();
	const put = (entry: ResultEntry, type: string | undefined, value: number | null | undefined) => {
		const key = [entry.userId, entry.fieldId, type, entry.timePeriodId, entry.timeFrameId].join(
			'|',
		);
		if (value !== undefined) numbers.set(key, value);
	};
	for (const entry of entries) {
		const { forecastValue, quotaValue, aggregationTotal, aggregationClosed } = entry;
		const own = [forecastValue, quotaValue, aggregationTotal, aggregationClosed];
		put(
			entry,
			typeOf.get(entry.fieldId),
			own.find((value) => value !== undefined),
		);
		put(entry, 'adjustment', entry.adjustmentValue);
	}
	return numbers;
}

const place = (move: Movement) =>
	[move.ownerId, move.fieldId, move.type, move.timePeriod, `TF:${move.week}`].join('|');

describe('the record of movements', () => {
	it('is exactly the difference between one export and the next', async () => {
		const clari = await startClari({
			organisation: { now: () => NOW, reps: 200, seed: 'differences' },
			settings: { pollsUntilDone: 0 },
		});
		try {
			const http = clientOf(clari);
			const causes = new Set<string>();
			let before = numbersOf(await exported(http, { typesToExport: ALL_TYPES }));
			expect(clari.organisation.movements).toEqual([]);
			for (let round = 0; round < 6; round++) {
				const known = clari.organisation.movements.length;
				const after = numbersOf(await exported(http, { typesToExport: ALL_TYPES }));
				const differences = new Map<string, [unknown, unknown]>();
				for (const key of new Set([...before.keys(), ...after.keys()])) {
					if (before.get(key) !== after.get(key)) {
						differences.set(key, [before.get(key), after.get(key)]);
					}
				}
				const recorded = clari.organisation.movements.slice(known);
				for (const { cause } of recorded) causes.add(cause);
				expect(new Map(recorded.map((move) => [place(move), [move.from, move.to]]))).toEqual(
					differences,
				);
				expect(differences.size).toBeGreaterThan(20);
				before = after;
			}
			expect([...causes]).toEqual(
				expect.arrayContaining([
					'rep_raised',
					'rep_lowered',
					'first_call',
					'manager_adjusted',
					'deal_closed',
					'joined',
					'left',
					'roll_up',
				]),
			);
		} finally {
			await clari.close();
		}
	});
});

describe('a large company', () => {
	it('exports more than 50,000 rows', async () => {
		const clari = await startClari({
			organisation: { now: () => new Date('2026-01-14T12:00:00Z'), reps: 5000 },
			settings: { pollsUntilDone: 0 },
		});
		try {
			const http = clientOf(clari);
			const jobId = await queue(http, { includeHistorical: true });
			const [job] = clari.jobs.all;
			const { data } = await http.get<string>(`/export/jobs/${jobId}/results`, {
				responseType: 'text',
				transformResponse: (text: string) => text,
			});
			expect(data).toBe(job?.file.content);
			const { entries }: FiveLists = JSON.parse(data);
			expect(entries.length).toBeGreaterThan(50_000);
		} finally {
			await clari.close();
		}
	});
});
