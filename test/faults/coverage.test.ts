import { OPERATIONS as CLARI } from '../../nodes/Clari/actions/router';
import { OPERATIONS as COPILOT } from '../../nodes/ClariCopilot/actions/router';
import { OPERATIONS as CLAY } from '../../nodes/Clay/actions/router';
import { OPERATIONS } from './operations';
import { casesOf } from './play';

/** Its execution waits for a callback: test/workflow/clayWait.test.ts. */
const WAITS = ['row.createAndWait'];

const namesIn = (operations: Record<string, object>) =>
	Object.entries(operations).flatMap(([resource, of]) =>
		Object.keys(of).map((operation) => `${resource}.${operation}`),
	);

test.each([
	['clari', CLARI, []],
	['clay', CLAY, WAITS],
	['copilot', COPILOT, []],
] as const)('the table has every operation of %s', (node, operations, others) => {
	const inTable = OPERATIONS[node].map(({ resource, operation }) => `${resource}.${operation}`);
	expect([...new Set([...inTable, ...others])].sort()).toEqual(namesIn(operations).sort());
});

test('there are at least 500 combinations', () => {
	const counts = Object.entries(OPERATIONS).map(([node, operations]) => {
		return [node, casesOf(operations).length] as const;
	});
	const total = counts.reduce((sum, [, count]) => sum + count, 0);
	process.stdout.write(
		`Measured: ${total} combinations of operation, request and fault (${counts.map((one) => one.join(' ')).join(', ')})\n`,
	);
	expect(total).toBeGreaterThanOrEqual(500);
});
