import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { N8nHost } from '../../sandbox/n8n/host';
import type { N8nHostOptions } from '../../sandbox/n8n/host';
import { E2E_STATE, TARBALL } from './state';

// A start of n8n takes five to fifteen seconds; every end-to-end test may need several.
jest.setTimeout(180_000);

/** Makes a fresh n8n with this package installed, not started yet. The user folder stays for a look until the next run. */
export async function createHost(
	name: string,
	options: Omit<N8nHostOptions, 'userFolder'> = {},
): Promise<N8nHost> {
	mkdirSync(E2E_STATE, { recursive: true });
	const userFolder = mkdtempSync(path.join(E2E_STATE, `${name}-`));
	const host = new N8nHost({ ...options, userFolder });
	await host.installPackage(TARBALL);
	return host;
}
