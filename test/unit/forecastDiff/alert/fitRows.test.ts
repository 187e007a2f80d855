import { fitRows } from '../../../../nodes/ForecastDiff/alert/fitRows';

test('gives every part its share, and what is left to those that want more, in their order', () => {
	const tens = (count: number) => Array.from({ length: count }, () => 10);
	expect(fitRows([{ costs: tens(3), share: 0.5 }], 100)).toEqual([3]);
	expect(
		fitRows(
			[
				{ costs: tens(20), share: 0.5 },
				{ costs: tens(1), share: 0.3 },
				{ costs: tens(20), share: 0.2 },
			],
			100,
		),
	).toEqual([7, 1, 2]);
	expect(fitRows([{ costs: [101], share: 1 }], 100)).toEqual([0]);
	expect(
		fitRows(
			[
				{ costs: [60, 10], share: 0.5 },
				{ costs: [30], share: 0.5 },
			],
			100,
		),
	).toEqual([2, 1]);
	expect(fitRows([{ costs: tens(2), share: 1 }], -5)).toEqual([0]);
});
