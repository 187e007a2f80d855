/** Each item once, in order of appearance. */
export class Dictionary<T> {
	readonly items: T[] = [];

	private readonly places = new Map<string, number>();

	/** Calls share their labels as objects, which spares writing them down to look them up. */
	private readonly placesOfObjects = new Map<object, number>();

	/** The place of an item in `items`. */
	placeOf(item: T): number {
		const name = JSON.stringify(item);
		const known = this.places.get(name);
		if (known !== undefined) return known;
		const place = this.items.push(item) - 1;
		this.places.set(name, place);
		return place;
	}

	/** The place of the item that is made of an object; the same object always makes the same item. */
	placeOfObject<O extends object>(object: O, itemOf: (object: O) => T): number {
		let place = this.placesOfObjects.get(object);
		if (place === undefined) {
			place = this.placeOf(itemOf(object));
			this.placesOfObjects.set(object, place);
		}
		return place;
	}
}

/** Places as the difference to the one before: calls in order of their keys leave little for the compression to store. */
export class Steps {
	readonly list: number[] = [];

	private last = 0;

	push(place: number): void {
		this.list.push(place - this.last);
		this.last = place;
	}
}

/** The places that `Steps` were made of. */
export function placesOf(steps: readonly number[]): number[] {
	let last = 0;
	return steps.map((step) => (last += step));
}
