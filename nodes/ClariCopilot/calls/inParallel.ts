/**
 * Does something for each entry, several at a time, and gives the results in the order of the entries. After the first
 * failure nothing new is begun.
 *
 * @throws what the first failure threw
 */
export async function inParallel<T, R>(
	entries: readonly T[],
	atOnce: number,
	action: (entry: T) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	const waiting = entries.entries();
	let isFailing = false;
	const work = async () => {
		for (const [index, entry] of waiting) {
			if (isFailing) return;
			let isDone = false;
			try {
				results[index] = await action(entry);
				isDone = true;
			} finally {
				if (!isDone) isFailing = true;
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return results;
}
