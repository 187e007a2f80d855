import { renameSync, rmSync } from 'node:fs';
import { packPackage } from '../../sandbox/n8n/communityPackage';
import { installN8n } from '../../sandbox/n8n/install';
import { E2E_STATE, endLeftovers, TARBALL } from './state';

/** jest calls this once before the first end-to-end test. */
export default async function prepare(): Promise<void> {
	await installN8n();
	await endLeftovers();
	rmSync(E2E_STATE, { recursive: true, force: true });
	renameSync(await packPackage(E2E_STATE), TARBALL);
}
