import { ClayApiError } from './apiError';
import type { TableRow } from './leadsTable';

interface Predicate {
	field: string;
	op: string;
	value?: unknown;
}

/** A filter that has passed the schema. */
export type TableFilter =
	| Predicate
	| { and: TableFilter[] }
	| { or: TableFilter[] }
	| { not: TableFilter };

/** Whether a row fits. Cells without a value fit `is_empty`, `!=`, `not_contains` and `not_in` alone. */
export function fitsFilter(
	row: TableRow,
	filter: TableFilter,
	nameOf: (field: string) => string,
): boolean {
	if ('and' in filter) return filter.and.every((part) => fitsFilter(row, part, nameOf));
	if ('or' in filter) return filter.or.some((part) => fitsFilter(row, part, nameOf));
	if ('not' in filter) return !fitsFilter(row, filter.not, nameOf);
	const cell = row[nameOf(filter.field)];
	const content = cell?.status === 'success' ? cell.value : undefined;
	return compare(content, filter);
}

function compare(content: unknown, { op, value }: Predicate): boolean {
	const text = (some: unknown) => String(some ?? '').toLowerCase();
	const isThere = content !== undefined && content !== null && content !== '';
	const isIn = Array.isArray(value) && value.includes(content);
	switch (op) {
		case 'is_empty':
			return !isThere;
		case 'is_not_empty':
			return isThere;
		case '=':
			return content === value;
		case '!=':
			return content !== value;
		case 'in':
			return isIn;
		case 'not_in':
			return !isIn;
		case 'contains':
			return isThere && text(content).includes(text(value));
		case 'not_contains':
			return !text(content).includes(text(value));
		case 'starts_with':
			return isThere && text(content).startsWith(text(value));
		case 'ends_with':
			return isThere && text(content).endsWith(text(value));
		default:
			return isThere && isOrdered(content, op, value);
	}
}

function isOrdered(content: unknown, op: string, value: unknown): boolean {
	if (typeof content !== typeof value) {
		throw new ClayApiError(422, `Cannot compare a ${typeof content} with a ${typeof value}`);
	}
	const order = Number(String(content) > String(value)) - Number(String(content) < String(value));
	const difference = typeof content === 'number' ? content - Number(value) : order;
	switch (op) {
		case '>':
			return difference > 0;
		case '>=':
			return difference >= 0;
		case '<':
			return difference < 0;
		default:
			return difference <= 0;
	}
}
