import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { IRunExecutionData } from 'n8n-workflow';

import type { Execution } from '../../sandbox/n8n/api';
import { decodeFlatted } from '../../sandbox/n8n/flatted';
import type { N8nHost } from '../../sandbox/n8n/host';
import { NODE_BINARY } from '../../sandbox/n8n/paths';

const READER = path.join(__dirname, 'readExecutions.mjs');
/** Ten thousand executions of one node take some 50 MB. */
const MOST_BYTES = 1024 * 1024 * 1024;
const POLL_MS = 1_000;
/** Without any progress for so long, n8n is stuck. */
const STUCK_MS = 60_000;

export type StoredExecution = Pick<Execution, 'data' | 'status'>;

/**
 * Every execution of a workflow as soon as there are so many and all have ended, the oldest first: read from n8n's
 * database at once, since its interface gives out one at a time.
 */
export async function storedExecutions(
	host: N8nHost,
	workflow: string,
	count: number,
): Promise<StoredExecution[]> {
	let before = -1;
	for (let since = Date.now(); ; ) {
		const all = await readAll(host, workflow);
		const ended = all.filter(({ status }) => !['new', 'running', 'waiting'].includes(status));
		if (ended.length === all.length && all.length >= count) {
			return all.map(({ status, data }) => ({
				status,
				data: decodeFlatted(data) as IRunExecutionData,
			}));
		}
		if (ended.length > before) since = Date.now();
		if (Date.now() - since > STUCK_MS) {
			throw new Error(`${ended.length} of ${count} executions of ${workflow} have ended`);
		}
		before = ended.length;
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
}

async function readAll({ userFolder }: N8nHost, workflow: string) {
	const database = path.join(userFolder, '.n8n/database.sqlite');
	const { stdout } = await promisify(execFile)(NODE_BINARY, [READER, database, workflow], {
		maxBuffer: MOST_BYTES,
	});
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { status: Execution['status']; data: string });
}
