import { DONE, HOUR, idOf, idsOf, useTriggerBench } from './copilotTrigger';

/** Names with commas, how long scorecards may take, and what each event costs when nothing is chosen. */

jest.setTimeout(30_000);

const bench = useTriggerBench();
const { call, published, requests } = bench;

const DAY = 24 * HOUR;
const CUSTOMER = { domain: 'a.example', accountId: '001', dealId: '006', contacts: [] };

test.each<[string, string[]]>([
	['each of its own', ['Acme, Inc.', 'other']],
	['as a list of an expression', ['={{ ["Acme, Inc.", "other"] }}']],
])('names of accounts may have commas, %s', async (_how, accounts) => {
	const filters = { accounts, externalOnly: false };
	const polled = await published({ filters, includeDetails: false });
	const acme = call({ customer: { ...CUSTOMER, account: 'Acme, Inc.' } });
	call({ customer: { ...CUSTOMER, account: 'Beta Inc.' } });
	expect(idsOf(await polled.poll())).toEqual([acme]);
});

test('so may names that are looked for', async () => {
	const polled = await published({
		event: 'call.mentioned',
		otherNames: ['Other, Inc.'],
		filters: { externalOnly: false },
	});
	call({ competitor: 'Inc.', topics: [] });
	const id = call({ competitor: 'Other, Inc.', topics: [] });
	expect((await polled.poll()).map(idOf)).toEqual([id]);
});

test.each(['ofScorecard', 'ofCall'] as const)(
	'a scorecard that is given three days after its call is told, when times are %s',
	async (scorecardTime) => {
		Object.assign(bench.copilot.settings, {
			scorecardEvery: 1,
			scoredAfterMs: 3 * DAY,
			scorecardTime,
		});
		const polled = await published({ event: 'scorecard.submitted' });
		const id = call();
		expect(await polled.poll()).toEqual([]);
		bench.ahead += 3 * DAY + HOUR;
		expect(await polled.poll()).toMatchObject([{ scorecard: { callId: id } }]);
		bench.ahead += DAY;
		expect(await polled.poll()).toEqual([]);
	},
);

test('a change of the status costs no request for details, unless they are asked for', async () => {
	const polled = await published({ event: 'call.status_changed' });
	call({}, 'SCHEDULED');
	expect(await polled.poll()).toHaveLength(1);
	expect(requests('copilotCall')).toEqual([]);
	await polled.change({ parameters: { event: 'call.status_changed', includeDetails: true } });
	call({}, DONE);
	expect(await polled.poll()).toMatchObject([{ call: { summary: expect.any(String) } }]);
	expect(requests('copilotCall')).toHaveLength(1);
});
