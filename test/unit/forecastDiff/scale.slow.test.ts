import { decodeToken, encodeToken } from '../../../nodes/ForecastDiff/baseline/token';
import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import { DETECTED_AT, diff, row } from './rows';

const ROWS = 50_000;

describe('50,000 rows', () => {
	const before = Array.from({ length: ROWS }, (_, n) =>
		row({ ownerId: `o${Math.floor(n / 5)}`, fieldId: `f${n % 5}`, value: n + 1 }),
	);
	const after = before
		.filter((_, n) => n % 100 !== 0)
		.map((call, n) => (n % 20 === 0 ? { ...call, value: (call.value ?? 0) * 2 } : call))
		.reverse();

	test('are compared, stored and compared again', () => {
		const { summary, nextBaseline } = diff(before, after);
		expect(summary).toMatchObject({ removed: 500, increased: 2475, compared: 49_500 });
		const stored = decodeToken(nextBaseline && encodeToken(nextBaseline));
		const again = compareForecasts(stored, after, { detectedAt: DETECTED_AT });
		expect(again.summary).toMatchObject({ changes: 0, unchanged: 49_500 });
	});

	test('of one and the same key are reported, in linear time', () => {
		const same = Array.from({ length: ROWS }, (_, n) => row({ value: n }));
		const [item] = diff([row()], same).dataQuality;
		expect(item).toMatchObject({ check: 'duplicate_keys', details: { count: 1 } });
	});

	test('of one key in as many weeks are compared, in linear time', () => {
		const weeks = Array.from({ length: ROWS }, (_, n) =>
			row({ weekStart: `week ${String(n).padStart(6, '0')}`, value: n }),
		);
		expect(diff([row({ weekStart: 'week 0' })], weeks).changes).toMatchObject([
			{ kind: 'decreased', current: ROWS - 1 },
		]);
	});
});
