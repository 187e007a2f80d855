// Runs before n8n-core is loaded: it needs decorator metadata, and writes its settings into the user folder.
import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'revops-engine-'));
process.env.N8N_ENCRYPTION_KEY = 'only-for-tests';
// Errors of a run are asserted on, not read in the console.
process.env.N8N_LOG_LEVEL = 'silent';
