import type { IDataObject } from 'n8n-workflow';

import { WorkflowMemory } from '../../../nodes/shared/state/staticData';

function memoryOf(data: IDataObject, mode: 'trigger' | 'manual' = 'trigger'): WorkflowMemory {
	return new WorkflowMemory({ getMode: () => mode, getWorkflowStaticData: () => data }, 'ours');
}

test('keeps its entries apart from those of others', () => {
	const data: IDataObject = { theirs: { a: 1 } };
	memoryOf(data).write('a', { b: 2 });
	expect(data).toEqual({ theirs: { a: 1 }, ours: { a: { b: 2 } } });
	expect(memoryOf(data).read('a')).toEqual({ b: 2 });
	expect(memoryOf(data).keys()).toEqual(['a']);
});

test('assigns the section anew: n8n overlooks what changes deep inside', () => {
	const data: IDataObject = { ours: { a: { b: 1 } } };
	const before = data.ours;
	memoryOf(data).write('a', { b: 2 });
	expect(data.ours).not.toBe(before);
	const written = data.ours;
	memoryOf(data).remove('a');
	expect(data.ours).toEqual({});
	expect(written).toEqual({ a: { b: 2 } });
});

test('removes one entry and leaves the others', () => {
	const data: IDataObject = { ours: { a: {}, b: {} } };
	memoryOf(data).remove('a');
	memoryOf(data).remove('never there');
	expect(data).toEqual({ ours: { b: {} } });
});

test('counts the bytes that n8n would store, and stores nothing for it', () => {
	const data: IDataObject = { ours: { a: { text: 'é' } } };
	const size = memoryOf(data).sizeWith('b', { text: 'x' });
	expect(size).toBe(Buffer.byteLength('{"a":{"text":"é"},"b":{"text":"x"}}'));
	expect(memoryOf(data).keys()).toEqual(['a']);
});

test('takes what is not readable for nothing', () => {
	expect(memoryOf({ ours: 'text' }).keys()).toEqual([]);
	expect(memoryOf({ ours: { a: 'text' } }).read('a')).toBeUndefined();
	expect(memoryOf({}).read('toString')).toBeUndefined();
});

test('says whether n8n will save it', () => {
	expect(memoryOf({}).isSaved).toBe(true);
	expect(memoryOf({}, 'manual').isSaved).toBe(false);
});
