import type { BaselineItem } from './token';

/** States to compare with that stand still while the baseline moves on. */
export const REFERENCE_KINDS = ['startOfWeek', 'startOfQuarter', 'namedBaseline'] as const;

export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** A baseline that a reference kept. */
export interface KeptReference {
	item: BaselineItem;
	/** First day of its week or quarter, `YYYY-MM-DD`; absent for a named baseline, which has no end. */
	start?: string;
}

/** What the memory keeps beside the baseline that moves. */
export type References = Readonly<Partial<Record<ReferenceKind, KeptReference>>>;

/** The reference that a run wants. */
export interface WantedReference {
	kind: ReferenceKind;
	/** First day of the week or quarter of this run, `YYYY-MM-DD`; absent for a named baseline. */
	start?: string;
}

/**
 * Keeps the reference of a week, a quarter or a name.
 *
 * In the first run of a new week, what was committed until then becomes the reference: the last state before the week
 * began whose alerts went out. Where nothing was committed before, it is the first baseline of the week. Within the
 * week it stays, whatever is committed meanwhile. A named baseline is a week that never ends.
 *
 * @param committed the committed baseline at the beginning of this run
 * @returns the references to store; without one of the wanted kind as long as nothing is committed
 */
export function holdReference(
	references: References,
	{ kind, start }: WantedReference,
	committed: BaselineItem | undefined,
): References {
	const kept = references[kind];
	if (kept !== undefined && kept.start === start) return references;
	const { [kind]: ended, ...others } = references;
	if (committed === undefined) return ended === undefined ? references : others;
	return { ...others, [kind]: { item: committed, ...(start !== undefined && { start }) } };
}
