// Reads n8n's database; run by n8n's own Node.js, because the one of this project may be too old to have SQLite in it.
// node readExecutions.mjs <database> running           -> executions that have not ended
// node readExecutions.mjs <database> all <mark>        -> which of the marked events started an execution, and how often
import { DatabaseSync } from 'node:sqlite';

const [, , file, question, mark] = process.argv;
const database = new DatabaseSync(file, { readOnly: true });

function running() {
	const { count } = database
		.prepare(
			"SELECT COUNT(*) AS count FROM execution_entity WHERE status IN ('new', 'running', 'waiting')",
		)
		.get();
	return { running: count };
}

function all() {
	const wanted = new RegExp(mark);
	const stored = database
		.prepare(
			'SELECT e.status, e.stoppedAt, d.data FROM execution_entity e LEFT JOIN execution_data d ON d.executionId = e.id',
		)
		.iterate();
	const starts = new Map();
	let executions = 0;
	let failed = 0;
	let lastStoppedAt = '';
	for (const { status, stoppedAt, data } of stored) {
		const event = wanted.exec(data ?? '')?.[0];
		if (event === undefined) continue;
		executions++;
		starts.set(event, (starts.get(event) ?? 0) + 1);
		if (status !== 'success') failed++;
		if (stoppedAt > lastStoppedAt) lastStoppedAt = stoppedAt;
	}
	const { seq } = database
		.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'execution_entity'")
		.get();
	const { count } = database.prepare('SELECT COUNT(*) AS count FROM execution_entity').get();
	return {
		executions,
		failed,
		events: starts.size,
		repeated: [...starts.values()].filter((times) => times > 1).length,
		removed: seq - count,
		// n8n writes times without their zone, which is UTC.
		lastStoppedAt: `${lastStoppedAt.replace(' ', 'T')}Z`,
	};
}

console.log(JSON.stringify(question === 'running' ? running() : all()));
