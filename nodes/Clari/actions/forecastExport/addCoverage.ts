import type { Coverage } from '../../results/coverage';
import { coverageOf, latestOf } from '../../results/coverage';
import { hint } from '../../sessionReport';
import type { ClariSession } from '../../transport';
import type { ExportOutputs } from '../exportOutputs';
import type { ForecastRun } from './forecastRun';
import { OwnerMemory } from './ownerMemory';

/** Puts what a run of several periods covers into the output Coverage, and says who has left. */
export function addCoverage(
	session: ClariSession,
	runs: ForecastRun[],
	replaced: number,
	outputs: ExportOutputs,
): void {
	const [first] = runs;
	if (first === undefined) return;
	const outcomes = runs.map(({ outcome }) => outcome);
	const memory = new OwnerMemory(session, first.wanted, latestOf(outcomes)?.top);
	const { earlier, notKnown } = memory.read();
	const coverage = coverageOf(first.wanted.forecastId, outcomes, replaced, earlier, notKnown);
	memory.keep(outcomes, earlier);
	outputs.addCoverage(session.itemIndex, coverage);
	const gone = goneText(coverage);
	if (gone !== undefined) hint(session, gone);
}

/** Names people who are told for the first time: later exports of Clari leave them out altogether. */
function goneText({ goneOwners, latestPeriod }: Coverage): string | undefined {
	const left = goneOwners.filter(({ changedRole, isNew }) => isNew && !changedRole);
	if (left.length === 0) return undefined;
	const names = left.slice(0, 5).map(({ ownerName, ownerId }) => ownerName ?? ownerId);
	const more = left.length > names.length ? ` and ${left.length - names.length} more` : '';
	return `Not in ${latestPeriod ?? ''} any more: ${names.join(', ')}${more}. Clari leaves people out who have left, so keep the rows of earlier exports.`;
}
