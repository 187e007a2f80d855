import { readNumber, readText } from './read';

/** A name without what people change in it: case, blanks, `_` and `-`. `Correlation Id` is `correlation_id`. */
export function plainName(name: string): string {
	return name.toLowerCase().replace(/[\s_-]/g, '');
}

/**
 * The value under the first of several names that is there, whatever its case and separators. A name as it is written
 * goes before one that only reads alike.
 *
 * @returns `undefined` when none is there, or its value is `null`
 */
export function lookUp(record: Record<string, unknown>, ...names: string[]): unknown {
	for (const name of names) {
		if (Object.hasOwn(record, name) && record[name] != null) return record[name];
		const wanted = plainName(name);
		const key = Object.keys(record).find((one) => plainName(one) === wanted && record[one] != null);
		if (key !== undefined) return record[key];
	}
	return undefined;
}

/** An identifier as text: senders write numbers as numbers or in quotes. */
export function lookUpId(record: Record<string, unknown>, ...names: string[]): string | undefined {
	return toId(lookUp(record, ...names));
}

export function toId(value: unknown): string | undefined {
	const text = readText(value)?.trim() ?? readNumber(value)?.toString();
	return text === '' ? undefined : text;
}

/** The record without the fields of some names, however they are written. */
export function without(record: Record<string, unknown>, names: string[]): Record<string, unknown> {
	const unwanted = new Set(names.map(plainName));
	return Object.fromEntries(
		Object.entries(record).filter(([key]) => !unwanted.has(plainName(key))),
	);
}
