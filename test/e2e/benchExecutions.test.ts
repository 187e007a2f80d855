import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readExecutions } from '../../bench/clay/callbacks/executions';
import { NODE_BINARY } from '../../sandbox/n8n/paths';

const MAKE = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
database.exec('CREATE TABLE execution_entity (id INTEGER PRIMARY KEY AUTOINCREMENT, status, stoppedAt)');
database.exec('CREATE TABLE execution_data (executionId, data)');
for (const [status, stoppedAt, event] of JSON.parse(process.argv[2])) {
	database.prepare('INSERT INTO execution_entity (status, stoppedAt) VALUES (?, ?)').run(status, stoppedAt);
	database.prepare('INSERT INTO execution_data SELECT max(id), ? FROM execution_entity').run('["' + event + '","x"]');
}
database.exec(process.argv[3]);
`;

// Here, since n8n's own Node.js reads the database.
describe('the executions in the database of n8n', () => {
	let userFolder: string;
	beforeEach(() => {
		userFolder = mkdtempSync(path.join(tmpdir(), 'executions-'));
		mkdirSync(path.join(userFolder, '.n8n'));
	});
	afterEach(() => rmSync(userFolder, { recursive: true, force: true }));

	const make = (rows: string[][], then = 'SELECT 1') =>
		execFileSync(NODE_BINARY, [
			'-e',
			MAKE,
			path.join(userFolder, '.n8n/database.sqlite'),
			JSON.stringify(rows),
			then,
		]);

	test('are counted by the event that started them', async () => {
		make([
			['success', '2026-11-21 17:00:00.000', 'warm_0000001'],
			['success', '2026-11-21 17:00:01.000', 'bench_0000001'],
			['success', '2026-11-21 17:00:03.250', 'bench_0000002'],
			['error', '2026-11-21 17:00:02.000', 'bench_0000001'],
		]);
		expect(await readExecutions({ userFolder })).toEqual({
			executions: 3,
			failed: 1,
			events: 2,
			repeated: 1,
			removed: 0,
			lastStoppedAt: '2026-11-21T17:00:03.250Z',
		});
	});

	test('that n8n has deleted are noticed', async () => {
		make(
			[
				['success', '2026-11-21 17:00:01.000', 'bench_0000001'],
				['success', '2026-11-21 17:00:02.000', 'bench_0000002'],
			],
			'DELETE FROM execution_entity WHERE id = 1',
		);
		const executions = await readExecutions({ userFolder });
		expect(executions).toMatchObject({ executions: 1, removed: 1 });
	});
});
