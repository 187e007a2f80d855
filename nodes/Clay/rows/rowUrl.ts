import { createHash } from 'node:crypto';

import { isRecord } from '../../shared/json/read';

/** The part of the URL that names the row. n8n itself reads `signature` only. */
const PARAMETER = 'row';

/** What a callback belongs to: a row of a node, and not the whole execution. */
interface WaitingRow {
	nodeId: string;
	correlationId: string;
}

/**
 * The URL that resumes an execution, for one row. n8n's own is the same for the whole execution: in a loop, what comes late
 * for one row would else be taken for the result of the next.
 */
export function rowUrl(resumeUrl: string, row: WaitingRow): string {
	return `${resumeUrl}${resumeUrl.includes('?') ? '&' : '?'}${PARAMETER}=${rowKey(row)}`;
}

/** Whether a request to such a URL is about this row. */
export function isOfRow(query: unknown, row: WaitingRow): boolean {
	return isRecord(query) && query[PARAMETER] === rowKey(row);
}

function rowKey({ nodeId, correlationId }: WaitingRow): string {
	const parts = JSON.stringify([nodeId, correlationId]);
	return createHash('sha256').update(parts).digest('hex').slice(0, 20);
}
