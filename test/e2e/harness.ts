import { cpSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { N8nHost } from '../../sandbox/n8n/host';
import type { N8nHostOptions } from '../../sandbox/n8n/host';
import { E2E_STATE, USER_FOLDER_TEMPLATE } from './state';

// A start of n8n takes five to fifteen seconds on a busy machine; every end-to-end test may need several.
jest.setTimeout(300_000);

export interface TestHostOptions extends Omit<N8nHostOptions, 'userFolder'> {
	/** Whether a browser, or the list of all node types, is wanted of this n8n. Its start then takes half as long again. */
	hasEditor?: boolean;
}

/** Settings with which nothing of the prepared folder is of use but the package: its database, owner and key are not those. */
const APART = ['DB_TYPE', 'N8N_ENCRYPTION_KEY'];

/** Makes a fresh n8n with this package installed, not started yet. The user folder stays for a look until the next run. */
export async function createHost(
	name: string,
	{ hasEditor = false, environment, ...options }: TestHostOptions = {},
): Promise<N8nHost> {
	const userFolder = mkdtempSync(path.join(E2E_STATE, `${name}-`));
	const isApart = APART.some((setting) => environment?.[setting] !== undefined);
	const part = isApart ? path.join('.n8n', 'nodes') : '';
	// A database that is migrated and a package that is installed: made anew, they take ten seconds of processor time.
	cpSync(path.join(USER_FOLDER_TEMPLATE, part), path.join(userFolder, part), { recursive: true });
	// The owner of a new database is made by way of the editor's settings.
	const withoutEditor = !hasEditor && !isApart;
	return new N8nHost({
		...options,
		userFolder,
		environment: { ...(withoutEditor && { N8N_DISABLE_UI: 'true' }), ...environment },
	});
}
