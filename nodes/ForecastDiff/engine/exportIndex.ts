import { NO_MATE, SAME } from './callRecords';
import { CallTable } from './callTable';
import { isClari } from './columns';
import { cellText, groupReader, keyShape, missingKeyColumns, RowKey } from './key';
import type { PeriodFacts } from './periodFacts';
import type { Place } from './places';
import { RowReader, type RowValues, type TableShape } from './rowReader';
import type { ForecastRowLike } from './types';
import { isUnclear, type WeekCell } from './weekCell';

/** Rows at hand, or read from a file bit by bit. */
export type RowSource =
	| readonly ForecastRowLike[]
	| { batches: Iterable<readonly ForecastRowLike[]> };

export interface UnusableRow {
	ownerId: string;
	ownerEmail: string;
	fieldId: string;
	timePeriod: string;
	/** The key columns that are empty. */
	missing: string[];
}

/** All rows of one export, by key and week. */
export interface ExportIndex {
	keyColumns: readonly string[];
	/** What a key shares with the others of its period, field and type. */
	groupOf: (key: string) => string;
	rows: number;
	calls: CallTable;
	/** How many fields were known when it had been read. */
	fields: number;
	/** Of a baseline: the numbers of the calls that the current export does not have. */
	rest: number[];
	periods: ReadonlyMap<string, PeriodFacts>;
	/** The forecast tabs that rows of the Clari node come from, as far as these say it. */
	tabs: Set<string>;
	truncatedRows: number;
	/** Whether any row tells if its call was updated. */
	tellsUpdates: boolean;
	/** Cells that more than one row of the export belongs to. */
	repeated: Set<WeekCell>;
	/** Calls that have a cell with contradictory rows, or with values that are not numbers; by key. */
	unclear: Map<string, WeekCell>;
	unusable: UnusableRow[];
}

/** Sorts rows into calls and weeks, in one pass. The rows are neither changed nor kept. */
export function indexExport(source: RowSource, shape: TableShape): ExportIndex {
	const reading = new Reading(shape, isBatched(source) ? 0 : source.length);
	const { index, rowKey, reader } = reading;
	const { calls } = index;
	for (const rows of batchesOf(source)) {
		index.rows += rows.length;
		for (const row of rows) {
			if (!reading.begin(row)) continue;
			const place =
				calls.places.find(rowKey.parts) ?? calls.places.add(rowKey.parts, reader.timePeriod(row));
			const values = reader.read(row);
			if (values.isUpdated !== undefined) index.tellsUpdates = true;
			const known = calls.enter(place, rowKey.id);
			if (known === undefined) reading.append(place, rowKey.id, values);
			else reading.repeat(known, values);
		}
	}
	return reading.end();
}

/**
 * Sorts the rows of a baseline, in one pass, and hangs each on the call of the current export with the same key. A row
 * that says the very same as the current one, as almost all do, is not kept.
 */
export function indexBaseline(
	source: RowSource,
	shape: TableShape,
	current: CallTable,
): ExportIndex {
	// Almost every row of a baseline is the same as the current one, and is not kept.
	const reading = new Reading(shape, 0);
	const { index, rowKey, reader } = reading;
	const { calls } = index;
	const { records } = current;
	current.expectRows(calls);
	for (const rows of batchesOf(source)) {
		index.rows += rows.length;
		for (const row of rows) {
			if (!reading.begin(row)) continue;
			const { parts, id } = rowKey;
			const place =
				calls.places.find(parts) ??
				calls.places.add(parts, reader.timePeriod(row), current.places.find(parts));
			const partner = place.twin?.numbers.get(id);
			if (partner === undefined) {
				const values = reader.read(row);
				const known = calls.enter(place, id);
				if (known === undefined) index.rest.push(reading.append(place, id, values));
				else reading.repeat(known, values);
				continue;
			}
			const values = reader.read(row, records.owner(partner), records.field(partner));
			let mate = records.mate(partner);
			if (mate === NO_MATE && records.says(partner, values)) {
				records.setMate(partner, SAME);
				calls.noteRow(place.facts, values, 1);
				continue;
			}
			if (mate === NO_MATE) {
				records.setMate(partner, reading.append(place, id, values));
				continue;
			}
			if (mate === SAME) {
				// A second row of the same key: now the first one has to be kept after all.
				place.facts.calls--;
				mate = calls.append(place, id, current.plainValues(partner));
				records.setMate(partner, mate);
			}
			reading.repeat(mate, values);
		}
	}
	return reading.end();
}

/** The part that reading an export and reading a baseline share. */
export class Reading {
	readonly index: ExportIndex;

	readonly rowKey: RowKey;

	readonly reader: RowReader;

	private readonly suspects = new Set<number>();

	/** Whether the rows may say which tab they are of, and the tab of the row before, which most rows repeat. */
	private readonly mayHaveTabs: boolean;

	private lastTab: unknown;

	constructor(
		private readonly shape: TableShape,
		expectedRows: number,
	) {
		const { keyColumns, columns, labels } = shape;
		const keys = keyShape(keyColumns, columns);
		this.mayHaveTabs = isClari(columns);
		const calls = new CallTable(keys, labels, expectedRows);
		this.rowKey = new RowKey(keys);
		this.reader = new RowReader(shape);
		this.index = {
			keyColumns,
			groupOf: groupReader(keyColumns, columns),
			rows: 0,
			calls,
			fields: 0,
			rest: [],
			periods: calls.facts,
			tabs: new Set(),
			truncatedRows: 0,
			tellsUpdates: false,
			repeated: new Set(),
			unclear: new Map(),
			unusable: [],
		};
	}

	/** Reads the key of a row. Returns false when it has none. */
	begin(row: ForecastRowLike): boolean {
		if (row.truncated === true) this.index.truncatedRows++;
		if (row.forecastId !== this.lastTab) this.noteTab(row.forecastId);
		if (this.rowKey.read(row)) return true;
		this.index.unusable.push(describeUnusable(row, this.shape));
		return false;
	}

	private noteTab(tab: unknown): void {
		this.lastTab = tab;
		const text = cellText(tab);
		if (this.mayHaveTabs && text !== '') this.index.tabs.add(text);
	}

	append(place: Place, id: string, values: RowValues): number {
		const number = this.index.calls.append(place, id, values);
		if (values.notNumber !== undefined) this.suspects.add(number);
		return number;
	}

	repeat(number: number, values: RowValues): void {
		const cell = this.index.calls.take(number, values);
		if (cell !== undefined) this.index.repeated.add(cell);
		if (cell !== undefined || values.notNumber !== undefined) this.suspects.add(number);
	}

	end(): ExportIndex {
		const { calls, unclear } = this.index;
		this.index.fields = this.shape.labels.fields().length;
		for (const number of this.suspects) {
			const call = calls.cell(number);
			if ([call, ...(call.more?.values() ?? [])].some(isUnclear)) {
				unclear.set(calls.key(number), call);
			}
		}
		return this.index;
	}
}

function batchesOf(source: RowSource): Iterable<readonly ForecastRowLike[]> {
	return isBatched(source) ? source.batches : [source];
}

function isBatched(source: RowSource): source is { batches: Iterable<readonly ForecastRowLike[]> } {
	return 'batches' in source;
}

function describeUnusable(row: ForecastRowLike, { keyColumns, columns }: TableShape): UnusableRow {
	return {
		ownerId: cellText(row[columns.ownerId]),
		ownerEmail: cellText(row[columns.ownerEmail]),
		fieldId: cellText(row[columns.fieldId]),
		timePeriod: cellText(row[columns.timePeriod]),
		missing: missingKeyColumns(row, keyColumns),
	};
}
