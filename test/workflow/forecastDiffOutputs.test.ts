import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsonOf } from './engine';
import {
	AFTER,
	BEFORE,
	CHANGES,
	DATA_QUALITY,
	RememberedWorkflow,
	SUMMARY,
	counts,
	diff,
	hintsOf,
	owners,
	row,
} from './forecastDiffWorkflow';

describe('outputs', () => {
	const compared = async (parameters: INodeParameters = {}) =>
		await diff(AFTER, { baselineHome: 'secondInput', ...parameters }, { secondInput: BEFORE });

	test('every item is linked to an input item; a change to the row it comes from', async () => {
		const result = await compared({
			options: { dataQualityLevel: 'info', outputSummary: 'always' },
		});
		const items = result.outputs.flat();
		expect(items.filter(({ pairedItem }) => pairedItem === undefined)).toEqual([]);
		expect(result.outputs[CHANGES]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 2 },
		]);
	});

	test('thresholds in percent and in money', async () => {
		expect(owners(await compared({ percentThreshold: 1 }))).toEqual(['ann', 'cid', 'bob']);
		expect(owners(await compared({ moneyThreshold: 20_000 }))).toEqual(['ann']);
	});

	test('the summary comes with every run when it is wanted', async () => {
		const result = await diff(
			BEFORE,
			{ baselineHome: 'secondInput', options: { outputSummary: 'always' } },
			{ secondInput: BEFORE },
		);
		expect(jsonOf(result, SUMMARY)[0]).toMatchObject({ changes: 0, unchanged: 3 });
	});

	test('inputs are not changed', async () => {
		const frozen = AFTER.map((json) => Object.freeze({ ...json }));
		const result = await diff(frozen, { baselineHome: 'secondInput' }, { secondInput: BEFORE });
		expect(result.error).toBeUndefined();
		expect(frozen).toEqual(AFTER);
	});

	test('rows without identity are reported, the rest is compared', async () => {
		const result = await diff(
			[...AFTER, { hello: 'world' }],
			{ baselineHome: 'secondInput' },
			{ secondInput: BEFORE },
		);
		expect(owners(result)).toEqual(['ann', 'cid']);
		expect(jsonOf(result, DATA_QUALITY)[0]).toMatchObject({ check: 'unusable_rows' });
	});

	test('continue on fail gives the reason on the first output', async () => {
		const result = await diff(
			BEFORE,
			{ moveBaseline: 'onCommit' },
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(result)[0]).toMatchObject({ error: "'Baseline Name' is empty" });
		expect(result.outputs[0]?.[0]?.pairedItem).toEqual({ item: 0 });
	});
});

describe('the preview', () => {
	test('shows an alert, and nothing else: nothing is stored, nothing is compared', async () => {
		const workflow = new RememberedWorkflow({ options: { previewAlert: true } });
		const result = await workflow.run(AFTER);
		expect(counts(result)).toEqual([0, 1, 0, 0]);
		expect(jsonOf(result, SUMMARY)[0]).toMatchObject({ preview: true });
		expect(hintsOf(result)).toContain('preview');
		expect(workflow.staticData).toEqual({});
	});
});

describe('quiet hours', () => {
	afterEach(() => jest.restoreAllMocks());
	const clock = (time: string) => jest.spyOn(Date, 'now').mockReturnValue(Date.parse(time));

	test('keep changes back, and the next alert is a digest of them', async () => {
		const workflow = new RememberedWorkflow({ options: { quietFrom: '20:00', quietTo: '07:00' } });
		const berlin = { settings: { timezone: 'Europe/Berlin' } };
		clock('2026-01-08T12:00:00Z');
		await workflow.run(BEFORE, 'succeeds', {}, berlin);
		clock('2026-01-08T19:30:00Z'); // 20:30 in Berlin
		expect(counts(await workflow.run(AFTER, 'succeeds', {}, berlin))).toEqual([0, 0, 0, 1]);
		clock('2026-01-09T06:30:00Z'); // 07:30 in Berlin
		const morning = await workflow.run(AFTER, 'succeeds', {}, berlin);
		expect(owners(morning)).toEqual(['ann', 'cid']);
		expect(jsonOf(morning, SUMMARY)[0]).toMatchObject({ digest: true });
	});

	test('what came back to where it was is told by a summary without changes', async () => {
		const workflow = new RememberedWorkflow({ options: { quietDays: ['saturday', 'sunday'] } });
		clock('2026-01-09T12:00:00Z'); // Friday
		await workflow.run(BEFORE);
		clock('2026-01-10T12:00:00Z');
		expect(counts(await workflow.run(AFTER))).toEqual([0, 0, 0, 1]);
		clock('2026-01-12T12:00:00Z');
		const monday = await workflow.run(BEFORE);
		expect(counts(monday)).toEqual([0, 1, 0, 1]);
		expect(jsonOf(monday, SUMMARY)[0]?.cameBack).toHaveLength(2);
	});

	test('a new quarter over the weekend does not make them forgotten', async () => {
		const workflow = new RememberedWorkflow({ options: { quietDays: ['saturday'] } });
		const quarter = row('ann', 10, { timePeriod: '2026_Q2' });
		clock('2026-01-09T12:00:00Z');
		await workflow.run(BEFORE);
		clock('2026-01-10T12:00:00Z');
		await workflow.run(AFTER);
		clock('2026-01-10T13:00:00Z');
		await workflow.run([...AFTER, quarter], 'fails later');
		clock('2026-01-12T12:00:00Z');
		const monday = await workflow.run([...AFTER, quarter]);
		expect(owners(monday)).toEqual(['ann', 'cid']);
		expect(jsonOf(monday, CHANGES)[0]).toMatchObject({ heldSince: '2026-01-10T12:00:00.000Z' });
	});
});

