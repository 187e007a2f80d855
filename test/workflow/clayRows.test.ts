import type { ClayService } from '../../sandbox/vendors';
import { startClay } from '../../sandbox/vendors';
import { leads, runClay } from './clay';
import { jsonOf } from './engine';

let clay: ClayService;

beforeEach(async () => {
	clay = await startClay({});
});
afterEach(async () => await clay.close());

test('makes one row of each item, with JSON types, and keeps the order', async () => {
	const input = leads(15);
	const result = await runClay(clay, {}, { input });
	expect(result.error).toBeUndefined();
	expect(jsonOf(result)).toMatchObject(
		input.map((row) => ({ created: true, webhook: 'primary', httpStatus: 200, row })),
	);
	expect(clay.rows).toHaveLength(15);
});
