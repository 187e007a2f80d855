import type { ExportIndex } from './exportIndex';
import type { Hierarchy } from './hierarchy';
import { newestCell } from './snapshot';
import type { MissingSubmission, SummaryCounts } from './summary';
import type { Owner } from './types';
import { eachWeek, hasAmount, type WeekCell } from './weekCell';

const MAX_LISTED = 200;

/** What one rep has done in the newest week of one period. */
interface Submission {
	owner: Owner;
	timePeriod: string;
	submitted: boolean;
	/** Names of the fields without an update. */
	fields: Set<string>;
}

/**
 * Who has not updated any forecast call in the newest week that anybody made a call in. Told by `isUpdated` (value type
 * `forecast_updated` of a Clari export). A rep without a row for that week has not submitted either. Managers are left
 * out: their rows are filled by their teams.
 */
export function findMissingSubmissions(
	index: ExportIndex,
	hierarchy: Hierarchy,
): Pick<SummaryCounts, 'didNotSubmit' | 'submissions'> {
	if (!index.tellsUpdates) return { didNotSubmit: [], submissions: null };
	const newest = newestWeeks(index);
	const people = new Map<string, Submission>();
	for (const call of index.calls.cells()) {
		// Other weeks may name the owner otherwise.
		const { owner, field, timePeriod } = newestCell(call) ?? call;
		const isCall = field.type === null || field.type === 'forecast';
		if (!isCall || hierarchy.levelOf(owner) === 'manager') continue;
		const week = newest.get(timePeriod);
		if (week === undefined) continue;
		const name = JSON.stringify([owner.ownerId ?? owner.ownerEmail, timePeriod]);
		const person = people.get(name) ?? { owner, timePeriod, submitted: false, fields: new Set() };
		people.set(name, person);
		if (textOf(owner) < textOf(person.owner)) person.owner = owner;
		if (cellOf(call, week)?.isUpdated === true) person.submitted = true;
		else person.fields.add(field.fieldName ?? field.fieldId ?? '');
	}
	const missing: MissingSubmission[] = [...people.values()]
		.filter(({ submitted }) => !submitted)
		.map(({ owner: { ownerId, ownerName, ownerEmail }, timePeriod, fields }) => ({
			ownerId,
			ownerName,
			ownerEmail,
			timePeriod,
			week: newest.get(timePeriod) ?? null,
			fields: [...fields].sort(),
		}))
		.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
	return {
		didNotSubmit: missing.slice(0, MAX_LISTED),
		submissions: { reps: people.size, missing: missing.length },
	};
}

/** Per period, the newest week with an amount; `null` where there are no weeks. */
function newestWeeks(index: ExportIndex): Map<string, string | null> {
	const newest = new Map<string, string | null>();
	for (const call of index.calls.cells()) {
		eachWeek(call, (cell) => {
			if (!hasAmount(cell)) return;
			const known = newest.get(cell.timePeriod);
			if (known === undefined || (cell.week ?? '') > (known ?? '')) {
				newest.set(cell.timePeriod, cell.week);
			}
		});
	}
	return newest;
}

function cellOf(call: WeekCell, week: string | null): WeekCell | undefined {
	return call.week === week ? call : call.more?.get(week);
}

function textOf({ ownerName, ownerEmail, ownerId }: Owner): string {
	return JSON.stringify([ownerName, ownerEmail, ownerId]);
}

function nameOf({ ownerName, ownerEmail, ownerId, timePeriod }: MissingSubmission): string {
	return JSON.stringify([ownerName ?? ownerEmail, ownerId, ownerEmail, timePeriod]);
}
