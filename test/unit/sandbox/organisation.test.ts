import { Organisation, type OrganisationOptions } from '../../../sandbox/vendors';
import type { Shown } from '../../../sandbox/vendors/clari/rollUp';
import { NOW } from './support/clariClient';

const found = (options: OrganisationOptions = {}) =>
	new Organisation({ now: () => NOW, ...options });

/** Everything that the organisation shows in the current week, by field. */
function pictureOf(organisation: Organisation): Array<[string, Shown[]]> {
	const quarter = organisation.currentQuarter();
	const week = organisation.calendar.currentWeek(quarter, organisation.now());
	return organisation.fields.map((field) => [
		field.fieldId,
		organisation.show(quarter, week, field),
	]);
}

describe('an invented organisation', () => {
	it('is the same for the same seed, through ten advances', () => {
		const [one, two] = [found({ seed: 'a' }), found({ seed: 'a' })];
		for (let step = 0; step < 10; step++) {
			expect(two.advance()).toEqual(one.advance());
		}
		expect(pictureOf(two)).toEqual(pictureOf(one));
		expect(one.movements.length).toBeGreaterThan(20);
	});

	it('is another one for another seed', () => {
		expect(pictureOf(found({ seed: 'b' }))).not.toEqual(pictureOf(found({ seed: 'a' })));
	});

	it.each([10, 37, 5000])('has %i reps, each below a manager, and one top', (reps) => {
		const organisation = found({ reps });
		expect(organisation.reps).toHaveLength(reps);
		const ids = new Set(organisation.members.map(({ userId }) => userId));
		expect(ids.size).toBe(organisation.members.length);
		const roles = new Map(organisation.members.map((member) => [member.hierarchyId, member]));
		const tops = organisation.members.filter(({ parentHierarchyId }) => !parentHierarchyId);
		expect(tops.map(({ hierarchyName }) => hierarchyName)).toEqual(['Chief Revenue Officer']);
		for (const { parentHierarchyId, parentHierarchyName } of organisation.members) {
			if (parentHierarchyId === undefined) continue;
			const parent = roles.get(parentHierarchyId);
			expect(parent).toMatchObject({ kind: 'manager', hierarchyName: parentHierarchyName });
		}
		expect(organisation.members.every(({ email }) => /^[a-z0-9.]+@example\.com$/.test(email))).toBe(
			true,
		);
	});

	it.each([9, 5001, 12.5])('refuses to have %d reps', (reps) => {
		expect(() => found({ reps })).toThrow(RangeError);
	});

	it('has one person with two roles and no other address twice', () => {
		const { reps } = found({ reps: 300 });
		const byEmail = new Map<string, string[]>();
		for (const { email, userId } of reps) {
			byEmail.set(email, [...(byEmail.get(email) ?? []), userId]);
		}
		const doubles = [...byEmail.values()].filter(({ length }) => length > 1);
		expect(doubles).toHaveLength(1);
		const [[one = '', two = ''] = []] = doubles;
		expect(one.split(':')[0]).toBe(two.split(':')[0]);
		expect(one.split(':')[1]).not.toBe(two.split(':')[1]);
	});

	it('rolls every manager up from the direct reports, overrides first', () => {
		const organisation = found({ reps: 300 });
		for (let step = 0; step < 5; step++) organisation.advance();
		let overridden = 0;
		for (const [, rows] of pictureOf(organisation)) {
			for (const manager of rows.filter(({ member }) => member.kind === 'manager')) {
				const reports = rows.filter(({ member }) => member.managerId === manager.member.userId);
				const standing = reports.map(({ value, adjustment }) => adjustment ?? value);
				overridden += reports.filter(({ adjustment }) => adjustment !== null).length;
				const calls = standing.filter((value) => value !== null);
				const sum = calls.length === 0 ? null : calls.reduce((total, value) => total + value, 0);
				expect(manager.value).toBe(sum);
			}
		}
		expect(overridden).toBeGreaterThan(5);
	});

	it('has reps without a call, reps without a quota and negative calls', () => {
		const picture = new Map(pictureOf(found({ reps: 300 })));
		const ofReps = (field: string) =>
			(picture.get(field) ?? []).filter(({ member }) => member.kind === 'rep');
		expect(ofReps('fc_commit').filter(({ value }) => value === null).length).toBeGreaterThan(5);
		expect(ofReps('fc_quota').filter(({ value }) => value === null).length).toBeGreaterThan(5);
		expect(ofReps('fc_commit').some(({ value }) => value !== null && value < 0)).toBe(true);
	});

	it('expects nothing yet in a quarter that lies ahead, but has its quotas', () => {
		const organisation = found();
		const [rep] = organisation.reps;
		const top = organisation.members[0]?.userId ?? '';
		expect(organisation.value(rep?.userId ?? '', 'Commit', '2026_Q2')).toBeNull();
		expect(organisation.value(top, 'Commit', '2026_Q2')).toBeNull();
		expect(organisation.value(top, 'Quota', '2026_Q2')).toBeGreaterThan(0);
	});
});

