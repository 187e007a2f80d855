import { toQuery } from '../../../nodes/shared/http/query';
import { weekOf } from '../../../nodes/ClariCopilot/weeklyUse';
import { inParallel } from '../../../nodes/ClariCopilot/calls/inParallel';
import { transcriptText, type Turn } from '../../../nodes/ClariCopilot/calls/transcript';

test.each([
	['2026-03-07T23:59:59Z', '2026-03-01'],
	['2026-03-08T00:00:00Z', '2026-03-08'],
	['2026-01-01T12:00:00Z', '2025-12-28'],
])('the week of %s begins on Sunday %s', (time, sunday) => {
	expect(weekOf(Date.parse(time))).toBe(sunday);
});

test('a list becomes a parameter for each entry, and every special character is encoded', () => {
	const query = toQuery({ a: ['x', 'y z'], at: '2026-01-01T00:00:00+02:00', none: undefined });
	expect(query).toBe('?a=x&a=y%20z&at=2026-01-01T00%3A00%3A00%2B02%3A00');
	expect(toQuery({ empty: [] })).toBe('');
});

test('things done in parallel keep their order, and no more than so many are under way', async () => {
	let underWay = 0;
	let most = 0;
	const results = await inParallel([5, 1, 3, 2, 4], 2, async (entry) => {
		most = Math.max(most, ++underWay);
		for (let turn = 0; turn < entry; turn++) await Promise.resolve();
		underWay--;
		return entry * 2;
	});
	expect(results).toEqual([10, 2, 6, 4, 8]);
	expect(most).toBe(2);
});

test('after a failure nothing new is begun', async () => {
	const begun: number[] = [];
	const all = inParallel([1, 2, 3, 4, 5, 6], 2, async (entry) => {
		begun.push(entry);
		await Promise.resolve();
		if (entry === 1) throw new Error('one');
	});
	await expect(all).rejects.toThrow('one');
	expect(begun.length).toBeLessThan(5);
});

test('what one speaker says in several turns is one paragraph', () => {
	const turn = (speaker: string, start: number | null, text: string): Turn => ({
		speaker,
		start,
		text,
		email: null,
		side: 'unknown',
		end: null,
		annotations: [],
	});
	const turns = [turn('Ada', 0.4, 'Hello.'), turn('Ada', 2, 'Hi.'), turn('Ben', 3_725.9, 'Yes.')];
	expect(transcriptText(turns)).toBe('[00:00:00] Ada: Hello. Hi.\n[01:02:05] Ben: Yes.');
	expect(transcriptText([])).toBe('');
});
