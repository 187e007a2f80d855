import { createHash, randomBytes } from 'node:crypto';

import { readNumber, readText } from '../json/read';

/** How long and how many events are remembered. */
export interface WindowLimits {
	maxAgeMs: number;
	maxEvents: number;
}

/** A window as it is stored. */
export interface PackedWindow {
	/** The process that wrote it. */
	by: string;
	/** Counts the writes of that process. */
	n: number;
	/** When nothing in it counts any more, in milliseconds since the epoch. */
	until: number;
	/** Segments, the oldest first: time of the newest event in base 36, a dot, and 8 characters for each event. */
	keys: string;
	/** Releases, the oldest first: 8 characters for the event, `-`, or `+` when it was taken after it, time in base 36. */
	released: string;
}

/** What was made of an event that had been released. */
interface Release {
	/** In milliseconds since the epoch, and later than what it knew of the same event: the latest of them counts. */
	at: number;
	/** Whether the event came again, and was taken then. */
	isTakenAgain: boolean;
}

interface Segment {
	/** When its first and its newest event came in, in milliseconds since the epoch. */
	first: number;
	last: number;
	/** In the order of their coming. */
	keys: string[];
	/** As it is stored, as long as it has not changed: only one segment at a time grows. */
	packed?: string;
}

/** 6 bytes of a hash: of a million events beside 20,000 remembered ones, one in 14,000 times one is taken for another. */
const KEY_BYTES = 6;

/** Age and size take whole segments: one of so many at a time. */
const SEGMENTS = 40;
const LARGEST_SEGMENT = 500;
const SHORTEST_SPAN_MS = 60_000;

/** Each takes 18 characters. Without its release, an event that another process remembers comes back from there. */
const MOST_RELEASES = 1000;

const RELEASE_SHAPE = /^([\w-]{8})([+-])([0-9a-z]{1,11})$/;
const SEGMENT_SHAPE = /^([0-9a-z]{1,11})\.((?:[\w-]{8})+)$/;

/**
 * The events that have come in lately, as hashes: to be asked and told in one step, so that of many copies that arrive
 * at once exactly one is new. Bounded in age and number. It packs itself small, since n8n loads and parses all of a
 * workflow's memory at every request.
 */
export class EventWindow {
	private readonly seen = new Set<string>();

	/** The oldest first. */
	private segments: Segment[] = [];

	/** Events that were released, the oldest first: what others have stored of them before counts no more. */
	private readonly releases = new Map<string, Release>();

	/** Segments of other processes that are in already, by their text. */
	private absorbed = new Set<string>();

	private absorbedVersion = '';

	private readonly id = randomBytes(6).toString('base64url');

	private writes = 0;

	private isChanged = false;

	/** As it was packed last, as long as it has not changed. */
	private latest?: Pick<PackedWindow, 'keys' | 'released'> & { newest: number };

	/** How many events are remembered. */
	get size(): number {
		return this.seen.size;
	}

	/** Whether there is something that has not been packed. */
	get isDirty(): boolean {
		return this.isChanged;
	}

	/**
	 * Remembers an event, unless it is known.
	 *
	 * @param now milliseconds since the epoch
	 * @returns whether it is new
	 */
	claim(event: string, now: number, limits: WindowLimits): boolean {
		this.forget(now, limits);
		const key = hash(event);
		if (this.seen.has(key)) return false;
		this.append(key, now, limits);
		if (this.releases.has(key)) this.noteRelease(key, now, true);
		this.isChanged = true;
		this.limitSize(limits);
		return true;
	}

	/**
	 * Forgets an event, so that it is new when it comes again: here at once, elsewhere when what is packed is taken in.
	 *
	 * @param now milliseconds since the epoch
	 */
	release(event: string, now: number): void {
		const key = hash(event);
		this.noteRelease(key, now, false);
		this.isChanged = true;
		this.remove(key);
	}

	private noteRelease(key: string, now: number, isTakenAgain: boolean): void {
		const before = this.releases.get(key)?.at ?? Number.NEGATIVE_INFINITY;
		this.setRelease(key, { at: Math.max(now, before + 1), isTakenAgain });
	}

	private setRelease(key: string, release: Release): void {
		this.latest = undefined;
		// The newest last.
		this.releases.delete(key);
		this.releases.set(key, release);
		const [oldest] = this.releases.keys();
		if (this.releases.size > MOST_RELEASES && oldest !== undefined) this.releases.delete(oldest);
	}

	private remove(key: string): void {
		if (!this.seen.delete(key)) return;
		this.latest = undefined;
		for (const segment of this.segments) {
			const kept = segment.keys.filter((other) => other !== key);
			if (kept.length === segment.keys.length) continue;
			segment.keys = kept;
			segment.packed = undefined;
		}
		this.segments = this.segments.filter(({ keys }) => keys.length > 0);
	}

	/** The window to be stored; what was not packed is now. It is joined only when it has changed. */
	pack({ maxAgeMs }: WindowLimits): PackedWindow {
		this.isChanged = false;
		if (this.latest === undefined) {
			this.writes += 1;
			const releases = [...this.releases];
			this.latest = {
				newest: Math.max(this.segments.at(-1)?.last ?? 0, ...releases.map(([, { at }]) => at)),
				keys: this.segments.map(packedOf).join(','),
				released: releases.map(packedRelease).join(','),
			};
		}
		const { newest, ...latest } = this.latest;
		return { by: this.id, n: this.writes, until: newest + maxAgeMs, ...latest };
	}

