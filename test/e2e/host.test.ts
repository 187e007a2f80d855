import type { WorkflowFile } from '../../sandbox/n8n/api';
import { nodeOutput } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import packageJson from '../../package.json';
import { createHost } from './harness';

const EVERY_SECOND: WorkflowFile = {
	id: 'e2eEverySecond01',
	name: 'Every second',
	nodes: [
		{
			id: 'schedule',
			name: 'Schedule',
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			position: [0, 0],
			parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } },
		},
		{
			id: 'answer',
			name: 'Answer',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [220, 0],
			parameters: {
				mode: 'raw',
				jsonOutput: '={{ { sum: 40 + 2, nested: { list: ["a", "a"] } } }}',
			},
		},
	],
	connections: { Schedule: { main: [[{ node: 'Answer', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

describe('a real n8n with the packed package', () => {
	let host: N8nHost;

	beforeAll(async () => {
		host = await createHost('host', { hasEditor: true });
		await host.start();
	});

	afterAll(async () => {
		await host?.stop();
	});

	test('loads every node of the package, and nothing in its log speaks against one', async () => {
		const known = (await host.api.nodeTypes()).map(({ name }) => name);
		const expected = packageJson.n8n.nodes.map((file) => {
			const [, name = ''] = /(\w+)\.node\.js$/.exec(file) ?? [];
			return `${packageJson.name}.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
		});
		expect(known).toEqual(expect.arrayContaining(expected));
		expect(host.log()).not.toMatch(/Failed to load|Skipping package/);
	});

	test('runs an active schedule, and its executions can be read item by item', async () => {
		const { id } = await host.api.importWorkflow(EVERY_SECOND);
		await host.api.activate(id);
		const [first] = await host.api.waitForExecutions(id, 2);
		expect(first).toMatchObject({ status: 'success', mode: 'trigger' });
		const execution = await host.api.execution(first?.id ?? '');
		expect(nodeOutput(execution, 'Answer')).toEqual([{ sum: 42, nested: { list: ['a', 'a'] } }]);
	});

	test('keeps executions over a restart, and the schedule goes on by itself', async () => {
		const before = await host.api.waitForExecutions(EVERY_SECOND.id ?? '', 1);
		await host.restart();
		const after = await host.api.waitForExecutions(EVERY_SECOND.id ?? '', before.length + 1);
		expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
	});

	test('comes back after it was killed, and the schedule goes on by itself', async () => {
		const before = await host.api.waitForExecutions(EVERY_SECOND.id ?? '', 1);
		await host.kill();
		await host.start();
		await host.api.waitForExecutions(EVERY_SECOND.id ?? '', before.length + 1);
	});

	test('runs nothing any more once deactivated', async () => {
		const id = EVERY_SECOND.id ?? '';
		await host.api.deactivate(id);
		const before = await host.api.executions(id);
		await new Promise((resolve) => setTimeout(resolve, 2500));
		expect((await host.api.executions(id)).length).toBe(before.length);
	});
});
