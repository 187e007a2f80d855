import { compareText } from './labels';
import type { Field } from './types';

/** The calls of one field and value type in one period: what an export has as a whole, or not at all. */
export interface CallGroup extends Field {
	timePeriod: string;
}

/** Groups that only one side of a comparison has. */
export class CallGroups {
	private readonly groups = new Map<string, CallGroup>();

	get size(): number {
		return this.groups.size;
	}

	/** @param name what the keys of the group share */
	note(name: string, { fieldId, fieldName, type }: Field, timePeriod: string): void {
		const group = { timePeriod, fieldId, fieldName, type };
		const known = this.groups.get(name);
		// Of several names the first in the alphabet, for any order of the rows.
		if (known === undefined || compareText(textOf(group), textOf(known)) < 0) {
			this.groups.set(name, group);
		}
	}

	/** Sorted by period and field. */
	list(): CallGroup[] {
		return [...this.groups.values()].sort((a, b) => compareText(textOf(a), textOf(b)));
	}
}

function textOf({ timePeriod, fieldName, fieldId, type }: CallGroup): string {
	return JSON.stringify([timePeriod, fieldName ?? fieldId, fieldId, type]);
}
