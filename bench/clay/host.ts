import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { N8nHost } from '../../sandbox/n8n/host';
import { BENCH_STATE } from '../paths';

const HOSTS = path.join(BENCH_STATE, 'clay');
/** After an hour n8n begins to delete executions, beyond 10,000; they are looked at in the end. */
const KEEP_ALL = { EXECUTIONS_DATA_PRUNE: 'false' };

export interface Surroundings {
	/** The packed package. */
	tarball: string;
	/** Settings of n8n beside its defaults. */
	environment?: Readonly<Record<string, string>>;
	/** Ends what is under way. */
	signal?: AbortSignal;
}

/**
 * Runs a piece of work with a real n8n of its own, in a fresh user folder with this package installed. Afterwards n8n is
 * ended and its folder removed: executions of 100,000 callbacks take a lot of room.
 */
export async function withHost<T>(
	name: string,
	{ tarball, environment, signal }: Surroundings,
	work: (host: N8nHost) => Promise<T>,
): Promise<T> {
	signal?.throwIfAborted();
	mkdirSync(HOSTS, { recursive: true });
	const userFolder = mkdtempSync(path.join(HOSTS, `${name}-`));
	const host = new N8nHost({ userFolder, environment: { ...KEEP_ALL, ...environment } });
	// Whoever waits for this n8n hears from its sockets that it is gone.
	const end = () => void host.kill();
	try {
		await host.installPackage(tarball, signal);
		await host.start(signal);
		signal?.addEventListener('abort', end, { once: true });
		const result = await work(host);
		await host.stop();
		return result;
	} finally {
		signal?.removeEventListener('abort', end);
		await host.kill();
		rmSync(userFolder, { recursive: true, force: true });
	}
}
