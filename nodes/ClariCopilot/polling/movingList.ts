/** A page of a list that changes while it is read. */
export interface MovingPage<T> {
	rows: T[];
	/** Whether no more follow. */
	isLast: boolean;
}

/** Rows to go back by when a page does not join on. */
const STEP_BACK = 25;

/**
 * How often the list is read to an empty page, and from a step before it again, with nothing new: a vendor who does not say where
 * the list ends.
 */
const MOST_ENDS = 3;

/** More reads than any list that ends can need. */
const MOST_READS = 2_000;

export interface MovingList<T> {
	rows: T[];
	/** `false` when the list goes on behind the last `skip`, or never held still. */
	isWhole: boolean;
}

/**
 * Reads a list by `skip` although rows leave it meanwhile: when one before the current position does, the others move up and
 * a page that begins where the last one ended would leave some out. So each page begins with the last row of the one before;
 * when it begins with a row that is not known, reading goes back until it does. Rows must keep their order. A row that joins
 * the list meanwhile may be missed and must be looked for again.
 *
 * @param lastSkip the greatest position that can be asked for
 */
export async function readMovingList<T>(
	readPage: (skip: number) => Promise<MovingPage<T>>,
	idOf: (row: T) => string,
	lastSkip: number,
): Promise<MovingList<T>> {
	const found = new Map<string, T>();
	let skip = 0;
	let ends = 0;
	let foundAtEnd = 0;
	let hasJoined = false;
	for (let reads = 0; reads < MOST_READS; reads++) {
		const { rows, isLast } = await readPage(skip);
		const [first] = rows;
		const joins = skip === 0 || (first !== undefined && found.has(idOf(first)));
		if (!joins) {
			if (rows.length === 0 && hasJoined) {
				ends = found.size === foundAtEnd ? ends + 1 : 1;
				if (ends > MOST_ENDS) return { rows: [...found.values()], isWhole: true };
				foundAtEnd = found.size;
				hasJoined = false;
			}
			skip = Math.max(0, skip - STEP_BACK);
			continue;
		}
		hasJoined = true;
		for (const row of rows) found.set(idOf(row), row);
		if (isLast || rows.length === 0) return { rows: [...found.values()], isWhole: true };
		if (skip === lastSkip) break;
		// A page of one row would never get on.
		skip = Math.min(lastSkip, skip + Math.max(1, rows.length - 1));
	}
	return { rows: [...found.values()], isWhole: false };
}
