import type { IDataObject } from 'n8n-workflow';

import { runCopilot } from './copilot';
import { DONE, HOUR, idsOf, useTriggerBench } from './copilotTrigger';

/** How far the trigger has come: where it begins, and what it knows after restarts, changes and new names. */

jest.setTimeout(30_000);

const bench = useTriggerBench();
const { call, calls, published, workflowOf } = bench;

describe('the beginning', () => {
	test('is the activation: what was there before is not told, not even when it shows up late', async () => {
		const before = calls(3);
		bench.ahead += 60_000;
		const polled = await published({ includeDetails: false });
		const after = call();
		expect(idsOf(await polled.poll())).toEqual([after]);
		expect(before).not.toContain(after);
	});

	test('can lie some hours back', async () => {
		call();
		bench.ahead += 3 * HOUR;
		const wanted = calls(3);
		bench.ahead += HOUR;
		const polled = workflowOf({ includeDetails: false, options: { lookBackHours: 2 } });
		expect(idsOf(await polled.activate())).toEqual([...wanted].sort());
		expect(await polled.poll()).toEqual([]);
	});

	test('comes again with another event', async () => {
		const polled = await published({ includeDetails: false });
		call();
		await polled.change({ parameters: { event: 'call.status_changed', includeDetails: false } });
		expect(polled.items).toEqual([]);
	});

	test('also while a poll of the event before is under way, and loses nothing of what follows', async () => {
		const polled = await published();
		call();
		bench.copilot.faults.plan({ route: 'copilotCall', kind: 'slow', delayMs: 500 });
		const arrived = new Promise<void>((resolve) => {
			bench.copilot.beforeRequest = (url) => {
				if (url.includes('call-details')) resolve();
			};
		});
		const superseded = polled.poll();
		await arrived;
		const parameters = { event: 'call.status_changed', includeDetails: false };
		expect(await polled.change({ parameters })).toEqual([]);
		bench.ahead += 60_000;
		const id = call({}, 'PROCESSING');
		await superseded;
		bench.ahead += HOUR;
		expect(idsOf(await polled.poll())).toEqual([id]);
	});
});

describe('the memory', () => {
	test('outlives a new name of the node, and the return to the old one', async () => {
		const polled = await published({ includeDetails: false }, { nodeName: 'A' });
		const one = call();
		await polled.poll();
		const two = call();
		expect(idsOf(await polled.change({ nodeName: 'B' }))).toEqual([two]);
		const three = call();
		expect(idsOf(await polled.poll())).toEqual([three]);
		const four = call();
		expect(idsOf(await polled.change({ nodeName: 'A' }))).toEqual([four]);
		expect(idsOf(polled.items)).toEqual([one, two, three, four].sort());
	});

	test('is not inherited by a new node under the name of one that was removed', async () => {
		const polled = await published({ includeDetails: false }, { nodeId: 'one' });
		call();
		await polled.poll();
		bench.ahead += 240 * HOUR;
		call();
		bench.ahead += HOUR;
		expect(await polled.change({ nodeId: 'two' })).toEqual([]);
		const id = call();
		expect(idsOf(await polled.poll())).toEqual([id]);
	});

	test('is not put back by an execution that ends later, with the node Clari Copilot in it', async () => {
		const polled = await published({ includeDetails: false }, { nodeName: 'Calls' });
		call();
		await polled.poll();
		// n8n gives an execution the memory as it is then, and stores it as a whole when that has changed.
		const staticData: IDataObject = JSON.parse(polled.stored);
		const two = call();
		expect(idsOf(await polled.poll())).toEqual([two]);
		const before = JSON.stringify(staticData);
		const run = { staticData, follows: 'Calls' };
		await runCopilot(bench.copilot, { resource: 'user', operation: 'getMany' }, run);
		if (JSON.stringify(staticData) !== before) polled.stored = JSON.stringify(staticData);
		expect(await polled.activate('init')).toEqual([]);
	});

	test('of a trigger that was removed is forgotten after a month in which others polled', async () => {
		const polled = await published({ includeDetails: false });
		polled.remember({ gone: { id: 'gone', node: 'Gone', at: Date.now() } });
		for (let day = 0; day < 29; day++) {
			bench.ahead += 24 * HOUR;
			await polled.poll();
		}
		call();
		await polled.poll();
		expect(polled.stored).toContain('"gone"');
		bench.ahead += 48 * HOUR;
		await polled.poll();
		call();
		await polled.poll();
		expect(polled.stored).not.toContain('"gone"');
	});

	test('of another trigger stays, however long the workflow was not published', async () => {
		const polled = await published({ includeDetails: false });
		polled.remember({ renamed: { id: 'renamed', node: 'Old name', at: Date.now() } });
		bench.ahead += 365 * 24 * HOUR;
		await polled.activate();
		expect(polled.stored).toContain('"renamed"');
	});

	test('is kept apart for two triggers of a workflow', async () => {
		const polled = await published({ includeDetails: false }, { nodeId: 'one', nodeName: 'One' });
		call();
		await polled.poll();
		expect(await polled.change({ nodeId: 'two', nodeName: 'Two' })).toEqual([]);
	});

	test('with durable cursors an execution that was not created is made up for, and nothing comes twice', async () => {
		const polled = await published({ includeDetails: false }, { isDurable: true });
		const one = call();
		polled.isFailing = true;
		expect(await polled.poll()).toEqual([]);
		polled.isFailing = false;
		expect(idsOf(await polled.poll())).toEqual([one]);
		const two = call();
		expect(idsOf(await polled.change({ nodeName: 'Renamed' }))).toEqual([two]);
		expect(await polled.poll()).toEqual([]);
	});

	test('with durable cursors begins with the activation, of which n8n commits nothing', async () => {
		const polled = await published({ includeDetails: false }, { isDurable: true });
		expect(polled.cursor).toBeUndefined();
		bench.ahead += 1_000;
		const one = call();
		bench.ahead += HOUR;
		expect(idsOf(await polled.poll())).toEqual([one]);
		await polled.activate('init');
		const two = call();
		expect(idsOf(await polled.poll())).toEqual([two]);
		expect(await polled.poll()).toEqual([]);
	});

	test('with durable cursors begins anew with another event as of the activation, too', async () => {
		const polled = await published({ includeDetails: false }, { isDurable: true });
		call();
		await polled.poll();
		const parameters = { event: 'call.status_changed', includeDetails: false };
		expect(await polled.change({ parameters })).toEqual([]);
		const id = call();
		expect(idsOf(await polled.poll())).toEqual([id]);
		expect(await polled.poll()).toEqual([]);
	});

	test('does not grow for ever', async () => {
		const polled = await published({ event: 'call.status_changed', includeDetails: false });
		const ids = calls(40);
		await polled.poll();
		const size = polled.stored.length;
		for (let day = 0; day < 10; day++) {
			bench.ahead += 24 * HOUR;
			for (const id of ids) bench.copilot.setStatus(id, day % 2 === 0 ? 'PROCESSING' : DONE);
			expect((await polled.poll()).length).toBe(40);
		}
		expect(polled.stored.length).toBeLessThan(size * 1.2);
	});

	test('made by anybody else is not trusted', async () => {
		const polled = await published({ includeDetails: false });
		polled.stored = polled.stored
			.replace(/"seen":"[^"]*"/g, '"seen":"x.y,,12.!"')
			.replace(/"statuses":\{\}/g, '"statuses":[1]');
		const id = call();
		expect(idsOf(await polled.activate('init'))).toEqual([id]);
	});
});
