// Runs before n8n-core is loaded: it needs decorator metadata, and writes its settings into the user folder.
import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../.test/engine', process.env.JEST_WORKER_ID ?? '1');
mkdirSync(folder, { recursive: true });
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY = 'only-for-tests';
// Errors of a run are asserted on, not read in the console.
process.env.N8N_LOG_LEVEL = 'silent';
