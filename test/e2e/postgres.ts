import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { freePort } from '../../sandbox/n8n/ports';

const execute = promisify(execFile);

const DEBIAN = '/usr/lib/postgresql';
const USER = 'revops';
const DATABASE = 'postgres';

/** Where initdb, pg_ctl and psql are; undefined where there is no Postgres. */
export const POSTGRES = findPostgres();

/** A Postgres of its own, on loopback, that is gone without a trace when it is stopped. */
export interface Postgres {
	/** What n8n's Postgres credential takes. */
	credential: {
		host: string;
		port: number;
		database: string;
		user: string;
		password: string;
		ssl: 'disable';
	};
	/** The rows of a query. */
	query<Row>(sql: string): Promise<Row[]>;
	stop(): Promise<void>;
}

/** Makes a new cluster in a temporary folder and starts it. */
export async function startPostgres(): Promise<Postgres> {
	if (POSTGRES === undefined) throw new Error('There is no Postgres on this machine');
	const { bin } = POSTGRES;
	const folder = mkdtempSync(path.join(tmpdir(), 'revops-postgres-'));
	const data = path.join(folder, 'data');
	// Postgres refuses to run as root.
	const owner = process.getuid?.() === 0 ? idsOf('postgres', 'nobody') : {};
	if (owner.uid !== undefined && owner.gid !== undefined) {
		chownSync(folder, owner.uid, owner.gid);
	}
	const run = async (program: string, ...args: string[]) =>
		await execute(path.join(bin, program), args, { cwd: folder, ...owner });
	const port = await freePort();
	await run('initdb', '-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-sync');
	const settings = `-p ${port} -h 127.0.0.1 -k ${folder} -c fsync=off -c timezone=UTC`;
	await run('pg_ctl', '-D', data, '-l', path.join(folder, 'log'), '-w', '-o', settings, 'start');
	return {
		credential: {
			host: '127.0.0.1',
			port,
			database: DATABASE,
			user: USER,
			password: 'not asked for',
			ssl: 'disable',
		},
		async query<Row>(sql: string): Promise<Row[]> {
			const whole = `select coalesce(json_agg(found), '[]') from (${sql}) found`;
			const address = ['-h', '127.0.0.1', '-p', String(port), '-U', USER, '-d', DATABASE];
			const { stdout } = await run('psql', ...address, '-X', '-A', '-t', '-c', whole);
			return JSON.parse(stdout) as Row[];
		},
		async stop() {
			await run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function findPostgres(): { bin: string } | undefined {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	const bins = [
		...newestFirst.map((version) => path.join(DEBIAN, version, 'bin')),
		...(process.env.PATH ?? '').split(path.delimiter),
	];
	const programs = ['initdb', 'pg_ctl', 'postgres', 'psql'];
	const bin = bins.find((folder) => programs.every((file) => existsSync(path.join(folder, file))));
	return bin === undefined ? undefined : { bin };
}

/** The ids of the first of these accounts that exists. */
function idsOf(...accounts: string[]): { uid?: number; gid?: number } {
	for (const account of accounts) {
		try {
			const id = (flag: string) => Number(execFileSync('id', [flag, account], { stdio: 'pipe' }));
			return { uid: id('-u'), gid: id('-g') };
		} catch {
			// The next one.
		}
	}
	return {};
}
