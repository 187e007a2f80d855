import { escapeSlack, shorten } from '../alert/slackText';
import type { CallGroup } from './callGroups';
import type { Comparison } from './compare';
import type { ExportIndex } from './exportIndex';
import type { Hierarchy } from './hierarchy';
import { compareText } from './labels';
import type { DataQualityCheck, DataQualityItem, DataQualitySeverity } from './types';
import { contradictions, eachWeek, isUnclear } from './weekCell';

/** Which of the two sides an item is about. */
export type Side = 'current' | 'baseline';

/** Examples in an item; the counts are always complete. */
const MAX_EXAMPLES = 20;
/** Fields and types that a message names. */
const MAX_NAMES = 5;
const MAX_TEXT_LENGTH = 500;

const EMOJI: Record<DataQualitySeverity, string> = {
	critical: ':rotating_light:',
	warning: ':warning:',
	info: ':information_source:',
};

export function dataQualityItem(
	check: DataQualityCheck,
	severity: DataQualitySeverity,
	message: string,
	details: Record<string, unknown> = {},
): DataQualityItem {
	const text = `${EMOJI[severity]} ${escapeSlack(shorten(message, MAX_TEXT_LENGTH))}`;
	return { check, severity, message, text, details };
}

/**
 * Looks for what makes an export untrustworthy. A critical item means: compare nothing and keep the old baseline.
 */
export function inspectExport(index: ExportIndex, side: Side): DataQualityItem[] {
	const which = side === 'current' ? 'The export' : 'The export to compare with';
	const stop =
		side === 'current' ? 'Nothing was compared and the baseline stays.' : 'Nothing was compared.';
	const kept = side === 'current' ? ', and their baseline stays' : '';
	if (index.rows === 0) {
		return [
			dataQualityItem(
				'empty_export',
				'critical',
				`${which} has no rows. ${stop} Check the forecast id, the period, the scope and what the API user may see.`,
				{ side, rows: 0 },
			),
		];
	}
	const items: DataQualityItem[] = [];
	if (index.truncatedRows > 0) {
		items.push(
			dataQualityItem(
				'truncated_export',
				'critical',
				`${which} is incomplete: rows or cells were cut off. ${stop} Export a smaller scope or fewer types.`,
				{ side, rows: index.rows },
			),
		);
	}
	if (index.unusable.length > 0) items.push(unusableRows(index, side, which, stop));
	const unclear = unclearCalls(index);
	if (unclear.duplicates.length > 0) {
		items.push(
			dataQualityItem(
				'duplicate_keys',
				'warning',
				`${which} has contradictory rows for ${count(unclear.duplicates.length, 'call')} in the same week. They were not compared where they are the newest${kept}.`,
				{ side, ...examples(unclear.duplicates) },
			),
		);
	}
	if (unclear.notNumbers.length > 0) {
		// Not one amount: it is the notation, and there is nothing to compare.
		const all = index.unclear.size === index.calls.size && index.calls.size > 1;
		items.push(
			dataQualityItem(
				'not_a_number',
				all ? 'critical' : 'warning',
				`${which} has values that are not numbers for ${count(unclear.notNumbers.length, 'call')}. ${all ? stop : `They were not compared where they are the newest${kept}.`} If they are numbers as text, let 'Amounts as Text' read them.`,
				{ side, ...examples(unclear.notNumbers) },
			),
		);
	}
	return items;
}

export function hasCritical(items: readonly DataQualityItem[]): boolean {
	return items.some(({ severity }) => severity === 'critical');
}

/** Rows that repeat another row of the same call and week without contradicting it: harmless. */
export function countRepeatedRows(index: ExportIndex): number {
	let repeated = 0;
	for (const cell of index.repeated) if (!isUnclear(cell)) repeated += cell.rows - 1;
	return repeated;
}

export function keyColumnsChanged(
	previous: readonly string[],
	current: readonly string[],
): DataQualityItem {
	return dataQualityItem(
		'key_columns_changed',
		'warning',
		`The baseline was taken with the key columns ${previous.join(', ')}, and now they are ${current.join(', ')}. Nothing was compared; this export became the new baseline.`,
		{ previous: [...previous], current: [...current] },
	);
}

export function periodItems({
	newPeriods,
	gonePeriods,
}: Pick<Comparison, 'newPeriods' | 'gonePeriods'>): DataQualityItem[] {
	const items: DataQualityItem[] = [];
	if (newPeriods.length > 0) {
		const message = `Not in the baseline yet, so not compared: ${newPeriods.join(', ')}. From the next run on they are, when this export becomes the baseline.`;
		items.push(dataQualityItem('new_periods', 'info', message, { periods: newPeriods }));
	}
	if (gonePeriods.length > 0) {
		const message = `In the baseline but no longer in the export, so not compared: ${gonePeriods.join(', ')}.`;
		items.push(dataQualityItem('gone_periods', 'info', message, { periods: gonePeriods }));
	}
	return items;
}

/** What one side does not have at all: most often another choice of types in the export, and nobody's change. */
export function groupItems({
	newGroups,
	goneGroups,
}: Pick<Comparison, 'newGroups' | 'goneGroups'>): DataQualityItem[] {
	if (newGroups.size === 0 && goneGroups.size === 0) return [];
	const arrived = newGroups.list();
	const missing = goneGroups.list();
	const parts: string[] = [];
	if (missing.length > 0) {
		parts.push(
			`In the baseline but no longer in the export, so not compared: ${groupNames(missing)}. The baseline of these stays. Check the types and the tab of the export.`,
		);
	}
	if (arrived.length > 0) {
		parts.push(
			`Not in the baseline yet, so not compared: ${groupNames(arrived)}. From the next run on they are, when this export becomes the baseline.`,
		);
	}
	const details = {
		newCount: arrived.length,
		new: arrived.slice(0, MAX_EXAMPLES),
		missingCount: missing.length,
		missing: missing.slice(0, MAX_EXAMPLES),
	};
	return [dataQualityItem('fields_changed', 'warning', parts.join(' '), details)];
}

