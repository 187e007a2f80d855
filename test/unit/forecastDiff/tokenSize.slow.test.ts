import { decodeToken, encodeToken } from '../../../nodes/ForecastDiff/baseline/token';
import type { Owner, Snapshot, SnapshotEntry } from '../../../nodes/ForecastDiff/engine/types';
import { call, snapshotOf } from './snapshots';

/** Calls of three fields and three types per rep, as after 20 daily runs. */
function longRemembered(calls: number): Snapshot {
	// A small generator of its own, so that the sizes are the same in every run.
	let seed = 1;
	const next = (below: number) => {
		seed = (seed * 48_271) % 2_147_483_647;
		return seed % below;
	};
	const fields = ['Commit', 'Best Case', 'Upside'].flatMap((fieldName) =>
		['forecast', 'adjustment', 'crm_total'].map((type) => ({
			fieldId: fieldName.toLowerCase(),
			fieldName,
			type,
		})),
	);
	const entries: SnapshotEntry[] = [];
	for (let rep = 0; entries.length < calls; rep++) {
		const who: Owner = {
			ownerId: `${410_000 + rep}:${7_000 + next(1_000)}`,
			ownerName: `Rep Number ${rep}`,
			ownerEmail: `rep.${rep}@example.com`,
			role: `Account Executive ${next(200)}`,
			parentRole: `Regional Manager ${next(40)}`,
		};
		for (const what of fields.slice(0, calls - entries.length)) {
			let value = next(1_000_000);
			// One call in three is moved, about every tenth day.
			const moves = next(3) === 0;
			const history = Array.from({ length: 20 }, () => {
				const before = value;
				if (moves && next(10) === 0) value = Math.round(value * (0.8 + next(400) / 1_000));
				return before;
			});
			entries.push(
				call({
					owner: who,
					field: what,
					value,
					history,
					...(next(20) === 0 && {
						told: { value: history[0] ?? 0, currency: 'USD', at: '2026-01-05T08:00:00.000Z' },
						alert: {
							at: '2026-01-05T08:00:00.000Z',
							from: history[0] ?? 0,
							to: value,
							severity: 'medium',
						},
					}),
				}),
			);
		}
	}
	return snapshotOf(...entries);
}

test.each([6_000, 50_000])('a token of %i calls with 20 values of history stays small', (calls) => {
	const snapshot = longRemembered(calls);
	const started = performance.now();
	const token = encodeToken(snapshot);
	const encoded = performance.now();
	expect(encodeToken(decodeToken(token)) === token).toBe(true);
	const withoutPast = [...snapshot.entries].map(
		([key, entry]) =>
			[key, { ...entry, history: undefined, told: undefined, alert: undefined }] as const,
	);
	const alone = encodeToken({ ...snapshot, entries: new Map(withoutPast) });
	console.log(
		`Measured: ${calls} calls: ${token.length} bytes with history (${alone.length} without), encoded in ${Math.round(encoded - started)} ms`,
	);
	expect(token.length / calls).toBeLessThan(40);
});
