import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withStep } from '../../scripts/progress';
import { packPackage } from '../../sandbox/n8n/communityPackage';
import { N8nHost } from '../../sandbox/n8n/host';
import { installN8n } from '../../sandbox/n8n/install';
import { E2E_STATE, endLeftovers, TARBALL, USER_FOLDER_TEMPLATE } from './state';

/** Set when `npm test` has prepared the tests before it starts jest. */
const PREPARED = 'E2E_PREPARED';

/** jest calls this once before the first end-to-end test. */
export default async function prepareOnce(): Promise<void> {
	if (process.env[PREPARED] === undefined) await prepare();
}

/** Makes what all end-to-end tests of a run start from: n8n, the packed package, and a user folder with both. */
export async function prepare(signal?: AbortSignal): Promise<void> {
	await installN8n(signal);
	await endLeftovers();
	rmSync(E2E_STATE, { recursive: true, force: true });
	await withStep('Building the package', async () => {
		renameSync(await packPackage(E2E_STATE, signal), TARBALL);
	});
	await withStep('Starting n8n with the package', async () => await prepareUserFolder(signal));
}

/** Installs the package as its owner does and starts n8n once; what this leaves behind is copied for every host. */
async function prepareUserFolder(signal?: AbortSignal): Promise<void> {
	const host = new N8nHost({ userFolder: USER_FOLDER_TEMPLATE });
	await host.installPackage(TARBALL, signal);
	await host.start(signal);
	await host.stop();
	// Neither belongs to the start of another n8n; the files of the editor are 48 MB.
	rmSync(host.logFile);
	rmSync(path.join(USER_FOLDER_TEMPLATE, '.cache'), { recursive: true, force: true });
}
