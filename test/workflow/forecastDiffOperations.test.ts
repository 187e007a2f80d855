import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsonOf } from './engine';
import {
	AFTER,
	BASELINE,
	BEFORE,
	CHANGES,
	RememberedWorkflow,
	counts,
	diff,
	hintsOf,
	owners,
	row,
} from './forecastDiffWorkflow';

const GET = { operation: 'getBaseline' };
const RESET = { operation: 'resetBaseline' };
const RESTORE = { ...RESET, setFromInput: true };

/** Items of the only output of an operation. */
const ask = async (
	workflow: RememberedWorkflow,
	parameters: INodeParameters,
	input: IDataObject[] = [{}],
	run: Parameters<RememberedWorkflow['run']>[3] = {},
) => jsonOf(await workflow.run(input, 'succeeds', parameters, run));

/** Two nodes that remember by themselves, and a baseline with a name. */
async function threeBaselines(): Promise<RememberedWorkflow> {
	const workflow = new RememberedWorkflow();
	await workflow.run(BEFORE, 'succeeds', {}, { nodeId: 'one', nodeName: 'First' });
	await workflow.run(BEFORE, 'succeeds', {}, { nodeId: 'two', nodeName: 'Second' });
	await workflow.run(BEFORE, 'succeeds', { baselineName: 'tab' }, { nodeId: 'three' });
	return workflow;
}

