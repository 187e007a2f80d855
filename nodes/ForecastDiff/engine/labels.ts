import type { ColumnNames } from './columns';
import { cellText } from './key';
import type { CallLabels, Field, ForecastRowLike, Owner } from './types';

/**
 * Owners, fields, currencies and weeks, each combination of labels once and with a number: an export of a million rows has some
 * thousand owners and a handful of fields, and numbers are compared and kept at next to no cost.
 */
export class LabelDictionary {
	private readonly ownerList: Owner[] = [];

	private readonly fieldList: Field[] = [];

	private readonly currencyList: Array<string | null> = [null];

	private readonly weekList: Array<string | null> = [null];

	private readonly weekNumbers = new Map<string, number>([['', 0]]);

	private readonly ownerNumbers = new Map<string, number>();

	private readonly fieldNumbers = new Map<string, number>();

	private readonly currencyNumbers = new Map<string, number>([['', 0]]);

	/** The same id with other names, and the like: rare, so a text of all labels may be made for them. */
	private readonly otherOwners = new Map<string, number>();

	private readonly otherFields = new Map<string, number>();

	/** Owners and fields of stored snapshots, by themselves. */
	private readonly storedOwners = new Map<Owner, Owner>();

	private readonly storedFields = new Map<Field, Field>();

	/** The currency and the week of the row before, which most rows repeat. */
	private lastCurrency: unknown = null;

	private lastCurrencyNumber = 0;

	private lastWeek: unknown = null;

	private lastWeekNumber = 0;

	/** Labels that repeat others, because they are read from the same column. */
	private readonly emailIsId: boolean;

	private readonly nameIsField: boolean;

	constructor(private readonly columns: ColumnNames) {
		this.emailIsId = columns.ownerEmail === columns.ownerId;
		this.nameIsField = columns.fieldName === columns.fieldId;
	}

	/**
	 * The number of a row's owner.
	 *
	 * @param guess who it may be, to spare the search
	 */
	ownerOf(row: ForecastRowLike, guess?: number): number {
		const { columns } = this;
		const id = columns.ownerId === '' ? null : row[columns.ownerId];
		const name = columns.ownerName === '' ? null : row[columns.ownerName];
		const email = columns.ownerEmail === '' ? null : row[columns.ownerEmail];
		const role = columns.role === '' ? null : row[columns.role];
		const parent = columns.parentRole === '' ? null : row[columns.parentRole];
		const roleId = columns.hierarchyId === '' ? null : row[columns.hierarchyId];
		const parentId = columns.parentHierarchyId === '' ? null : row[columns.parentHierarchyId];
		let number = guess;
		if (number === undefined || !isText(id, this.ownerAt(number).ownerId)) {
			number = this.ownerNumbers.get(cellText(id));
		}
		if (number !== undefined) {
			const known = this.ownerAt(number);
			const isSame =
				isText(name, known.ownerName) &&
				(this.emailIsId || isText(email, known.ownerEmail)) &&
				isText(role, known.role) &&
				isText(parent, known.parentRole) &&
				(roleId == null || isText(roleId, known.hierarchyId)) &&
				(parentId == null || isText(parentId, known.parentHierarchyId));
			if (isSame) return number;
		}
		return this.ownerNumber(
			cellText(id),
			cellText(name),
			cellText(email),
			cellText(role),
			cellText(parent),
			cellText(roleId),
			cellText(parentId),
		);
	}

	/**
	 * The number of a row's field.
	 *
	 * @param guess which one it may be
	 */
	fieldOf(row: ForecastRowLike, guess?: number): number {
		const { columns } = this;
		const id = columns.fieldId === '' ? null : row[columns.fieldId];
		const name = columns.fieldName === '' ? null : row[columns.fieldName];
		const type = columns.type === '' ? null : row[columns.type];
		let number = guess;
		if (number === undefined || !isText(id, this.fieldAt(number).fieldId)) {
			number = this.fieldNumbers.get(cellText(id));
		}
		if (number !== undefined) {
			const known = this.fieldAt(number);
			const isSameName = this.nameIsField || isText(name, known.fieldName);
			if (isSameName && isText(type, known.type)) return number;
		}
		return this.fieldNumber(cellText(id), cellText(name), cellText(type));
	}

