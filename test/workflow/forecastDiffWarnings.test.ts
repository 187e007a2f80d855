import type { IDataObject } from 'n8n-workflow';

import type { EngineResult } from './engine';
import { jsonOf } from './engine';
import {
	BASELINE,
	DATA_QUALITY,
	RememberedWorkflow,
	SUMMARY,
	diff,
	hintsOf,
	row,
} from './forecastDiffWorkflow';

const checks = (result: EngineResult) => jsonOf(result, DATA_QUALITY).map(({ check }) => check);

/** Ann's call, and two that contradict each other. */
const contradictory = (amount: number, owner = 'bob', ann = 100): IDataObject[] => [
	row('ann', ann),
	row(owner, 50),
	row(owner, amount),
];

describe('a warning that stays', () => {
	test('is given out once, a hint of every run, and in every alert', async () => {
		const workflow = new RememberedWorkflow();
		expect(checks(await workflow.run(contradictory(60)))).toEqual(['duplicate_keys']);
		const again = await workflow.run(contradictory(60));
		expect(checks(again)).toEqual([]);
		expect(hintsOf(again)).toContain('contradictory rows for 1 call');
		// Other amounts of the same call are no news.
		const alert = await workflow.run(contradictory(61, 'bob', 200));
		expect(checks(alert)).toEqual([]);
		expect(jsonOf(alert, SUMMARY)[0]?.plainText).toContain('contradictory rows for 1 call');
	});

	test('is given out again when it is about another call, or was gone', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(contradictory(60));
		expect(checks(await workflow.run(contradictory(60, 'cid')))).toEqual(['duplicate_keys']);
		expect(checks(await workflow.run([row('ann', 100), row('cid', 50)]))).toEqual([]);
		expect(checks(await workflow.run(contradictory(60, 'cid')))).toEqual(['duplicate_keys']);
	});

	test('is given out again when the run that had it failed', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run([row('ann', 100)]);
		expect(checks(await workflow.run(contradictory(60), 'fails later'))).toEqual([
			'duplicate_keys',
		]);
		expect(checks(await workflow.run(contradictory(60)))).toEqual(['duplicate_keys']);
		expect(checks(await workflow.run(contradictory(60)))).toEqual([]);
	});

	test('is given out by every run where everything is wanted', async () => {
		const workflow = new RememberedWorkflow({ options: { dataQualityLevel: 'info' } });
		await workflow.run(contradictory(60));
		expect(checks(await workflow.run(contradictory(60)))).toEqual(['duplicate_keys']);
	});

	test('is known from the baseline of a store as well', async () => {
		const first = await diff(contradictory(60));
		const secondInput = jsonOf(first, BASELINE);
		const parameters = { baselineHome: 'secondInput' };
		expect(checks(await diff(contradictory(60), parameters, { secondInput }))).toEqual([]);
	});

	test('is given out once, when a type is not exported any more', async () => {
		const workflow = new RememberedWorkflow();
		const quota = row('ann', 5, { type: 'quota', fieldId: 'quota', fieldName: 'Quota' });
		await workflow.run([row('ann', 100), quota]);
		const without = [row('ann', 100)];
		expect(checks(await workflow.run(without))).toEqual(['fields_changed']);
		expect(checks(await workflow.run(without))).toEqual([]);
		const back = await workflow.run([row('ann', 100), { ...quota, value: 7 }]);
		expect(jsonOf(back)).toMatchObject([{ previous: 5, current: 7, type: 'quota' }]);
	});
});

test('what makes the export untrustworthy is given out by every run', async () => {
	const workflow = new RememberedWorkflow();
	await workflow.run([row('ann', 100, { forecastId: 'new' })]);
	const other = [row('ann', 40, { forecastId: 'renewals' })];
	expect(checks(await workflow.run(other))).toEqual(['forecast_tab_changed']);
	expect(checks(await workflow.run(other))).toEqual(['forecast_tab_changed']);
});

test('a type that is new is compared with the start of the week as well, from the next run on', async () => {
	const workflow = new RememberedWorkflow({ compareWith: 'startOfWeek' });
	const quota = (value: number) =>
		row('ann', value, { type: 'quota', fieldId: 'quota', fieldName: 'Quota' });
	await workflow.run([row('ann', 100)]);
	expect(checks(await workflow.run([row('ann', 100), quota(5)]))).toEqual(['fields_changed']);
	const next = await workflow.run([row('ann', 100), quota(7)]);
	expect(jsonOf(next)).toMatchObject([{ previous: 5, current: 7, type: 'quota' }]);
	expect(checks(next)).toEqual([]);
});
