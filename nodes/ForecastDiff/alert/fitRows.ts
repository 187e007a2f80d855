/** Rows of one kind that want a place in a message of limited size. */
export interface Part {
	/** What each row costs, in the unit of the budget. */
	costs: readonly number[];
	/** How much of the budget they may take before the other parts have had their turn, 0 to 1. */
	share: number;
}

/**
 * How many whole rows of each part fit into a budget: first each part within its share, then, in the given order, what
 * is left goes to the parts that want more.
 */
export function fitRows(parts: readonly Part[], budget: number): number[] {
	const counts = parts.map(() => 0);
	let left = budget;
	const take = (position: number, allowance: number) => {
		const costs = parts[position]?.costs ?? [];
		let allowed = allowance;
		let next = counts[position] ?? 0;
		for (; next < costs.length; next++) {
			const cost = costs[next] ?? 0;
			if (cost > allowed || cost > left) break;
			allowed -= cost;
			left -= cost;
		}
		counts[position] = next;
	};
	parts.forEach(({ share }, position) => take(position, share * budget));
	parts.forEach((_, position) => take(position, left));
	return counts;
}