	/**
	 * The window as it is whenever it is read: n8n turns it into JSON when it stores it, which is when the request is
	 * answered. What was packed when the request came in would overwrite what has come in since.
	 */
	packWhenRead(limits: WindowLimits): PackedWindow {
		const pack = () => this.pack(limits);
		pack();
		// Properties and no `toJSON`: they outlive every way of copying.
		return {
			get by() {
				return pack().by;
			},
			get n() {
				return pack().n;
			},
			get until() {
				return pack().until;
			},
			get keys() {
				return pack().keys;
			},
			get released() {
				return pack().released;
			},
		};
	}

	/**
	 * Takes in what is stored: after a restart all of it, later what another process has written. What this process has
	 * written it knows; when that is not its latest, the latest was overwritten or is under way, and is packed again.
	 *
	 * @param stored as it was read: another version may have written it, or anybody
	 */
	absorb(stored: Record<string, unknown> | undefined, now: number, limits: WindowLimits): void {
		if (stored?.by === this.id) {
			if (readNumber(stored.n) !== this.writes) this.isChanged = true;
			return;
		}
		if (stored === undefined) {
			if (this.writes > 0) this.isChanged = true;
			return;
		}
		const version = `${String(stored.by)} ${String(stored.n)}`;
		if (version === this.absorbedVersion) return;
		this.absorbedVersion = version;
		this.absorbReleases(readText(stored.released) ?? '', now, limits);
		const known = new Set((readText(stored.keys) ?? '').split(','));
		for (const packed of known) {
			if (!this.absorbed.has(packed)) this.absorbSegment(packed, now, limits);
		}
		this.absorbed = known;
		this.forget(now, limits);
		this.limitSize(limits);
	}

	/** Of what is known here and there of an event, the later counts. */
	private absorbReleases(packed: string, now: number, limits: WindowLimits): void {
		for (const text of packed === '' ? [] : packed.split(',')) {
			const [, key, sign, time = ''] = RELEASE_SHAPE.exec(text) ?? [];
			const at = Number.parseInt(time, 36);
			// A time far ahead would never lapse.
			if (key === undefined || Math.abs(now - at) > limits.maxAgeMs) continue;
			if (at <= (this.releases.get(key)?.at ?? Number.NEGATIVE_INFINITY)) continue;
			const isTakenAgain = sign === '+';
			this.setRelease(key, { at, isTakenAgain });
			if (!isTakenAgain) this.remove(key);
			else if (!this.seen.has(key)) this.append(key, Math.min(at, now), limits);
		}
	}

	private absorbSegment(packed: string, now: number, limits: WindowLimits): void {
		const [, time = '', keys = ''] = SEGMENT_SHAPE.exec(packed) ?? [];
		// The clock of another machine may be ahead, and must not keep its events for longer.
		const last = Math.min(Number.parseInt(time, 36), now);
		const fresh = [...new Set(split(keys))].filter(
			(key) => !this.seen.has(key) && this.releases.get(key)?.isTakenAgain !== false,
		);
		if (fresh.length === 0) return;
		const newest = this.segments.at(-1)?.last ?? Number.NEGATIVE_INFINITY;
		if (last > newest - spanOf(limits)) {
			for (const key of fresh) this.append(key, last, limits);
			return;
		}
		this.latest = undefined;
		for (const key of fresh) this.seen.add(key);
		this.segments.push({ first: last, last, keys: fresh });
		this.segments.sort((one, other) => one.last - other.last);
	}

	private append(key: string, time: number, limits: WindowLimits): void {
		this.latest = undefined;
		this.seen.add(key);
		const open = this.segments.at(-1);
		const capacity = Math.min(LARGEST_SEGMENT, Math.max(1, Math.ceil(limits.maxEvents / SEGMENTS)));
		const last = Math.max(time, open?.last ?? time);
		if (open && open.keys.length < capacity && last - open.first < spanOf(limits)) {
			open.keys.push(key);
			open.last = last;
			open.packed = undefined;
		} else {
			this.segments.push({ first: last, last, keys: [key] });
		}
	}

	private limitSize({ maxEvents }: WindowLimits): void {
		while (this.seen.size > Math.max(1, maxEvents)) this.dropOldest();
	}

	private forget(now: number, { maxAgeMs }: WindowLimits): void {
		while ((this.segments[0]?.last ?? now) < now - maxAgeMs) this.dropOldest();
		for (const [key, { at }] of this.releases) {
			if (at >= now - maxAgeMs) return;
			this.latest = undefined;
			this.releases.delete(key);
		}
	}

	private dropOldest(): void {
		this.latest = undefined;
		const oldest = this.segments.shift();
		for (const key of oldest?.keys ?? []) this.seen.delete(key);
	}
}

/** How long a segment takes events in. */
function spanOf({ maxAgeMs }: WindowLimits): number {
	return Math.max(SHORTEST_SPAN_MS, maxAgeMs / SEGMENTS);
}

function hash(event: string): string {
	return createHash('sha256').update(event).digest().toString('base64url', 0, KEY_BYTES);
}

/** Joined and kept: a text that grew key by key costs milliseconds to write, at 20,000 keys, each time. */
function packedOf(segment: Segment): string {
	segment.packed ??= `${segment.last.toString(36)}.${segment.keys.join('')}`;
	return segment.packed;
}

function packedRelease([key, { at, isTakenAgain }]: [string, Release]): string {
	return `${key}${isTakenAgain ? '+' : '-'}${at.toString(36)}`;
}

function split(keys: string): string[] {
	return keys.match(/.{8}/g) ?? [];
}
