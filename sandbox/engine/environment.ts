// Import this before n8n-core, which writes its settings into the user folder as soon as it is loaded.
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { SANDBOX_STATE } from '../n8n/paths';

const folder = path.join(SANDBOX_STATE, 'engine');
mkdirSync(folder, { recursive: true });
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_LOG_LEVEL = 'silent';
