import fc from 'fast-check';

import { flatten } from '../../../nodes/Clay/rows/flatten';

test('puts the fields of nested objects beside the others, and leaves lists and empty objects', () => {
	const row = { a: 1, b: { c: null, d: { e: [{ f: 1 }] } }, g: {} };
	expect(flatten(row, '_')).toEqual({
		ok: true,
		row: { a: 1, b_c: null, b_d_e: [{ f: 1 }], g: {} },
	});
});

test.each([
	[{ a_b: 1, a: { b: 2 } }, 'a_b'],
	[{ a: { b_c: 1, b: { c: 2 } } }, 'a_b_c'],
])('names the field that would be there twice in %j', (row, twice) => {
	expect(flatten(row, '_')).toEqual({ ok: false, twice });
});

test('treats __proto__ as a name like any other', () => {
	const row: Record<string, unknown> = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}');
	const result = flatten(row, '.');
	expect(result).toMatchObject({ ok: true });
	expect(JSON.stringify(result.ok && result.row)).toBe('{"__proto__.polluted":true,"a":1}');
	expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('loses no value', () => {
	const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
	const leaves = (value: unknown): unknown[] =>
		typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
	// In no order: names that are whole numbers come first in an object, and are no longer such when they are joined.
	const values = (value: unknown) =>
		leaves(value)
			.map((entry) => JSON.stringify(entry))
			.sort();
	const tree = fc.letrec((tie) => ({
		node: fc.dictionary(
			fc.string({ minLength: 1 }),
			fc.oneof({ depthSize: 'small' }, leaf, tie('node')),
		),
	})).node;
	fc.assert(
		fc.property(tree, (row) => {
			// A separator that no name has, so that names cannot collide.
			const result = flatten(Object(row), '\u0000\u0001');
			if (result.ok) expect(values(result.row)).toEqual(values(row));
		}),
	);
});
