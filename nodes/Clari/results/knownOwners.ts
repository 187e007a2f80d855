import { contentHash } from '../../shared/events/eventId';
import type { ForecastRow } from '../../shared/forecast/forecastRow';
import { isRecord, readNumber, readText } from '../../shared/json/read';

/** Somebody whose rows an export had. */
export interface KnownOwner {
	ownerId: string;
	ownerName: string | null;
	role: string | null;
	/** Stands for the e-mail, see `emailMark`. */
	email: string | null;
	/** The latest period with rows of this owner. */
	lastPeriod: string;
	/** The last run that had rows of this owner, in milliseconds since the epoch. */
	lastSeenAt: number;
}

/** Who was there by the runs of one request so far. */
export interface KnownOwners {
	/** When the last of these runs ended. */
	takenAt: number;
	/** The latest period of that run. */
	latestPeriod: string;
	/** By their IDs: also those who were gone already. */
	owners: ReadonlyMap<string, KnownOwner>;
}

/** More people than that are not remembered: the memory of a workflow is read and written as a whole each time. */
export const MOST_OWNERS = 5_000;

/** Who has been gone for longer than a quarter is told no more. */
const FORGOTTEN_AFTER_MS = 100 * 24 * 60 * 60 * 1_000;

/** Stands for an e-mail where the address itself need not be kept: the same for the same address. */
export function emailMark(email: string | null | undefined): string | null {
	return email ? contentHash(email.trim().toLowerCase()).slice(0, 16) : null;
}

/**
 * Who is known after a run.
 *
 * @param periods the rows of the run by their period
 * @param earlier who was known before it
 * @returns `undefined` when they are too many to be kept
 */
export function ownersAfter(
	periods: ReadonlyArray<{ timePeriod: string; rows: readonly ForecastRow[] }>,
	latestPeriod: string,
	takenAt: number,
	earlier?: KnownOwners,
): KnownOwners | undefined {
	const owners = new Map<string, KnownOwner>();
	for (const known of earlier?.owners.values() ?? []) {
		if (known.lastSeenAt > takenAt - FORGOTTEN_AFTER_MS) owners.set(known.ownerId, known);
	}
	const oldestFirst = [...periods].sort((a, b) => a.timePeriod.localeCompare(b.timePeriod));
	for (const { timePeriod: lastPeriod, rows } of oldestFirst) {
		for (const { ownerId, ownerName, ownerEmail, role } of rows) {
			const known = owners.get(ownerId);
			if (known?.lastSeenAt === takenAt && known.lastPeriod === lastPeriod) continue;
			owners.set(ownerId, {
				ownerId,
				ownerName: ownerName ?? null,
				role: role ?? null,
				email: emailMark(ownerEmail),
				lastPeriod,
				lastSeenAt: takenAt,
			});
		}
	}
	return owners.size > MOST_OWNERS ? undefined : { takenAt, latestPeriod, owners };
}

/** As little text as the memory of a workflow can hold it in; `readOwners` reads it. */
export function storedOwners({ takenAt, latestPeriod, owners }: KnownOwners): object {
	return {
		version: 1,
		takenAt,
		latestPeriod,
		owners: [...owners.values()].map((owner) => [
			owner.ownerId,
			owner.ownerName,
			owner.role,
			owner.email,
			owner.lastPeriod,
			...(owner.lastSeenAt === takenAt ? [] : [owner.lastSeenAt]),
		]),
	};
}

/** @returns `undefined` when it is none, or of another version */
export function readOwners(stored: Record<string, unknown> | undefined): KnownOwners | undefined {
	const takenAt = readNumber(stored?.takenAt);
	const latestPeriod = readText(stored?.latestPeriod);
	if (!isRecord(stored) || stored.version !== 1 || !Array.isArray(stored.owners)) return undefined;
	if (takenAt === undefined || latestPeriod === undefined) return undefined;
	const owners = new Map<string, KnownOwner>();
	for (const entry of stored.owners) {
		if (!Array.isArray(entry)) continue;
		const values: unknown[] = entry;
		const [ownerId, ownerName, role, email, lastPeriod, lastSeenAt] = values;
		const id = readText(ownerId);
		if (id === undefined) continue;
		owners.set(id, {
			ownerId: id,
			ownerName: readText(ownerName) ?? null,
			role: readText(role) ?? null,
			email: readText(email) ?? null,
			lastPeriod: readText(lastPeriod) ?? latestPeriod,
			lastSeenAt: readNumber(lastSeenAt) ?? takenAt,
		});
	}
	return { takenAt, latestPeriod, owners };
}
