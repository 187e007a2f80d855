import { isRecord, readRecords } from '../shared/json/read';

type Row = Record<string, unknown>;

/** A reader of an answer that holds a list of objects under one of several names. */
export function listUnder(...names: string[]): (data: unknown) => Row[] | undefined {
	return (data) => {
		if (Array.isArray(data)) return readRecords(data);
		if (!isRecord(data)) return undefined;
		const list = names.map((name) => data[name]).find(Array.isArray);
		return list === undefined ? undefined : readRecords(list);
	};
}
