import { memoryNotice, memoryRefusal } from '../../../nodes/ForecastDiff/baseline/memoryLimit';

test('up to the limit nothing is refused', () => {
	expect(memoryRefusal({ bytes: 5_000_000, limitMb: 5 })).toBeUndefined();
});

test('above the limit it is said how large it is, what the limit is and what to do', () => {
	const { message, description } = memoryRefusal({ bytes: 5_340_000, limitMb: 5 }) ?? {};
	expect(message).toContain('5.3 MB');
	expect(message).toContain('5 MB');
	for (const way of ['Data Table', 'Postgres', 'second input', 'smaller scope', 'raise']) {
		expect(description).toContain(way);
	}
});

test('above 80 % it is noticed', () => {
	expect(memoryNotice({ bytes: 4_000_000, limitMb: 5 })).toBeUndefined();
	expect(memoryNotice({ bytes: 4_000_001, limitMb: 5 })).toMatchObject({
		check: 'memory_size',
		severity: 'info',
		details: { bytes: 4_000_001, limitBytes: 5_000_000 },
	});
});
