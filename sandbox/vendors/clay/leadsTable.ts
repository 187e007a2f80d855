import { randomFrom } from '../random';
import { enrich } from './enrich';

/** One cell, as the table query gives it. */
export type Cell =
	| { status: 'success'; value: unknown; fields: null; is_stale?: true }
	| { status: 'error'; error?: string }
	| { status: 'running' }
	| { status: 'empty' };

/** A row by the names of its fields. */
export type TableRow = Record<string, Cell>;

/** The one table that can be queried. */
export const TABLE_ID = 't_sandbox';

/** The fields of the table: what they are called, and their ids and types. */
export const TABLE_FIELDS: Record<string, { id: string; name: string; type: string }> = {
	id: { id: 'f_id', name: 'id', type: 'text' },
	Email: { id: 'f_email', name: 'Email', type: 'email' },
	Company: { id: 'f_company', name: 'Company', type: 'text' },
	'Employee Count': { id: 'f_employees', name: 'Employee Count', type: 'number' },
	'ICP Score': { id: 'f_score', name: 'ICP Score', type: 'number' },
	'Updated At': { id: 'f_updated', name: 'Updated At', type: 'date' },
};

/** Share of scores that are not there, for one reason or another. */
const UNFINISHED_SHARE = 0.2;
const MINUTE_MS = 60_000;
const FIRST_UPDATE = Date.parse('2026-09-01T08:00:00.000Z');

const success = (value: unknown): Cell => ({ status: 'success', value, fields: null });
const cellOf = (value: unknown): Cell =>
	value === null || value === undefined ? { status: 'empty' } : success(value);

/** The rows of the table, least recently updated first. */
export function leadsTable(seed: string, count: number): TableRow[] {
	return Array.from({ length: count }, (_none, index) => {
		const random = randomFrom(seed, 'lead', index);
		const fields = enrich(seed, { domain: `lead-${index + 1}.example.test` });
		const unfinished: Cell[] = [
			{ status: 'error', error: 'No provider has data for it' },
			{ status: 'running' },
			{ status: 'empty' },
		];
		const score = random.chance(UNFINISHED_SHARE)
			? (random.pick(unfinished) ?? success(0))
			: success(fields.icp_score);
		return {
			id: success(`r_lead_${String(index + 1).padStart(6, '0')}`),
			Email: cellOf(fields.work_email),
			Company: cellOf(fields.company_name),
			'Employee Count': cellOf(fields.employee_count),
			'ICP Score': score,
			'Updated At': success(new Date(FIRST_UPDATE + index * MINUTE_MS).toISOString()),
		};
	});
}

/** The row after a change that came while the table was being read. */
export function updatedSince(row: TableRow): TableRow {
	return { ...row, 'Updated At': success('2026-10-01T08:00:00.000Z') };
}
