import {
	MOST_OWNERS,
	emailMark,
	ownersAfter,
	readOwners,
	storedOwners,
} from '../../../nodes/Clari/results/knownOwners';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';

const DAY_MS = 24 * 60 * 60 * 1_000;

const rowOf = (ownerId: string, timePeriod: string): ForecastRow => ({
	rowKey: `${ownerId} ${timePeriod}`,
	ownerId,
	ownerName: `Name of ${ownerId}`,
	ownerEmail: `${ownerId}@Example.com`,
	fieldId: 'commit',
	type: 'forecast',
	timePeriod,
});
const period = (timePeriod: string, ...owners: string[]) => ({
	timePeriod,
	rows: owners.map((ownerId) => rowOf(ownerId, timePeriod)),
});

test('the latest period of each counts, and those who are gone stay known', () => {
	const first = ownersAfter([period('2026_Q1', 'ann', 'bob')], '2026_Q1', 1_000);
	const second = ownersAfter(
		[period('2026_Q2', 'ann'), period('2026_Q1', 'ann', 'eve')],
		'2026_Q2',
		2_000,
		first,
	);
	const seen = [...(second?.owners.values() ?? [])].map((owner) => [
		owner.ownerId,
		owner.lastPeriod,
		owner.lastSeenAt,
	]);
	expect(seen.sort()).toEqual([
		['ann', '2026_Q2', 2_000],
		['bob', '2026_Q1', 1_000],
		['eve', '2026_Q1', 2_000],
	]);
});

test('who has been gone for longer than a quarter is forgotten', () => {
	const first = ownersAfter([period('2026_Q1', 'ann', 'bob')], '2026_Q1', 0);
	const soon = ownersAfter([period('2026_Q2', 'ann')], '2026_Q2', 99 * DAY_MS, first);
	const late = ownersAfter([period('2026_Q2', 'ann')], '2026_Q2', 101 * DAY_MS, soon);
	expect([...(soon?.owners.keys() ?? [])].sort()).toEqual(['ann', 'bob']);
	expect([...(late?.owners.keys() ?? [])]).toEqual(['ann']);
});

test('more than the memory should hold are not kept', () => {
	const many = (count: number) =>
		period('2026_Q1', ...Array.from({ length: count }, (_, index) => `u${index}`));
	expect(ownersAfter([many(MOST_OWNERS)], '2026_Q1', 0)?.owners.size).toBe(MOST_OWNERS);
	expect(ownersAfter([many(MOST_OWNERS + 1)], '2026_Q1', 0)).toBeUndefined();
});

test('are read as they were stored, and nothing else is read', () => {
	const first = ownersAfter([period('2026_Q1', 'ann', 'bob')], '2026_Q1', 1_000);
	const known = ownersAfter([period('2026_Q1', 'ann')], '2026_Q1', 2_000, first);
	if (known === undefined) throw new Error('They are few');
	const stored: unknown = JSON.parse(JSON.stringify(storedOwners(known)));
	expect(JSON.stringify(stored)).not.toContain('@');
	expect(readOwners({ ...Object(stored) })).toEqual(known);
	for (const broken of [undefined, {}, { version: 2 }, { version: 1, takenAt: 1, owners: [] }]) {
		expect(readOwners(broken)).toBeUndefined();
	}
});

test('the mark of an address is the same for the same address', () => {
	expect(emailMark(' Ann@example.com')).toBe(emailMark('ann@EXAMPLE.com'));
	expect(emailMark('ann@example.com')).not.toContain('ann');
	expect([emailMark(''), emailMark(null), emailMark(undefined)]).toEqual([null, null, null]);
});