	/** The number of a row's currency; 0 for none. Codes are compared in capitals. */
	currencyOf(row: ForecastRowLike): number {
		const { currency } = this.columns;
		const cell = currency === '' ? null : row[currency];
		if (cell === this.lastCurrency) return this.lastCurrencyNumber;
		this.lastCurrency = cell;
		this.lastCurrencyNumber = this.currencyNumber(cellText(cell));
		return this.lastCurrencyNumber;
	}

	private currencyNumber(text: string): number {
		const known = this.currencyNumbers.get(text);
		if (known !== undefined) return known;
		const code = text.toUpperCase();
		let number = this.currencyNumbers.get(code);
		if (number === undefined) {
			number = this.currencyList.push(code) - 1;
			this.currencyNumbers.set(code, number);
		}
		this.currencyNumbers.set(text, number);
		return number;
	}

	/**
	 * The number of a week (`YYYY-MM-DD`); 0 for none. Databases hand a day back as a date-time or as a `Date`.
	 *
	 * @throws {RangeError} for dates in a notation whose order is not that of the days
	 */
	weekOf(row: ForecastRowLike): number {
		const { weekStart } = this.columns;
		const cell = weekStart === '' ? null : row[weekStart];
		if (cell === this.lastWeek) return this.lastWeekNumber;
		const number = this.weekNumber(cell);
		this.lastWeek = cell;
		this.lastWeekNumber = number;
		return number;
	}

	private weekNumber(cell: unknown): number {
		if (cell === undefined || cell === null) return 0;
		const text = cell instanceof Date ? isoDay(cell) : cellText(cell);
		const known = this.weekNumbers.get(text);
		if (known !== undefined) return known;
		const day = text.length > 10 && text[10] === 'T' ? text.slice(0, 10) : text;
		if (LOCAL_DATE.test(day)) {
			throw new RangeError(
				`The week column '${this.columns.weekStart}' has dates such as ${day}, which cannot be put in order. Write them as YYYY-MM-DD.`,
			);
		}
		let number = this.weekNumbers.get(day);
		if (number === undefined) {
			number = this.weekList.push(day) - 1;
			this.weekNumbers.set(day, number);
		}
		this.weekNumbers.set(text, number);
		return number;
	}

	weekAt(number: number): string | null {
		return this.weekList[number] ?? null;
	}

	ownerAt(number: number): Owner {
		return found(this.ownerList[number]);
	}

	fieldAt(number: number): Field {
		return found(this.fieldList[number]);
	}

	currencyAt(number: number): string | null {
		return this.currencyList[number] ?? null;
	}

	/** All owners met so far, by number. */
	owners(): Owner[] {
		return [...this.ownerList];
	}

	/** All fields met so far, by number. */
	fields(): Field[] {
		return [...this.fieldList];
	}

	/** The shared object for an owner of a stored snapshot. */
	sameOwner(owner: Owner): Owner {
		const known = this.storedOwners.get(owner);
		if (known !== undefined) return known;
		const number = this.ownerNumber(
			owner.ownerId ?? '',
			owner.ownerName ?? '',
			owner.ownerEmail ?? '',
			owner.role ?? '',
			owner.parentRole ?? '',
			owner.hierarchyId ?? '',
			owner.parentHierarchyId ?? '',
		);
		const shared = this.ownerAt(number);
		this.storedOwners.set(owner, shared);
		return shared;
	}

	sameField(field: Field): Field {
		const known = this.storedFields.get(field);
		if (known !== undefined) return known;
		const { fieldId, fieldName, type } = field;
		const shared = this.fieldAt(this.fieldNumber(fieldId ?? '', fieldName ?? '', type ?? ''));
		this.storedFields.set(field, shared);
		return shared;
	}

