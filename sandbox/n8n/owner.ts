import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Owner } from './api';

/**
 * The owner account of a user folder: made up at the first call, readable by the folder's user only, and the same ever
 * after. n8n itself keeps its encryption key in the same folder in the same way.
 */
export function ownerOf(userFolder: string): Owner {
	const file = path.join(userFolder, 'owner.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Owner;
	const owner: Owner = {
		email: 'owner@revops.local',
		firstName: 'Sandbox',
		lastName: 'Owner',
		// n8n asks for a digit and a capital.
		password: `R1-${randomBytes(12).toString('base64url')}`,
	};
	writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
	return owner;
}