describe('Get Baseline', () => {
	test('gives out every state of a baseline, with the token that any store can hold', async () => {
		const workflow = new RememberedWorkflow({ compareWith: 'namedBaseline', baselineName: 'plan' });
		await workflow.run(BEFORE);
		await workflow.run(AFTER);
		const items = await ask(workflow, { ...GET, baselineName: 'plan' });
		expect(items).toEqual([
			expect.objectContaining({ state: 'committed', rows: 3 }),
			expect.objectContaining({ state: 'pending', rows: 3 }),
			expect.objectContaining({ state: 'reference', reference: 'namedBaseline', rows: 3 }),
		]);
		expect(items[0]).toEqual({
			baseline: 'plan',
			node: 'Node under test',
			state: 'committed',
			takenAt: expect.stringMatching(/^\d{4}-.*Z$/),
			rows: 3,
			bytes: String(items[0]?.token).length,
			token: expect.stringMatching(/^RFB1\.3\./),
			memoryKey: 'name:plan',
		});
		const onSecondInput = { baselineHome: 'secondInput', compareWith: 'lastRun', baselineName: '' };
		const [committed = {}] = items;
		const compared = await diff(AFTER, onSecondInput, { secondInput: [committed] });
		expect(owners(compared)).toEqual(['ann', 'cid']);
	});

	test('finds a baseline by its name, by its node, or all', async () => {
		const workflow = await threeBaselines();
		const keys = async (parameters: INodeParameters) =>
			(await ask(workflow, { ...GET, ...parameters })).map(({ memoryKey }) => memoryKey);
		expect(await keys({})).toEqual(['name:tab', 'node:one', 'node:two']);
		expect(await keys({ baselineName: 'tab' })).toEqual(['name:tab']);
		expect(await keys({ forecastDiffNode: 'Second' })).toEqual(['node:two']);
	});

	test('knows a node by the name it had last', async () => {
		const workflow = await threeBaselines();
		await workflow.run(BEFORE, 'succeeds', {}, { nodeId: 'one', nodeName: 'Renamed' });
		const found = await ask(workflow, { ...GET, forecastDiffNode: 'Renamed' });
		expect(found.map(({ memoryKey }) => memoryKey)).toEqual(['node:one', 'node:one']);
	});

	test('gives out the calls as rows', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run([...BEFORE, row('dee', null)]);
		const first = await ask(workflow, { ...GET, output: 'rows' });
		expect(first).toHaveLength(4);
		expect(first[0]).toEqual({
			ownerId: 'ann',
			ownerName: 'Name of ann',
			ownerEmail: 'ann@example.com',
			role: null,
			parentRole: null,
			fieldId: 'commit',
			fieldName: 'Commit',
			type: 'forecast',
			timePeriod: '2026_Q1',
			value: 100_000,
			currency: 'USD',
			week: '2026-01-02',
		});
		await workflow.run(AFTER);
		const rows = async (state: string) =>
			(await ask(workflow, { ...GET, output: 'rows', state })).map(({ value }) => value);
		expect(await rows('committed')).toEqual([100_000, 50_000, 0, null]);
		expect(await rows('pending')).toEqual([150_000, 51_000, 10_000]);
		expect(await rows('reference')).toEqual([]);
		// What the pending run took is what the next one is compared with.
		const [next] = jsonOf(await workflow.run([row('ann', 300_000), ...AFTER.slice(1)]), CHANGES);
		expect(next).toMatchObject({ previous: 150_000, current: 300_000 });
	});

	test('says in rows what was told, where it is another amount', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run([row('ann', 100), row('bob', 100), row('cid', 0, { currency: null })]);
		await workflow.run([row('ann', 109), row('bob', 120), row('cid', 0)]);
		const pending = await ask(workflow, { ...GET, output: 'rows', state: 'pending' });
		expect(pending.map(({ value, toldValue }) => [value, toldValue])).toEqual([
			[109, 100],
			[120, undefined],
			[0, undefined],
		]);
		const [change] = jsonOf(await workflow.run([row('ann', 112), row('bob', 120), row('cid', 0)]));
		expect(change).toMatchObject({ previous: 100, current: 112 });
	});

	test('one that is not there: says what is', async () => {
		const workflow = await threeBaselines();
		const byName = await workflow.run([{}], 'succeeds', { ...GET, baselineName: 'tap' });
		expect(byName.error?.message).toBe("There is no baseline named 'tap' [item 0]");
		expect(byName.error?.description).toContain('tab, node First, node Second');
		const byNode = await workflow.run([{}], 'succeeds', { ...GET, forecastDiffNode: 'Third' });
		expect(byNode.error?.message).toContain("a node 'Third'");
	});

	test('an empty memory: a hint, and no items', async () => {
		const result = await new RememberedWorkflow().run([{}], 'succeeds', GET);
		expect(counts(result)).toEqual([0]);
		expect(hintsOf(result)).toContain('no baselines');
	});

	test('works for each item, and goes on after one that has none', async () => {
		const workflow = await threeBaselines();
		const result = await workflow.run(
			[{ name: 'tab' }, { name: 'nowhere' }, { name: 'tab' }],
			'succeeds',
			{ ...GET, baselineName: '={{ $json.name }}' },
			{ onError: 'continueRegularOutput' },
		);
		const [items = []] = result.outputs;
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(items.map(({ json }) => json.baseline ?? json.error)).toEqual([
			'tab',
			"There is no baseline named 'nowhere' [item 1]",
			'tab',
		]);
	});

	test('changes nothing', async () => {
		const workflow = await threeBaselines();
		const before = JSON.stringify(workflow.staticData);
		await ask(workflow, GET);
		expect(JSON.stringify(workflow.staticData)).toBe(before);
	});
});

