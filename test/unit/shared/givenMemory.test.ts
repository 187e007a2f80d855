import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';

import { POLL_PROGRESS } from '../../../nodes/shared/state/polled';
import { isMemoryGiven, mayNote } from '../../../nodes/shared/state/givenMemory';

const node = (type: string) => ({
	id: type,
	name: type,
	type,
	typeVersion: 1,
	position: [0, 0] satisfies [number, number],
	parameters: {},
	disabled: false,
});

const execution = (
	data: IDataObject,
	mode: WorkflowExecuteMode,
	active: boolean,
	parents: string[] = [],
) => ({
	getNode: () => node('clari'),
	getParentNodes: () => parents.map(node),
	getChildNodes: () => [],
	getMode: () => mode,
	getWorkflow: () => ({ active }),
	getWorkflowStaticData: () => data,
});

test.each([
	// A production run of a workflow that is not active is one of what n8n had stored of it.
	[{}, 'trigger', false, false],
	[{}, 'webhook', false, false],
	[{}, 'retry', false, false],
	// The first run of all.
	[{}, 'trigger', true, true],
	[{ theirs: {} }, 'webhook', false, true],
	// None of these needs an active workflow.
	[{}, 'manual', false, true],
	[{}, 'integrated', false, true],
	[{}, 'error', false, true],
] as const)('memory %j in mode %s, active: %s: given: %s', (data, mode, active, isGiven) => {
	const context = execution({ ...data }, mode, active);
	expect(isMemoryGiven(context)).toBe(isGiven);
	expect(mayNote(context)).toBe(isGiven);
});

test('what the execution writes itself is no sign of a memory', () => {
	const data: IDataObject = {};
	const context = execution(data, 'trigger', false);
	expect(isMemoryGiven(context)).toBe(false);
	data.ours = { written: true };
	expect(isMemoryGiven(context)).toBe(false);
});

test('where a trigger polls, nothing is noted', () => {
	const data: IDataObject = { [POLL_PROGRESS]: { node: {} } };
	expect(mayNote(execution(data, 'trigger', true))).toBe(false);
});

test('nor after a wait that may have emptied the memory', () => {
	const after = (data: IDataObject) =>
		mayNote(execution(data, 'trigger', true, ['n8n-nodes-base.wait']));
	expect(after({})).toBe(false);
	expect(after({ theirs: {} })).toBe(true);
});
