import type { KeyShape } from './key';
import { noFacts, type PeriodFacts } from './periodFacts';

/** The calls that share all key columns but those of the owner or record. */
export interface Place {
	/** Its place in the list of places. */
	index: number;
	/** The shared parts of the key, in the order of the key columns. */
	parts: readonly string[];
	timePeriod: string;
	facts: PeriodFacts;
	/** The number of each call, by the rest of its key. */
	numbers: Map<string, number>;
	/** The same place in the export that this one is compared with. */
	twin: Place | undefined;
	/** What stands before and after the rest in the text of a key. */
	before: string;
	after: string;
}

/** The places of an export, some dozens in most, by the shared parts of their keys. */
export class Places {
	/** By period. */
	readonly facts = new Map<string, PeriodFacts>();

	private readonly root: PlaceTree = new Map();

	private readonly list: Place[] = [];

	/** Rows of one place often follow each other. */
	private last: Place | undefined;

	constructor(private readonly shape: KeyShape) {}

	find(parts: readonly string[]): Place | undefined {
		const { last } = this;
		if (last !== undefined && sameParts(last.parts, parts)) return last;
		let node: PlaceTree | undefined = this.root;
		for (let position = 0; position < parts.length; position++) {
			node = node.get(parts[position] ?? '');
			if (node === undefined) return undefined;
		}
		if (node.place !== undefined) this.last = node.place;
		return node.place;
	}

	/** Adds a place that is not there yet. */
	add(parts: readonly string[], timePeriod: string, twin?: Place): Place {
		let facts = this.facts.get(timePeriod);
		if (facts === undefined) {
			facts = noFacts();
			this.facts.set(timePeriod, facts);
		}
		const place: Place = {
			index: this.list.length,
			parts: [...parts],
			timePeriod,
			facts,
			numbers: new Map(),
			twin,
			...this.shape.around(parts),
		};
		this.list.push(place);
		this.nodeOf(parts).place = place;
		return place;
	}

	all(): readonly Place[] {
		return this.list;
	}

	at(index: number): Place {
		const place = this.list[index];
		if (place === undefined) throw new RangeError(`There is no place number ${index}.`);
		return place;
	}

	private nodeOf(parts: readonly string[]): PlaceTree {
		let node = this.root;
		for (const part of parts) {
			let next = node.get(part);
			if (next === undefined) node.set(part, (next = new Map()));
			node = next;
		}
		return node;
	}
}

/** Places by the parts of their keys, part by part. */
interface PlaceTree extends Map<string, PlaceTree> {
	place?: Place;
}

function sameParts(a: readonly string[], b: readonly string[]): boolean {
	for (let position = 0; position < a.length; position++) {
		if (a[position] !== b[position]) return false;
	}
	return true;
}
