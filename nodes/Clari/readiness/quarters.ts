/**
 * The quarters before one, as Clari writes them, nearest first. Counted by their numbers alone, so that no fiscal
 * calendar has to be known.
 *
 * @param timePeriod e.g. `2026_Q1`
 * @returns nothing when it is written in another way
 */
export function quartersBefore(timePeriod: string, count: number): string[] {
	const [, year, quarter] = /^(\d{4})_Q([1-4])$/.exec(timePeriod) ?? [];
	if (year === undefined || quarter === undefined) return [];
	const number = Number(year) * 4 + Number(quarter) - 1;
	return Array.from({ length: count }, (_, back) => {
		const before = number - back - 1;
		return `${Math.floor(before / 4)}_Q${(before % 4) + 1}`;
	});
}