	/** Without ids of roles, which older baselines and many stores do not have, an owner is who has the same names. */
	private ownerNumber(
		id: string,
		name: string,
		email: string,
		role: string,
		parent: string,
		roleId: string,
		parentId: string,
	): number {
		const number = this.ownerNumbers.get(id);
		if (number === undefined) {
			const first = this.addOwner(id, name, email, role, parent, roleId, parentId);
			this.ownerNumbers.set(this.ownerAt(first).ownerId ?? '', first);
			return first;
		}
		const known = this.ownerAt(number);
		if (
			(known.ownerName ?? '') === name &&
			(known.ownerEmail ?? '') === email &&
			(known.role ?? '') === role &&
			(known.parentRole ?? '') === parent &&
			(roleId === '' || known.hierarchyId === roleId) &&
			(parentId === '' || known.parentHierarchyId === parentId)
		) {
			return number;
		}
		const text = JSON.stringify([id, name, email, role, parent, roleId, parentId]);
		let other = this.otherOwners.get(text);
		if (other === undefined) {
			other = this.addOwner(id, name, email, role, parent, roleId, parentId);
			this.otherOwners.set(text, other);
		}
		return other;
	}

	private addOwner(
		id: string,
		name: string,
		email: string,
		role: string,
		parent: string,
		roleId: string,
		parentId: string,
	): number {
		const owner: Owner = {
			ownerId: ownText(id),
			ownerName: ownText(name),
			ownerEmail: ownText(email),
			role: ownText(role),
			parentRole: ownText(parent),
			hierarchyId: ownText(roleId) ?? undefined,
			parentHierarchyId: ownText(parentId) ?? undefined,
		};
		return this.ownerList.push(owner) - 1;
	}

	private fieldNumber(id: string, name: string, type: string): number {
		const number = this.fieldNumbers.get(id);
		if (number === undefined) {
			const first = this.addField(id, name, type);
			this.fieldNumbers.set(id, first);
			return first;
		}
		const known = this.fieldAt(number);
		if ((known.fieldName ?? '') === name && (known.type ?? '') === type) return number;
		const text = JSON.stringify([id, name, type]);
		let other = this.otherFields.get(text);
		if (other === undefined) {
			other = this.addField(id, name, type);
			this.otherFields.set(text, other);
		}
		return other;
	}

	private addField(id: string, name: string, type: string): number {
		const field: Field = { fieldId: id || null, fieldName: name || null, type: type || null };
		return this.fieldList.push(field) - 1;
	}
}

/** All labels of a call as one object. */
export function labelsOf(call: { owner: Owner; field: Field; timePeriod: string }): CallLabels {
	const { ownerId, ownerName, ownerEmail, role, parentRole } = call.owner;
	const { fieldId, fieldName, type } = call.field;
	const { timePeriod } = call;
	return { ownerId, ownerName, ownerEmail, role, parentRole, fieldId, fieldName, type, timePeriod };
}

/** A text that orders labels, the same for the same labels. */
export function labelText({ owner, field }: { owner: Owner; field: Field }): string {
	return JSON.stringify([
		[owner.ownerId, owner.ownerName, owner.ownerEmail, owner.role, owner.parentRole],
		[owner.hierarchyId, owner.parentHierarchyId],
		[field.fieldId, field.fieldName, field.type],
	]);
}

/** Orders texts as they are written, the same on every machine. */
export function compareText(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

/** `9/28/2026`, `28.09.26`: in order as text, October comes before September. */
const LOCAL_DATE = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/;

function isoDay(date: Date): string {
	return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}

/** Whether a cell has the text of a label; `null` is no text. Almost all have, and need not be trimmed for it. */
function isText(cell: unknown, label: string | null | undefined): boolean {
	return cell === label || cellText(cell) === (label ?? '');
}

/**
 * A copy of a text; `null` when it is empty. Almost every row is compared with the texts of its owner. As copies they lie
 * together in memory, whereas those of the rows are scattered over all of it and slow to come by. (V8 copies what it
 * joins; a text that is only joined with nothing, or cut, stays where it is.)
 */
function ownText(text: string): string | null {
	return text === '' ? null : [text.slice(0, 1), text.slice(1)].join('');
}

function found<T>(labels: T | undefined): T {
	if (labels === undefined) throw new RangeError('There are no labels with this number.');
	return labels;
}
