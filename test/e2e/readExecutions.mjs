// Reads n8n's database; run by n8n's own Node.js, because the one of this project may be too old to have SQLite in it.
// node readExecutions.mjs <database> <workflow>   -> each execution of the workflow as a line of JSON, the oldest first
import { DatabaseSync } from 'node:sqlite';

const [, , file, workflow] = process.argv;
const database = new DatabaseSync(file, { readOnly: true });
const stored = database
	.prepare(
		'SELECT e.id, e.status, d.data FROM execution_entity e LEFT JOIN execution_data d ON d.executionId = e.id WHERE e.workflowId = ? ORDER BY e.id',
	)
	.iterate(workflow);
for (const execution of stored) console.log(JSON.stringify(execution));