describe('Reset Baseline', () => {
	test('removes a baseline and gives it out; the next run takes a new one', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		const removed = await ask(workflow, RESET);
		expect(removed).toEqual([
			expect.objectContaining({ action: 'removed', state: 'pending', rows: 3 }),
		]);
		expect(counts(await workflow.run(AFTER))).toEqual([0, 0, 0, 1]);
		expect(owners(await workflow.run(BEFORE))).toEqual(['ann', 'cid']);
	});

	test('removes one of several, or all', async () => {
		const workflow = await threeBaselines();
		const keys = async () => (await ask(workflow, GET)).map(({ memoryKey }) => memoryKey);
		await ask(workflow, { ...RESET, baselineName: 'tab' });
		expect(await keys()).toEqual(['node:one', 'node:two']);
		await ask(workflow, { ...RESET, forecastDiffNode: 'Second' });
		expect(await keys()).toEqual(['node:one']);
		await ask(workflow, RESET);
		expect(await keys()).toEqual([]);
	});

	test('several items about one baseline: it is removed once', async () => {
		const workflow = await threeBaselines();
		const result = await workflow.run([{}, {}], 'succeeds', { ...RESET, baselineName: 'tab' });
		expect(result.error).toBeUndefined();
		expect(counts(result)).toEqual([1]);
		const byNode = { ...RESET, forecastDiffNode: 'First' };
		expect(counts(await workflow.run([{}, {}], 'succeeds', byNode))).toEqual([1]);
		expect(counts(await workflow.run([{}, {}], 'succeeds', RESET))).toEqual([1]);
	});

	test('a name that is not there is missing also after another item was removed', async () => {
		const workflow = await threeBaselines();
		const named = { ...RESET, baselineName: '={{ $json.name }}' };
		const result = await workflow.run([{ name: 'tab' }, { name: 'tap' }], 'succeeds', named);
		expect(result.error?.message).toBe("There is no baseline named 'tap' [item 1]");
	});

	test('a name that is not there: says what is', async () => {
		const workflow = await threeBaselines();
		const result = await workflow.run([{}], 'succeeds', { ...RESET, baselineName: 'tap' });
		expect(result.error?.description).toContain('tab');
	});

	test('what was removed can be put back as it was', async () => {
		const workflow = new RememberedWorkflow({ compareWith: 'startOfWeek' });
		await workflow.run(BEFORE);
		await workflow.run(BEFORE);
		await workflow.run(AFTER, 'fails later');
		const removed = await ask(workflow, RESET);
		expect(removed.map(({ state }) => state)).toEqual(['committed', 'pending', 'reference']);
		const restored = await ask(workflow, RESTORE, removed);
		expect(restored.map(({ action, state }) => [action, state])).toEqual([
			['set', 'committed'],
			// Nobody can confirm it any longer, and its alert may not have gone out.
			['skipped', 'pending'],
			['set', 'reference'],
		]);
		expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
	});

	test('a first baseline, which is pending only, is put back as the committed one', async () => {
		const workflow = new RememberedWorkflow();
		await workflow.run(BEFORE);
		await ask(workflow, RESTORE, await ask(workflow, RESET));
		expect(owners(await workflow.run(AFTER))).toEqual(['ann', 'cid']);
	});

	test('a baseline item of another store takes the place of the one in the memory', async () => {
		const [item = {}] = jsonOf(await diff(BEFORE), BASELINE);
		const workflow = new RememberedWorkflow({ baselineName: 'tab' });
		await workflow.run(AFTER);
		const [removed, set] = await ask(workflow, { ...RESTORE, baselineName: 'tab' }, [item]);
		expect(removed).toMatchObject({ action: 'removed', memoryKey: 'name:tab' });
		expect(set).toMatchObject({ action: 'set', state: 'committed', memoryKey: 'name:tab' });
		const result = await workflow.run(AFTER);
		expect(owners(result)).toEqual(['ann', 'cid']);
		expect(jsonOf(result, CHANGES)[0]?.comparedWith).toMatchObject({ baseline: 'tab' });
	});

	test.each([
		['no baseline', { hello: 'world' }, /field token/],
		['one that is damaged', { token: 'RFB1.1.4.00000000.AAAA', baseline: 'tab' }, /checksum/],
	])('an item with %s is refused, and the old one stays', async (_name, item, advice) => {
		const workflow = await threeBaselines();
		const before = JSON.stringify(workflow.staticData);
		const result = await workflow.run([item], 'succeeds', { ...RESTORE, baselineName: 'tab' });
		expect(result.error?.description).toMatch(advice);
		expect(JSON.stringify(workflow.staticData)).toBe(before);
	});

	test('an item that does not tell where it belongs is refused', async () => {
		const [item = {}] = jsonOf(await diff(BEFORE), BASELINE);
		const result = await new RememberedWorkflow().run([item], 'succeeds', RESTORE);
		expect(result.error?.message).toContain("'Baseline Name' is empty");
	});

	test('a test run removes nothing, and says so', async () => {
		const workflow = await threeBaselines();
		const before = JSON.stringify(workflow.staticData);
		const result = await workflow.run([{}], 'succeeds', RESET, { mode: 'manual' });
		expect(counts(result)).toEqual([3]);
		expect(hintsOf(result)).toContain('test run');
		expect(JSON.stringify(workflow.staticData)).toBe(before);
	});
});

test('an unknown operation is refused', async () => {
	const result = await diff(BEFORE, { operation: 'forget' });
	expect(result.error?.message).toContain("'Operation'");
});
