import type { ExportJob } from '../../../../nodes/Clari/jobs';
import { readResult } from '../../../../nodes/Clari/results/readResult';
import type { ClariService } from '../../../../sandbox/vendors';
import { startClari } from '../../../../sandbox/vendors';
import { clientOf, finish, NOW, queue } from '../../sandbox/support/clariClient';
import { read } from './read';

const TYPES = ['forecast', 'quota', 'forecast_updated', 'adjustment', 'crm_total', 'crm_closed'];

/** What the Clari node makes of a file, without what it knows from the job. */
function asTheClariNode(content: string, data?: unknown): unknown[] {
	const job: ExportJob = { jobId: 'j', status: 'DONE', state: 'done', truncated: false, raw: {} };
	const result = readResult({ ok: true, body: Buffer.from(content), data }, job, undefined);
	if ('unreadable' in result) throw new Error(result.unreadable);
	for (const row of result.rows) delete row.jobId;
	return result.rows;
}

describe("Clari's own export", () => {
	let clari: ClariService;
	beforeAll(async () => {
		clari = await startClari({
			organisation: { now: () => NOW, reps: 30 },
			settings: { advanceOnExport: false, pollsUntilDone: 0 },
		});
	});
	afterAll(() => clari.close());

	const fileOf = async (body: object): Promise<string> => {
		const http = clientOf(clari);
		const jobId = await queue(http, { typesToExport: TYPES, includeHistorical: true, ...body });
		await finish(http, jobId);
		const { data } = await http.get<string>(`/export/jobs/${jobId}/results`, {
			responseType: 'text',
			transformResponse: (text: string) => text,
		});
		return data;
	};

	test.each([undefined, 2])('five lists, indented by %j', async (indent) => {
		const data: unknown = JSON.parse(await fileOf({}));
		const text = JSON.stringify(data, null, indent);
		const { rows, notes } = read(text, 'forecast_2026_Q1.json', 100);
		expect(rows.length).toBeGreaterThan(500);
		expect(rows).toEqual(asTheClariNode(text, data));
		expect(notes.isClariExport).toBe(true);
	});

	test('CSV', async () => {
		const text = await fileOf({ exportFormat: 'CSV' });
		const { rows, notes } = read(text, 'forecast_2026_Q1.csv', 100);
		expect(rows.length).toBeGreaterThan(500);
		expect(rows).toEqual(asTheClariNode(text));
		expect(notes).toEqual({ isClariExport: true, warnings: [] });
		expect(read(text).rows).toEqual(rows);
	});
});

describe('shapes of Clari that are read', () => {
	test('flat entries', () => {
		const entries = [
			{ ownerName: 'Ann', ownerEmail: 'ann@x.org', quotaAmount: 5, currency: 'USD' },
			{ ownerName: 'Bob', forecastAmount: null, timePeriod: '2026_Q1' },
		];
		const text = JSON.stringify({ entries });
		const { rows, notes } = read(text);
		expect(rows).toEqual(asTheClariNode(text, { entries }));
		expect(rows).toHaveLength(2);
		expect(notes.isClariExport).toBe(true);
	});

	test('an empty export has no rows', () => {
		const lists = { entries: [], users: [], fields: [], timePeriods: [], timeFrames: [] };
		expect(read(JSON.stringify(lists))).toMatchObject({
			rows: [],
			notes: { isClariExport: true, warnings: [] },
		});
		expect(read('{"entries":[]}').rows).toEqual([]);
	});

	test('says what cannot be read in it', () => {
		const entry = { userId: 'u', fieldId: 'f', timePeriodId: '2026_Q1', forecastValue: 'n/a' };
		const { rows, notes } = read(JSON.stringify({ entries: [entry], users: [] }));
		expect(rows).toMatchObject([{ ownerId: 'u', rawValue: 'n/a' }]);
		expect(notes.warnings).toEqual([expect.stringContaining('1 rows of Clari')]);

		const csv =
			'User,Email,Role,Timeframe,Field,Data Type,Data Value\nA,a@x,AE,Q1,C,Forecast,n/a\n';
		expect(read(csv).notes.warnings).toEqual([
			expect.stringContaining('no column CRM User ID, Parent Role'),
			expect.stringContaining('1 values'),
		]);
	});

	test('a table of another source keeps its columns', () => {
		const csv = 'User,Email,Role,Parent Role,Field,Week,Amount\nA,a@x,AE,M,C,1,5\n';
		expect(read(csv).rows).toEqual([
			{
				User: 'A',
				Email: 'a@x',
				Role: 'AE',
				'Parent Role': 'M',
				Field: 'C',
				Week: '1',
				Amount: '5',
			},
		]);
	});
});
