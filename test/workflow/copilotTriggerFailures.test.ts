import { copilotCredentials } from './copilot';
import { idsOf, useTriggerBench } from './copilotTrigger';

/** What becomes of events when Copilot cannot be asked: nothing is lost, and nothing comes twice. Calls that cannot be read: copilotTriggerPending. */

jest.setTimeout(30_000);

const bench = useTriggerBench();
const { call, calls, published, requests, workflowOf } = bench;

describe('failures', () => {
	test('a wrong key keeps the workflow from being published, and says what to do', async () => {
		const credentials = copilotCredentials(bench.copilot, { apiKey: 'wrong-key' });
		const polled = workflowOf({}, { credentials });
		await expect(polled.activate()).rejects.toMatchObject({
			name: 'NodeApiError',
			httpCode: '401',
			message: expect.stringContaining('does not accept the key and password'),
		});
		expect(JSON.stringify(bench.copilot.journal.entries)).not.toContain('wrong-key');
	});

	test('a page that cannot be read tells nothing, and the next poll tells all', async () => {
		const polled = await published({ includeDetails: false });
		const ids = calls(60);
		bench.copilot.faults.plan({ route: 'copilotCalls', kind: 'status', status: 400, skip: 2 });
		await expect(polled.poll()).rejects.toThrow('Could not list the calls');
		expect(idsOf(await polled.poll())).toEqual([...ids].sort());
	});

	test('a call that was deleted meanwhile comes without details, and says so', async () => {
		const polled = await published();
		const id = call();
		bench.copilot.faults.plan({ route: 'copilotCall', kind: 'status', status: 404 });
		expect(await polled.poll()).toMatchObject([
			{ call: { id, summary: null }, warnings: [expect.stringContaining('deleted')] },
		]);
	});

	test('an error of a poll names no item, since there is none', async () => {
		const polled = await published();
		bench.copilot.faults.plan({ route: 'copilotCalls', kind: 'status', status: 400 });
		const error: unknown = await polled.poll().catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ message: expect.not.stringContaining('[item') });
		expect(error).not.toHaveProperty('context.itemIndex');
		await expect(polled.test()).rejects.toThrow(/waits for$/);
	});

	test('an answer that is too large is asked for in smaller parts', async () => {
		const polled = await published({ includeDetails: false });
		const ids = calls(60);
		bench.copilot.settings.callPadding = 1_000_000;
		const items = await polled.poll();
		expect(idsOf(items)).toEqual([...ids].sort());
		expect(requests('copilotCalls').some(({ status }) => status === 502)).toBe(true);
	});
});
