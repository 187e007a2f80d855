import type { INodeParameters } from 'n8n-workflow';

import { jsonOf } from './engine';
import {
	AFTER,
	BEFORE,
	CHANGES,
	DATA_QUALITY,
	SUMMARY,
	diff,
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
