import { toRows, type Row } from '../data/snapshots';
import type { Comparison, Peer } from './peer';

export interface NaiveChange {
	rep: unknown;
	previous: number;
	current: number;
	changePct: number;
	direction: 'increased' | 'decreased';
	detectedAt: string;
}

/**
 * The script that is written in ten minutes: a dictionary by owner's e-mail, and the percentage of each owner whom both
 * sides have. Right as long as each owner has one row; blind for rows that come or go and for zeros.
 */
export function naiveScript(
	previous: readonly Row[],
	current: readonly Row[],
	thresholdPercent: number,
): NaiveChange[] {
	const byOwner = new Map<unknown, Row>();
	for (const row of previous) byOwner.set(row.ownerEmail, row);
	const changes: NaiveChange[] = [];
	for (const row of current) {
		const earlier = byOwner.get(row.ownerEmail);
		if (earlier === undefined) continue;
		const before = Number(earlier.amount);
		const after = Number(row.amount);
		if (before === 0) continue;
		const percent = ((after - before) / before) * 100;
		if (Math.abs(percent) < thresholdPercent) continue;
		changes.push({
			rep: row.ownerName,
			previous: before,
			current: after,
			changePct: Math.round(percent * 10) / 10,
			direction: percent > 0 ? 'increased' : 'decreased',
			detectedAt: new Date().toISOString(),
		});
	}
	return changes.sort((a, b) => Math.abs(b.changePct) - Math.abs(a.changePct));
}

export const naive: Peer = {
	id: 'naive',
	title: 'Naive script',
	group: 'table',
	about:
		'A dictionary by owner e-mail, as in the usual script. Rows of one owner overwrite each other, so what it lists is wrong here.',
	prepare(snapshots): Comparison {
		const previous = toRows(snapshots.previous);
		const current = toRows(snapshots.current);
		return () => {
			const changes = naiveScript(previous, current, 10);
			return { counts: null, listed: changes.length, output: [previous, current, changes] };
		};
	},
};
