import { spawn } from 'node:child_process';
import path from 'node:path';

import type { ClariService } from '../../sandbox/vendors';
import { startClari } from '../../sandbox/vendors';

const ROOT = path.resolve(__dirname, '../..');
// Starts a process that loads n8n-core, on a machine that may be busy.
jest.setTimeout(180_000);

let clari: ClariService;

beforeAll(async () => {
	clari = await startClari();
});
afterAll(async () => await clari.close());

interface Ended {
	code: number | null;
	out: string;
	errors: string;
}

/** `npm run readiness` with these variables and no others that hold secrets. */
async function readiness(args: string[], variables: Record<string, string> = {}): Promise<Ended> {
	const { PATH = '', HOME = '' } = process.env;
	const child = spawn(process.execPath, ['scripts/run.mjs', 'readiness', ...args], {
		cwd: ROOT,
		env: { PATH, HOME, ...variables },
	});
	const ended: Ended = { code: null, out: '', errors: '' };
	child.stdout.on('data', (text: Buffer) => (ended.out += text.toString()));
	child.stderr.on('data', (text: Buffer) => (ended.errors += text.toString()));
	return await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve({ ...ended, code }));
	});
}

test('the accounts of the environment are checked, and the exit code tells whether anything failed', async () => {
	const token = 'a-token-that-nobody-knows';
	const { code, out, errors } = await readiness([], {
		CLARI_API_TOKEN: token,
		CLARI_BASE_URL: clari.v4Url,
	});
	expect({ code, errors }).toEqual({ code: 1, errors: 'Checking Clari …\n' });
	expect(out).toContain(`Clari · ${new URL(clari.origin).host}`);
	expect(out).toMatch(/fail +Credential accepted +Could not read the export limits/);
	expect(out).toMatch(/→ Generate a new token/);
	expect(out).toMatch(/Not ready: .* 1 failed/);
	expect(out + errors).not.toContain(token);
	expect(out).not.toContain('Clay');
});

test('the stand-ins of this machine are ready, as JSON that a program can read', async () => {
	const { code, out } = await readiness(['--sandbox', '--json', '--previous-quarters', '1']);
	const report: { ready: boolean; checks: Array<Record<string, unknown>> } = JSON.parse(out);
	expect(report.ready).toBe(true);
	expect(new Set(report.checks.map(({ service }) => service))).toEqual(
		new Set(['Clari', 'Clari Copilot', 'Clay']),
	);
	expect(report.checks.filter(({ status }) => status === 'fail')).toEqual([]);
	const titles = report.checks.map(({ check }) => check);
	expect(titles).toEqual(expect.arrayContaining(['forecast_tab', 'hierarchy', 'table_webhook']));
	expect(code).toBe(0);
});

test('without any secret there is nothing to check, and with a wrong flag neither', async () => {
	const [nothing, wrong] = await Promise.all([
		readiness([]),
		readiness(['--previous-quarters', 'many'], { CLARI_API_TOKEN: clari.token }),
	]);
	expect(nothing.code).toBe(2);
	expect(nothing.errors).toContain('CLARI_API_TOKEN');
	expect(wrong.code).toBe(1);
	expect(wrong.errors).toContain('--previous-quarters takes a whole number, not "many"');
	expect(clari.journal.entries.filter(({ route }) => route === 'queue')).toEqual([]);
});
