import { strFromU8, strToU8, unzlibSync, zlibSync } from 'fflate';
import type { Snapshot } from '../engine/types';
import { crc32 } from './checksum';
import { toColumns } from './columns';
import { isColumns } from './columnsShape';
import { fromColumns } from './fromColumns';

/**
 * A snapshot as one item that any store can hold: a data table, a database column, a file.
 * An interface of the package: stored items outlive its versions.
 */
export interface BaselineItem {
	/** The name that tells several baselines apart. */
	baseline: string;
	/** When the export was taken, ISO date-time. */
	takenAt: string;
	/** How many calls it holds. */
	rows: number;
	/** The snapshot: version, number of calls, length, checksum and compressed content, joined by dots. */
	token: string;
}

/** A token that cannot be read. The message says what to do. */
export class BaselineTokenError extends Error {
	override readonly name = 'BaselineTokenError';
}

const VERSION = 1;
const TOKEN = /^RFB(\d{1,4})\.(\d{1,9})\.(\d{1,9})\.([0-9a-f]{8})\.(\S*)$/;

/** What to do when a stored baseline is of no use. */
const START_OVER = 'or remove the stored baseline to start over with the next export';

/** Packs a snapshot into a baseline item; the same snapshot always gives the same token. */
export function packBaseline(baseline: string, takenAt: string, snapshot: Snapshot): BaselineItem {
	return { baseline, takenAt, rows: snapshot.entries.size, token: encodeToken(snapshot) };
}

/** Writes a snapshot as compressed text. */
export function encodeToken(snapshot: Snapshot): string {
	// The content decides about the token alone: no time of day in it (gzip would store one).
	const bytes = zlibSync(strToU8(JSON.stringify(toColumns(snapshot))), { level: 9 });
	const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
	return [`RFB${VERSION}`, snapshot.entries.size, content.length, crc32(bytes), content].join('.');
}

/**
 * Reads a token back.
 *
 * @throws {BaselineTokenError} when it is not a token, was cut or changed on its way, or comes from a newer version
 */
export function decodeToken(token: unknown): Snapshot {
	const match = typeof token === 'string' ? TOKEN.exec(token.trim()) : null;
	if (match === null) {
		throw new BaselineTokenError(
			`This is not a forecast baseline. Pass the field "token" of a baseline item on unchanged, ${START_OVER}.`,
		);
	}
	const [, version = '', rows = '', length = '', checksum = '', content = ''] = match;
	if (Number(version) !== VERSION) {
		throw new BaselineTokenError(
			`The baseline has format ${version}, and this version of the package reads format ${VERSION}. Update the package, ${START_OVER}.`,
		);
	}
	if (content.length !== Number(length)) {
		throw new BaselineTokenError(
			`The baseline is incomplete: ${content.length} of ${Number(length)} characters have arrived. Store it in a text column without a length limit, ${START_OVER}.`,
		);
	}
	const bytes = Buffer.from(content, 'base64');
	const snapshot = crc32(bytes) === checksum ? readContent(bytes) : undefined;
	if (snapshot === undefined || snapshot.entries.size !== Number(rows)) {
		throw new BaselineTokenError(
			`The baseline was changed after it was stored: its checksum does not fit. Store the field "token" unchanged, ${START_OVER}.`,
		);
	}
	return snapshot;
}

function readContent(bytes: Uint8Array): Snapshot | undefined {
	let content: unknown;
	try {
		content = JSON.parse(strFromU8(unzlibSync(bytes)));
	} catch {
		return undefined;
	}
	return isColumns(content) ? fromColumns(content) : undefined;
}
