import type { IDataObject } from 'n8n-workflow';

import { jsonOf } from './engine';
import {
	AFTER,
	BASELINE,
	BEFORE,
	CHANGES,
	counts,
	diff,
	owners,
	row,
} from './forecastDiffWorkflow';

describe('other references', () => {
	test('the second input as rows', async () => {
		const result = await diff(AFTER, { baselineHome: 'secondInput' }, { secondInput: BEFORE });
		expect(owners(result)).toEqual(['ann', 'cid']);
		expect(jsonOf(result, CHANGES)[0]?.comparedWith).toEqual({ source: 'secondInput' });
	});

	test('the second input as baseline items of earlier runs: the newest counts', async () => {
		const older = jsonOf(await diff([row('ann', 1)]), BASELINE)[0] ?? {};
		const newer = jsonOf(await diff(BEFORE), BASELINE)[0] ?? {};
		const result = await diff(
			AFTER,
			{ baselineHome: 'secondInput' },
			{ secondInput: [newer, { ...older, takenAt: '2020-01-01T00:00:00.000Z' }] },
		);
		expect(owners(result)).toEqual(['ann', 'cid']);
	});

	test('baselines of several names on the second input: one must be chosen', async () => {
		const named = async (baselineName: string) =>
			jsonOf(await diff(BEFORE, { baselineName }), BASELINE)[0] ?? {};
		const secondInput = [await named('net_new'), { ...(await named('renewals')) }];
		const unclear = await diff(AFTER, { baselineHome: 'secondInput' }, { secondInput });
		expect(unclear.error?.message).toContain('net_new, renewals');
		const chosen = await diff(
			AFTER,
			{ baselineHome: 'secondInput', baselineName: 'net_new' },
			{ secondInput },
		);
		expect(owners(chosen)).toEqual(['ann', 'cid']);
	});

	test('nothing on the second input: a first run, no alert', async () => {
		const result = await diff(AFTER, { baselineHome: 'secondInput' }, { secondInput: [] });
		expect(counts(result)).toEqual([0, 0, 0, 1]);
	});

	test('a damaged baseline is refused with what to do', async () => {
		const baseline = jsonOf(await diff(BEFORE), BASELINE)[0] ?? {};
		const result = await diff(
			AFTER,
			{ baselineHome: 'secondInput' },
			{ secondInput: [{ ...baseline, token: String(baseline.token).slice(0, -20) }] },
		);
		expect(result.error?.message).toBe('The stored baseline cannot be read');
		expect(result.error?.description).toMatch(/incomplete/);
	});

	test('the previous week in the same export needs no memory at all', async () => {
		const week = (start: string, value: number) => row('ann', value, { weekStart: start });
		const staticData: IDataObject = {};
		const result = await diff(
			[week('2026-01-09', 130), week('2026-01-02', 100), week('2025-12-26', 90)],
			{ baselineHome: 'sameExport' },
			{ staticData },
		);
		expect(jsonOf(result, CHANGES)[0]).toMatchObject({
			previous: 100,
			current: 130,
			comparedWith: { source: 'sameExport', week: '2026-01-02' },
		});
		expect(staticData).toEqual({});
		expect(result.hints).toEqual([]);
	});
});