test('the alert has the links and the locale that it is told', async () => {
	const workflow = new RememberedWorkflow({
		options: { locale: 'de-DE', clariUrl: 'https://app.clari.example/forecast' },
	});
	await workflow.run(BEFORE);
	const [summary] = jsonOf(await workflow.run(AFTER), SUMMARY);
	expect(String(summary?.text)).toContain('150.000');
	expect(JSON.stringify(summary)).toContain('https://app.clari.example/forecast');
});

describe('any table', () => {
	const deal = (id: string, amount: number, over: IDataObject = {}): IDataObject => ({
		Id: id,
		Amount: amount,
		Stage: 'Commit',
		Owner: 'Ann',
		CloseQuarter: 'FY26 Q1',
		CurrencyIsoCode: 'EUR',
		...over,
	});
	const parameters = {
		data: 'table',
		keyFields: 'Id',
		amountField: 'Amount',
		tableFields: {
			categoryField: 'Stage',
			ownerNameField: 'Owner',
			periodField: 'CloseQuarter',
			currencyField: 'CurrencyIsoCode',
		},
		baselineHome: 'secondInput',
	};

	test('rows of a CRM, by their own names', async () => {
		const result = await diff([deal('x', 50), deal('y', 300), deal('z', 7)], parameters, {
			secondInput: [deal('x', 50), deal('y', 100), deal('z', 7)],
		});
		expect(jsonOf(result, CHANGES)).toMatchObject([
			{
				previous: 100,
				current: 300,
				ownerId: 'Ann',
				ownerName: 'Ann',
				fieldId: 'Commit',
				fieldName: 'Commit',
				timePeriod: 'FY26 Q1',
				currency: 'EUR',
				key: expect.stringContaining('y'),
			},
		]);
		expect(result.outputs[CHANGES]?.[0]?.pairedItem).toEqual({ item: 1 });
	});

	test('without any of the other fields', async () => {
		const bare = { ...parameters, tableFields: {} };
		const result = await diff([{ Id: 'a', Amount: 2 }], bare, {
			secondInput: [{ Id: 'a', Amount: 1 }],
		});
		expect(jsonOf(result, CHANGES)).toMatchObject([
			{ previous: 1, current: 2, ownerId: null, fieldId: null, timePeriod: '' },
		]);
	});

	test('a column that is called error is no failed node', async () => {
		const result = await diff([deal('x', 50, { error: 'none' })], parameters, {
			secondInput: [deal('x', 10)],
		});
		expect(jsonOf(result, CHANGES)).toHaveLength(1);
	});

	test('its memory takes what it is given back by the second run', async () => {
		const workflow = new RememberedWorkflow({ ...parameters, baselineHome: 'memory' });
		await workflow.run([deal('x', 50), deal('y', 100)]);
		const result = await workflow.run([deal('x', 50), deal('y', 200)]);
		expect(jsonOf(result, CHANGES)).toMatchObject([{ previous: 100, current: 200 }]);
	});

	test('rules of their own for categories', async () => {
		const rules = [
			{ field: 'commit', level: 'any', percent: 50, money: 0 },
			{ field: '', level: 'rep', percent: 5, money: 0 },
		];
		const before = [deal('x', 100), deal('y', 100, { Stage: 'Upside' })];
		const after = [deal('x', 120), deal('y', 106, { Stage: 'Upside' })];
		const result = await diff(
			after,
			{ ...parameters, thresholdRules: { rules } },
			{ secondInput: before },
		);
		expect(jsonOf(result, CHANGES).map(({ fieldId }) => fieldId)).toEqual(['Upside']);
	});
});
