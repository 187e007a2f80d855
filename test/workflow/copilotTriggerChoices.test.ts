import { HOUR, idsOf, useTriggerBench } from './copilotTrigger';

/** What can be chosen from lists instead of being typed. */

jest.setTimeout(30_000);

const bench = useTriggerBench();
const { call, published, workflowOf } = bench;

test('users are chosen by name: by address for calls, by ID for scorecards', async () => {
	const polled = workflowOf();
	const [user] = bench.copilot.users;
	const name = `${user?.name} (${user?.email})`;
	expect(await polled.choices('getUserEmails')).toContainEqual({ name, value: user?.email });
	expect(await polled.choices('getUsers')).toContainEqual({ name, value: user?.id });
	bench.copilot.faults.plan({ route: 'copilotUsers', kind: 'status', status: 401 });
	await expect(polled.choices('getUsers')).rejects.toThrow('does not accept the key and password');
});

test.each(['live', 'document'] as const)(
	'templates are chosen by name, in the spelling of the list that is %s',
	async (templateSpelling) => {
		bench.copilot.settings.templateSpelling = templateSpelling;
		expect(await workflowOf().choices('getTemplates')).toEqual([
			{ name: 'Discovery call', value: 'template-1' },
		]);
	},
);

test('what is chosen filters', async () => {
	const [rep, other] = bench.copilot.users.slice(2);
	if (!rep || !other) throw new Error('There are too few users');
	const polled = await published({ filters: { users: [rep.email] }, includeDetails: false });
	const wanted = call({ users: [rep] });
	call({ users: [other] });
	expect(idsOf(await polled.poll())).toEqual([wanted]);

	bench.copilot.settings.scorecardEvery = 1;
	bench.ahead += 200 * HOUR;
	const scored = await published({
		event: 'scorecard.submitted',
		filters: { repIds: [rep.id], templateIds: ['template-1'] },
	});
	const id = call({ users: [rep] });
	call({ users: [other] });
	expect(await scored.poll()).toMatchObject([{ scorecard: { callId: id, repId: rep.id } }]);
});
