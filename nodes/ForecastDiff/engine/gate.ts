import { count, dataQualityItem } from './dataQuality';
import type { PeriodFacts } from './periodFacts';
import type { ExportIndex } from './exportIndex';
import type { TeamSums } from './groups';
import { compareText } from './labels';
import type { Settings } from './options';
import type { DataQualityItem } from './types';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Below this many calls a fall says nothing: two people leaving a team of five is no broken export. */
const MIN_CALLS_FOR_DROP = 20;

const STAYS = 'Nothing was compared and the baseline stays.';

/** What the user said about the export, against what is in it. */
export function checkExpectations(index: ExportIndex, settings: Settings): DataQualityItem[] {
	const items: DataQualityItem[] = [];
	const { expectedRows, expectedPeriods, staleAfterDays } = settings;
	if (expectedRows !== null && index.rows !== expectedRows) {
		const message = `The export has ${count(index.rows, 'row')}, and ${expectedRows.toLocaleString('en-US')} were expected. ${STAYS} Check that the export is complete, or correct 'Expected Rows'.`;
		const details = { rows: index.rows, expected: expectedRows };
		items.push(dataQualityItem('row_count_mismatch', 'critical', message, details));
	}
	const others = [...index.periods.keys()].filter((period) => !expectedPeriods.includes(period));
	if (expectedPeriods.length > 0 && others.length > 0) {
		const found = others.sort();
		const message = `The export has rows of ${found.map(named).join(', ')}, and ${expectedPeriods.join(', ')} was expected. ${STAYS} Check the period of the export, or correct 'Expected Periods'.`;
		const details = { periods: found, expected: [...expectedPeriods] };
		items.push(dataQualityItem('wrong_period', 'critical', message, details));
	}
	if (staleAfterDays > 0) items.push(...tooOld(index, settings));
	return items;
}

/** An export whose newest week is long over. */
function tooOld(index: ExportIndex, settings: Settings): DataQualityItem[] {
	const weeks = [...index.periods.values()].flatMap(
		({ newestAmount, newestWeek }) => newestAmount ?? newestWeek ?? [],
	);
	const newest = weeks.sort().at(-1);
	const age = newest === undefined ? NaN : Date.parse(settings.detectedAt) - Date.parse(newest);
	if (newest === undefined || !(age > settings.staleAfterDays * DAY_MS)) return [];
	const days = Math.floor(age / DAY_MS);
	const message = `The newest week of the export began on ${newest}, ${count(days, 'day')} ago. ${STAYS} Check that the export is a new one, or raise 'Stale After (Days)'.`;
	return [dataQualityItem('stale_export', 'critical', message, { newestWeek: newest, days })];
}

/**
 * The export beside its baseline: far fewer calls than before, or older than the baseline. Either is the sign of a broken
 * or an old file much more often than of a real change, and as a new baseline it would be hard to notice.
 */
export function checkAgainstBaseline(
	current: ReadonlyMap<string, PeriodFacts>,
	baseline: ReadonlyMap<string, PeriodFacts>,
	settings: Settings,
): DataQualityItem[] {
	const { maxRowDropPercent } = settings;
	const wayOut = wayOutOf(settings);
	const items: DataQualityItem[] = [];
	let before = 0;
	let now = 0;
	const older: string[] = [];
	for (const [period, facts] of current) {
		const earlier = baseline.get(period);
		if (earlier === undefined) continue;
		before += earlier.calls;
		now += facts.calls;
		if (isOlder(facts, earlier)) older.push(period);
	}
	const drop = before === 0 ? 0 : ((before - now) / before) * 100;
	if (before >= MIN_CALLS_FOR_DROP && drop > maxRowDropPercent) {
		const message = `The export has ${count(now, 'call')} where the baseline has ${before.toLocaleString('en-US')}: ${Math.floor(drop)}% fewer. ${STAYS} If that is right, ${wayOut} or raise 'Largest Fall in Rows (%)'.`;
		const details = { calls: now, baseline: before, limitPercent: maxRowDropPercent };
		items.push(dataQualityItem('row_count_drop', 'critical', message, details));
	}
	if (older.length > 0) {
		const periods = older.sort();
		const message = `The export of ${periods.map(named).join(', ')} ends with an earlier week than the baseline, so it is an old one. ${STAYS} If that is right, ${wayOut}.`;
		items.push(dataQualityItem('stale_export', 'critical', message, { periods }));
	}
	return items;
}

/** How a baseline that is of no use any more is left behind. */
export function wayOutOf({ comparedWith }: Pick<Settings, 'comparedWith'>): string {
	return comparedWith.source === 'secondInput'
		? 'remove the stored baseline'
		: 'run Reset Baseline';
}

/**
 * Whether an export ends with an earlier week than the baseline: it has no rows of that week, or carries the weeks that
 * are to come as null, so that several calls at once have lost their newest amount.
 */
function isOlder(current: PeriodFacts, baseline: PeriodFacts): boolean {
	// A baseline without an amount has no week that an export could be older than: calls that stay open may be of any.
	const known = baseline.newestAmount;
	if (known === null || current.newestWeek === null) return false;
	if (current.newestWeek < known) return true;
	return current.newestAmount !== null && current.newestAmount < known && baseline.newestCalls > 1;
}

/** Totals are kept apart by currency; where that is new, people should know. */
export function mixedCurrencies(totals: readonly TeamSums[]): DataQualityItem[] {
	const mixed = new Map<string, { name: string; now: Set<string>; before: Set<string> }>();
	for (const { group, sums } of totals) {
		const { timePeriod, currency } = group;
		const { fieldId, fieldName, type } = group.field;
		const place = JSON.stringify([timePeriod, fieldId ?? [fieldName], type]);
		const found = mixed.get(place) ?? {
			name: `${fieldName ?? fieldId ?? 'amounts'} in ${timePeriod}`,
			now: new Set(),
			before: new Set(),
		};
		mixed.set(place, found);
		if (sums.endCalls > 0) found.now.add(currency ?? 'no currency');
		if (sums.startCalls > 0) found.before.add(currency ?? 'no currency');
	}
	// In the order of their places, for any order of the rows.
	const fields = [...mixed]
		.filter(([, { now }]) => now.size > 1)
		.sort(([a], [b]) => compareText(a, b))
		.map(([, field]) => field);
	if (fields.length === 0) return [];
	const isNew = fields.some(({ before }) => before.size < 2);
	const list = fields.map(({ name, now }) => ({ field: name, currencies: [...now].sort() }));
	const [first] = list;
	const message = `${first?.field ?? ''} has amounts in ${first?.currencies.join(', ') ?? ''}${list.length > 1 ? `, and ${count(list.length - 1, 'more field')} likewise` : ''}. Each currency has a balance of its own; nothing was converted.`;
	return [
		dataQualityItem('mixed_currencies', isNew ? 'warning' : 'info', message, { fields: list }),
	];
}

function named(period: string): string {
	return period === '' ? 'no period' : period;
}
