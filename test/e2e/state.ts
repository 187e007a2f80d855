import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { HostProcess } from '../../sandbox/n8n/hostProcess';
import { TEST_STATE } from '../../sandbox/n8n/paths';

/** Holds the packed package and one user folder per n8n, with its logs, until the next run. */
export const E2E_STATE = path.join(TEST_STATE, 'e2e');

/** The package as it would be published, made once for all test files of a run. */
export const TARBALL = path.join(E2E_STATE, 'package.tgz');

/** The user folder of an n8n that has been started once: database migrated, owner made, package installed. */
export const USER_FOLDER_TEMPLATE = path.join(E2E_STATE, 'template');

/** Ends every n8n that a killed test run has left behind. */
export async function endLeftovers(): Promise<void> {
	if (!existsSync(E2E_STATE)) return;
	for (const entry of readdirSync(E2E_STATE, { withFileTypes: true })) {
		if (entry.isDirectory()) await HostProcess.endLeftover(path.join(E2E_STATE, entry.name));
	}
}
