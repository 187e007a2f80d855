import path from 'node:path';

/** The package's own root: where its manifest, build and templates are. */
export const REPOSITORY = path.resolve(__dirname, '..', '..');

/**
 * The folder with n8n's manifest and lock; its node_modules hold n8n and the Node.js that n8n needs. A folder without code:
 * what is beside it must not find n8n's copies of axios or n8n-workflow before the package's own.
 */
export const HOST_FOLDER = path.join(__dirname, 'runtime');

const BIN = path.join(HOST_FOLDER, 'node_modules', '.bin');
export const NODE_BINARY = path.join(BIN, 'node');
export const N8N_BINARY = path.join(BIN, 'n8n');

/** Where Node.js keeps n8n's code as it has compiled it: a start takes a sixth less processor time. Goes with a new install. */
export const COMPILED_CODE = path.join(HOST_FOLDER, 'node_modules', '.cache', 'compiled');

/** PATH with n8n's own Node.js first: n8n starts its task runner by the name `node`. */
export function hostPath(): string {
	return [BIN, process.env.PATH ?? ''].join(path.delimiter);
}

/** Everything that `npm start` leaves behind, git-ignored. */
export const SANDBOX_STATE = path.join(REPOSITORY, '.sandbox');

/** Everything that a test run leaves behind, git-ignored. */
export const TEST_STATE = path.join(REPOSITORY, '.test');
