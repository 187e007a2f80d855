/** What somebody entered (or the CRM counted) in one week. Amounts are in the organisation's own currency. */
export interface Point {
	weekIndex: number;
	value: number | null;
	/** Clari user who entered it. */
	by: string;
	/** Epoch milliseconds. */
	on: number;
	/** False when the value stands there without anybody having touched it. */
	updated: boolean;
}

/** One amount over the weeks of a quarter. A week without a point shows the last one before it. */
export class Timeline {
	private readonly points: Point[] = [];

	/** What counts in this week; `undefined` when nothing was ever entered up to then. */
	at(weekIndex: number): Point | undefined {
		for (let index = this.points.length - 1; index >= 0; index--) {
			const point = this.points[index];
			if (point && point.weekIndex <= weekIndex) return point;
		}
		return undefined;
	}

	/**
	 * Enters a value in a week. Weeks that come later keep what they showed: a late correction of an old week
	 * does not rewrite the weeks after it.
	 */
	enter(point: Point, lastWeekIndex: number): void {
		const next = point.weekIndex + 1;
		const carried = this.at(point.weekIndex);
		if (next <= lastWeekIndex && !this.points.some(({ weekIndex }) => weekIndex === next)) {
			const kept = carried ?? { value: null, by: point.by, on: point.on };
			this.put({ ...kept, weekIndex: next, updated: false });
		}
		this.put(point);
	}

	private put(point: Point): void {
		const position = this.points.findIndex(({ weekIndex }) => weekIndex >= point.weekIndex);
		if (position === -1) this.points.push(point);
		else if (this.points[position]?.weekIndex === point.weekIndex) this.points[position] = point;
		else this.points.splice(position, 0, point);
	}
}