function groupNames(groups: readonly CallGroup[]): string {
	const names = groups.slice(0, MAX_NAMES).map(({ timePeriod, fieldName, fieldId, type }) => {
		const field = shorten(fieldName ?? fieldId ?? 'amounts', 80);
		return [field, type === null ? '' : ` (${type})`, timePeriod && ` in ${timePeriod}`].join('');
	});
	const more = groups.length - names.length;
	return names.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '');
}

/** Roles that several people have, who report to different ones: by their names alone nobody knows whose team it is. */
export function ambiguousRoles({
	ambiguousRoles: roles,
}: Pick<Hierarchy, 'ambiguousRoles'>): DataQualityItem[] {
	const [first] = roles;
	if (first === undefined) return [];
	const more = roles.length > 1 ? `, and ${count(roles.length - 1, 'more role')} likewise` : '';
	const message = `People with the role ${first.role} report to ${first.parentRoles.join(', ')}${more}. Whose team is whose is not known then, so such a team is in the total of the company only. Give each manager's role a name of its own, or export as JSON, which has the IDs of roles.`;
	return [
		dataQualityItem('ambiguous_roles', 'warning', message, {
			count: roles.length,
			roles: roles.slice(0, MAX_EXAMPLES),
		}),
	];
}

/** An export that carries no values any more would silence every alert without a word. */
export function missingAmounts({
	withoutAmount,
}: Pick<Comparison, 'withoutAmount'>): DataQualityItem[] {
	if (withoutAmount === 0) return [];
	const message = `The export carries no value for ${count(withoutAmount, 'call')} with an amount in the baseline, so they were not compared. Check which types are exported.`;
	return [dataQualityItem('missing_amounts', 'warning', message, { calls: withoutAmount })];
}

export function singleWeek(periods: string[], weeksBack: number): DataQualityItem {
	const wanted = weeksBack === 1 ? 'two' : String(weeksBack + 1);
	const earlier = weeksBack === 1 ? 'previous week' : 'week so far back';
	const message = `Fewer than ${wanted} weeks with amounts, so there is no ${earlier} to compare with: ${periods.join(', ')}. If the export has only the current week, switch its historical weeks on.`;
	return dataQualityItem('single_week', 'info', message, { periods });
}

export function noBaseline(calls: number): DataQualityItem {
	const message = `There is nothing to compare with yet: ${count(calls, 'call')} became the baseline.`;
	return dataQualityItem('no_baseline', 'info', message, { calls });
}

export function count(amount: number, noun: string): string {
	return `${amount.toLocaleString('en-US')} ${amount === 1 ? noun : `${noun}s`}`;
}

function unusableRows(
	index: ExportIndex,
	side: Side,
	which: string,
	stop: string,
): DataQualityItem {
	const missing = [...new Set(index.unusable.flatMap((row) => row.missing))].sort();
	const all = index.unusable.length === index.rows;
	return dataQualityItem(
		'unusable_rows',
		all ? 'critical' : 'warning',
		`${which} has ${count(index.unusable.length, 'row')} without ${missing.join(', ')}, of ${index.rows.toLocaleString('en-US')}. ` +
			(all
				? `${stop} Check the key columns.`
				: 'They were left out; a call that is reported as removed may be one of them.'),
		{
			side,
			rows: index.rows,
			missing,
			...examples(index.unusable.map((row) => ({ order: JSON.stringify(row), example: row }))),
		},
	);
}

interface Example {
	order: string;
	example: object;
}

/** Sorted before they are cut, so that the same export gives the same examples in any order of its rows. */
function examples(found: Example[]): { count: number; examples: object[] } {
	const sorted = [...found].sort((a, b) => compareText(a.order, b.order));
	return {
		count: found.length,
		examples: sorted.slice(0, MAX_EXAMPLES).map(({ example }) => example),
	};
}

function unclearCalls(index: ExportIndex): { duplicates: Example[]; notNumbers: Example[] } {
	const duplicates: Example[] = [];
	const notNumbers: Example[] = [];
	for (const [key, call] of index.unclear) {
		eachWeek(call, (cell) => {
			const amounts = contradictions(cell).sort(byJson);
			if (amounts.length > 0) duplicates.push(example(key, cell.week ?? '', amounts));
			if (cell.notNumbers === undefined) return;
			const values = cell.notNumbers.map(describeValue).sort(compareText);
			notNumbers.push(example(key, cell.week ?? '', values));
		});
	}
	return { duplicates, notNumbers };
}

function example(key: string, week: string, values: unknown[]): Example {
	return {
		order: JSON.stringify([key, week]),
		example: { key, week: week || null, values: values.slice(0, MAX_EXAMPLES) },
	};
}

function describeValue(value: unknown): string {
	if (typeof value === 'string') return shorten(JSON.stringify(value), 80);
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return Array.isArray(value) ? 'list' : typeof value;
}

function byJson(a: object, b: object): number {
	return compareText(JSON.stringify(a), JSON.stringify(b));
}
