/** One item of a routine run, as it was sent. */
export interface RoutineItem {
	id: string;
	inputs: Record<string, unknown>;
}
