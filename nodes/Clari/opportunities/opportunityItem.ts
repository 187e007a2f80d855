import type { IDataObject } from 'n8n-workflow';
import { isSafeObjectProperty } from 'n8n-workflow';

import { toId } from '../../shared/json/lookup';
import {
	isRecord,
	readQuotedNumber,
	readRecords,
	readText,
	toItemData,
} from '../../shared/json/read';
import { isoOf } from '../results/epoch';

type Json = Record<string, unknown>;

/** A value that a table has a column for. */
type Scalar = string | number | boolean | null;

/** The opportunities of an answer: a bare list (reference) or one under `opportunities` (a working client). */
export function readOpportunities(data: unknown): Json[] | undefined {
	const list = isRecord(data) ? data.opportunities : data;
	return Array.isArray(list) ? readRecords(list) : undefined;
}

/**
 * An opportunity with single values: each field by its alias, or by its id where it has none.
 *
 * @param opportunity `undefined` when Clari does not know the id
 */
export function opportunityItem(opportunityId: string, opportunity: Json | undefined): IDataObject {
	if (opportunity === undefined) return { opportunityId, found: false };
	const crmScore = isRecord(opportunity.crmScore) ? opportunity.crmScore : {};
	const fields = namedFields(readRecords(opportunity.fields));
	const by = (read: (field: Json) => Scalar | undefined) => byName(fields, read);
	return {
		opportunityId,
		found: true,
		score: readQuotedNumber(crmScore.score) ?? null,
		scoreMessage: readText(crmScore.message) ?? null,
		fields: by(({ value }) => scalar(value)),
		originalValues: by(({ originalValue }) => scalar(originalValue)),
		trends: by(({ trend }) => readText(trend)),
		changedOn: by(({ trendHistory }) => lastChange(trendHistory)),
	};
}

/** An opportunity as Clari sent it. */
export function rawOpportunityItem(
	opportunityId: string,
	opportunity: Json | undefined,
): IDataObject {
	return {
		...toItemData(opportunity ?? {}),
		opportunityId,
		found: opportunity !== undefined,
	};
}

/** The fields by alias, or by id where that is missing or taken. */
function namedFields(fields: Json[]): Map<string, Json> {
	const named = new Map<string, Json>();
	for (const field of fields) {
		const names = [toId(field.alias), toId(field.id)];
		const name = names.find((one) => one !== undefined && !named.has(one));
		if (name !== undefined && isSafeObjectProperty(name)) named.set(name, field);
	}
	return named;
}

/** What is read of each field that has it, by the field's name. */
function byName(
	fields: ReadonlyMap<string, Json>,
	read: (field: Json) => Scalar | undefined,
): IDataObject {
	return Object.fromEntries(
		[...fields].flatMap(([name, field]) => {
			const value = read(field);
			return value === undefined ? [] : [[name, value]];
		}),
	);
}

/** A value of any type as one of a column: an object or a list becomes its JSON. */
function scalar(value: unknown): Scalar | undefined {
	if (value === undefined || value === null) return value;
	if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
		return value;
	}
	return JSON.stringify(value);
}

/** When the newest of the changes was made, as an ISO time. */
function lastChange(trendHistory: unknown): string | undefined {
	const dates = readRecords(trendHistory).flatMap(({ date }) => readQuotedNumber(date) ?? []);
	return dates.length === 0 ? undefined : (isoOf(Math.max(...dates)) ?? undefined);
}
