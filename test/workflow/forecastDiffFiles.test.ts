import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { fileOf } from '../../nodes/ForecastDiff/actions/inputs/tableFiles';
import type { EngineRun } from './engine';
import { jsonOf } from './engine';
import {
	AFTER,
	BASELINE,
	BEFORE,
	CHANGES,
	DATA_QUALITY,
	counts,
	diff,
	hintsOf,
	owners,
	row,
} from './forecastDiffWorkflow';

/** An item with a file, as workflows have it that keep files among the other fields. */
function file(content: string, fileName: string, mimeType: string, field = 'data'): IDataObject {
	const data = Buffer.from(content).toString('base64');
	return { [field]: { data, fileName, mimeType } };
}

const json = (rows: IDataObject[], name = 'rows.json') =>
	file(JSON.stringify(rows), name, 'application/json');
const csv = (text: string) => file(text, 'rows.csv', 'text/csv');

const compared = async (
	input: IDataObject[],
	secondInput: IDataObject[],
	parameters: object = {},
) => {
	const run: Partial<EngineRun> = { secondInput, settings: { binaryMode: 'combined' } };
	return await diff(input, { readFrom: 'file', baselineHome: 'secondInput', ...parameters }, run);
};

test('a JSON file on both inputs', async () => {
	const result = await compared([json(AFTER)], [json(BEFORE)]);
	expect(result.error).toBeUndefined();
	expect(owners(result)).toEqual(['ann', 'cid']);
	expect(jsonOf(result, BASELINE)[0]).toMatchObject({ rows: 3 });
});

test('several files: each change is linked to the item of its file', async () => {
	const result = await compared(
		[json(AFTER.slice(1), 'first.json'), json(AFTER.slice(0, 1), 'second.json')],
		[json(BEFORE)],
	);
	expect(owners(result)).toEqual(['ann', 'cid']);
	expect(result.outputs[CHANGES]?.map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 1 },
		{ item: 0 },
	]);
});

test('one file after an item without rows: linked to the item of the file', async () => {
	const notice = { notice: 'empty_export', message: 'Nothing.', timePeriod: '2025_Q4', rows: 0 };
	const result = await compared([notice, json(AFTER)], [json(BEFORE)]);
	expect(result.outputs[CHANGES]?.map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 1 },
		{ item: 1 },
	]);
	expect(jsonOf(result, DATA_QUALITY)).toMatchObject([
		{ check: 'empty_export', severity: 'warning' },
	]);
});

test('an empty export of a period that the file has rows of stops the comparison', async () => {
	const notice = { notice: 'empty_export', message: 'Nothing.', timePeriod: '2026_Q1', rows: 0 };
	const result = await compared([notice, json(AFTER)], [json(BEFORE)]);
	expect(counts(result)).toEqual([0, 0, 1, 0]);
});

test('a CSV file of any table: its amounts are text and are read', async () => {
	const table = { data: 'table', keyFields: 'id', amountField: 'amount' };
	const result = await compared(
		[csv('id,amount\nx,"$1,500.00"\ny,20\n')],
		[csv('id,amount\nx,1000\ny,20\n')],
		table,
	);
	expect(jsonOf(result, CHANGES)).toMatchObject([{ previous: 1_000, current: 1_500 }]);
	const refused = await compared([csv('id,amount\nx,1500\n')], [csv('id,amount\nx,1000\n')], {
		...table,
		options: { numericText: 'refuse' },
	});
	expect(jsonOf(refused, DATA_QUALITY).map(({ check }) => check)).toContain('not_a_number');
});

test('a baseline item, or rows, on the second input beside a file on the first', async () => {
	const [baseline = {}] = jsonOf(await diff(BEFORE), BASELINE);
	expect(owners(await compared([json(AFTER)], [baseline]))).toEqual(['ann', 'cid']);
	expect(owners(await compared([json(AFTER)], BEFORE))).toEqual(['ann', 'cid']);
});

test('a file in the memory of the workflow: compared by the next run', async () => {
	const staticData: IDataObject = {};
	const run = { staticData, settings: { binaryMode: 'combined' as const } };
	await diff([json(BEFORE)], { readFrom: 'file' }, { ...run, executionId: '1' });
	const result = await diff([json(AFTER)], { readFrom: 'file' }, { ...run, executionId: '2' });
	expect(owners(result)).toEqual(['ann', 'cid']);
});

test('a file that cannot be read says which and what to do, also on the second input', async () => {
	const broken = file('<html>Log in</html>', 'export.json', 'application/json');
	for (const [first, second] of [
		[broken, json(BEFORE)],
		[json(AFTER), broken],
	]) {
		const { error } = await compared([first ?? {}], [second ?? {}]);
		expect(error?.message).toBe('A file cannot be read as a table');
		expect(error?.description).toContain("'export.json'");
	}
});

test('an item without a file is refused with what to do', async () => {
	const { error } = await compared([row('ann', 1)], []);
	expect(error?.message).toBe("There is no file in the field 'data' [item 0]");
	expect(error?.description).toContain("'Read From'");
});

test('an export of Clari that is read as any table is noticed', async () => {
	const clari = file(
		JSON.stringify({ entries: [], fields: [], timeFrames: [], timePeriods: [], users: [] }),
		'clari.json',
		'application/json',
	);
	const result = await compared([clari], [], {
		data: 'table',
		keyFields: 'id',
		amountField: 'amount',
	});
	expect(hintsOf(result)).toContain("Set 'Data' to Clari Forecast Rows");
});

describe('a file beside the fields of its item', () => {
	const binary = { mimeType: 'text/csv', fileName: 'rows.csv', data: 'aWQ=' };
	const reader = {
		getNode: () => ({
			id: '1',
			name: 'Diff',
			type: 'any',
			typeVersion: 1,
			position: [0, 0] satisfies [number, number],
			parameters: {},
		}),
		helpers: {
			getBinaryDataBuffer: async (_item: number, data: string | IBinaryData) =>
				Buffer.from(typeof data === 'string' ? '' : data.data, 'base64'),
		},
	};
	const fetch = async (field: string, input = 0) =>
		await fileOf(reader, {
			input,
			place: 3,
			item: { json: {}, binary: { export: binary } },
			field,
		});

	test.each([0, 1])('is fetched from input %i', async (input) => {
		expect(await fetch('export', input)).toEqual({
			item: 3,
			content: Buffer.from('id'),
			fileName: 'rows.csv',
			mimeType: 'text/csv',
		});
	});

	test('under another name: says which there are', async () => {
		await expect(fetch('data')).rejects.toMatchObject({
			message: "There is no file in the field 'data' [item 3]",
			description: expect.stringContaining("'export'"),
		});
	});
});
