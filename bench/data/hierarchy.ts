/** Direct reports of a manager. */
const SPAN = 8;

/** A tree of people by number, 0 at the top: everybody reports to a smaller number. */
export interface Hierarchy {
	people: number;
	/** Whether somebody reports to this one. */
	isManager(person: number): boolean;
	/** `undefined` for the top. */
	managerOf(person: number): number | undefined;
}

export function hierarchyOf(people: number): Hierarchy {
	return {
		people,
		isManager: (person) => person * SPAN + 1 < people,
		managerOf: (person) => (person === 0 ? undefined : Math.floor((person - 1) / SPAN)),
	};
}
