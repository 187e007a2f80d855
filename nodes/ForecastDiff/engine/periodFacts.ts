/** What is known of one period of an export. */
export interface PeriodFacts {
	calls: number;
	/** The newest week that has rows, `null` without weeks. */
	newestWeek: string | null;
	/** The newest week that has an amount, and how many calls have one in it. */
	newestAmount: string | null;
	newestCalls: number;
}

export function noFacts(): PeriodFacts {
	return { calls: 0, newestWeek: null, newestAmount: null, newestCalls: 0 };
}

/** Takes a week of a call into account. */
export function noteWeek(facts: PeriodFacts, week: string | null, hasAmount: boolean): void {
	if (week === null) return;
	if (facts.newestWeek === null || week > facts.newestWeek) facts.newestWeek = week;
	if (!hasAmount) return;
	if (facts.newestAmount === null || week > facts.newestAmount) {
		facts.newestAmount = week;
		facts.newestCalls = 0;
	}
	if (week === facts.newestAmount) facts.newestCalls++;
}
