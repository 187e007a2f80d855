import { createRequire } from 'node:module';
import path from 'node:path';
import { HOST_FOLDER, REPOSITORY, TEST_STATE } from '../sandbox/n8n/paths';

/** The folder with the manifest and lock of the libraries that the benchmark compares with. */
export const PEERS_FOLDER = path.join(__dirname, 'runtime');

export const RESULTS_FOLDER = path.join(__dirname, 'results');

/** Logs, and files that a measurement reads. */
export const BENCH_STATE = path.join(TEST_STATE, 'bench');

/** The engine as it ships. */
export const BUILT_ENGINE = path.join(REPOSITORY, 'dist/nodes/ForecastDiff/engine/index.js');

/** Loads what is installed beside the project: the compared libraries, and n8n's nodes. */
export const requirePeer = createRequire(path.join(PEERS_FOLDER, 'package.json'));
export const requireFromN8n = createRequire(path.join(HOST_FOLDER, 'package.json'));