describe('a script', () => {
	const scripted = () => {
		const organisation = found();
		const rep = organisation.reps.find(
			({ userId }) => organisation.value(userId, 'Commit') !== null,
		);
		if (!rep) throw new Error('Nobody has a call');
		organisation.carryOut([{ owner: rep.userId, field: 'Commit', set: 100_000 }]);
		organisation.carryOut([{ owner: rep.userId, field: 'Commit', adjust: null }]);
		organisation.movements.length = 0;
		return { organisation, rep };
	};

	it('moves exactly what it says, and the managers above', () => {
		const { organisation, rep } = scripted();
		const chain: string[] = [];
		for (let up = rep.managerId; up !== undefined; up = organisation.find(up)?.managerId) {
			chain.push(up);
		}
		organisation.script([[], [{ owner: rep.userId, field: 'Commit', set: 120_000 }]]);

		expect(organisation.advance()).toEqual([]);
		const moved = organisation.advance();
		expect(moved.find(({ ownerId }) => ownerId === rep.userId)).toEqual({
			advance: 2,
			at: NOW.toISOString(),
			ownerId: rep.userId,
			ownerName: rep.name,
			ownerEmail: rep.email,
			fieldId: 'fc_commit',
			fieldName: 'Commit',
			type: 'forecast',
			timePeriod: '2026_Q1',
			week: '2026-02-06',
			from: 100_000,
			to: 120_000,
			cause: 'rep_raised',
		});
		const above = moved.filter(({ cause }) => cause === 'roll_up');
		expect(above.map(({ ownerId }) => ownerId).sort()).toEqual(chain.sort());
		for (const { from, to } of above) expect(Number(to) - Number(from)).toBe(20_000);
		expect(organisation.advance()).toEqual([]);
		expect(organisation.movements).toHaveLength(1 + chain.length);
	});

	it.each([
		[{ set: 90_000 }, 'rep_lowered', 90_000],
		[{ by: 5000 }, 'rep_raised', 105_000],
		[{ set: null }, 'cleared', null],
	])('tells %j as %s', (what, cause, to) => {
		const { organisation, rep } = scripted();
		organisation.script([[{ owner: rep.email, field: 'fc_commit', ...what }]]);
		const own = organisation.advance().filter(({ ownerEmail }) => ownerEmail === rep.email);
		expect(own).toMatchObject([{ from: 100_000, to, cause }]);
	});

	it('tells a first call, a new quota and a closed deal', () => {
		const { organisation, rep } = scripted();
		const owner = rep.userId;
		organisation.carryOut([
			{ owner, field: 'Commit', set: null },
			{ owner, field: 'Quota', set: 500_000 },
		]);
		const moved = organisation.carryOut([
			{ owner, field: 'Commit', set: 7 },
			{ owner, field: 'Quota', set: 600_000 },
			{ owner, field: 'CRM Closed', by: 1000 },
		]);
		const own = moved.filter(({ ownerId }) => ownerId === owner);
		expect(own.map(({ cause }) => cause).sort()).toEqual([
			'deal_closed',
			'first_call',
			'quota_changed',
		]);
	});

	it("overrides a call without touching it, in the roll-up of the rep's manager", () => {
		const { organisation, rep } = scripted();
		const before = organisation.value(rep.managerId ?? '', 'Commit');
		const moved = organisation.carryOut([{ owner: rep.userId, field: 'Commit', adjust: 95_000 }]);
		expect(organisation.value(rep.userId, 'Commit')).toBe(100_000);
		expect(organisation.value(rep.managerId ?? '', 'Commit')).toBe(Number(before) - 5000);
		expect(moved).toContainEqual(
			expect.objectContaining({ ownerId: rep.userId, type: 'adjustment', from: null, to: 95_000 }),
		);
		expect(moved).toContainEqual(
			expect.objectContaining({
				ownerId: rep.managerId,
				type: 'forecast',
				cause: 'manager_adjusted',
			}),
		);
	});

	it('lets people come and go: a row that is not there is no null', () => {
		const { organisation, rep } = scripted();
		const moved = organisation.carryOut([
			{ leave: rep.userId },
			{ join: { name: 'Nova Neu', email: 'nova.neu@example.com' }, values: { Commit: 1000 } },
		]);
		const commit = moved.filter(
			({ fieldName, type }) => fieldName === 'Commit' && type === 'forecast',
		);
		const gone = commit.find(({ ownerId }) => ownerId === rep.userId);
		expect(gone).toMatchObject({ from: 100_000, cause: 'left' });
		expect(gone && 'to' in gone).toBe(false);
		const come = commit.find(({ ownerName }) => ownerName === 'Nova Neu');
		expect(come).toMatchObject({ to: 1000, cause: 'joined' });
		expect(come && 'from' in come).toBe(false);
		expect(organisation.value(rep.userId, 'Commit')).toBeUndefined();
		const quota = moved.find((move) => move.ownerName === 'Nova Neu' && move.type === 'quota');
		expect(quota?.to).toBeNull();
	});

	it('corrects an earlier week without rewriting the later ones', () => {
		const { organisation, rep } = scripted();
		const week = '2026-01-30';
		organisation.carryOut([{ owner: rep.userId, field: 'Commit', set: 1, week }]);
		expect(organisation.value(rep.userId, 'Commit', '2026_Q1', week)).toBe(1);
		expect(organisation.value(rep.userId, 'Commit')).toBe(100_000);
	});

	it('carries a call over into the next week, untouched', () => {
		const { organisation, rep } = scripted();
		organisation.now = () => new Date('2026-02-18T12:00:00Z');
		const row = pictureOf(organisation)
			.flatMap(([, rows]) => rows)
			.find(({ member, fieldId }) => member.userId === rep.userId && fieldId === 'fc_commit');
		expect(row).toMatchObject({ value: 100_000, isUpdated: false, updatedOn: +NOW });
	});

	it('says what it does not understand', () => {
		const { organisation, rep } = scripted();
		const carryOut = (step: Parameters<Organisation['carryOut']>[0]) => () =>
			organisation.carryOut(step);
		expect(carryOut([{ owner: 'nobody', field: 'Commit', set: 1 }])).toThrow(/nobody/);
		expect(carryOut([{ owner: rep.userId, field: 'Hope', set: 1 }])).toThrow(/Hope/);
		expect(carryOut([{ owner: rep.managerId ?? '', field: 'Commit', set: 1 }])).toThrow(/no rep/);
	});

	it('gives way to the seed again', () => {
		const { organisation } = scripted();
		organisation.script([[]]);
		organisation.followSeed();
		expect(organisation.advance().length).toBeGreaterThan(0);
	});
});
