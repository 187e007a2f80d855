import { DEFAULT_PACE } from '../../nodes/ClariCopilot/transport';
import { bucketOf } from '../../nodes/shared/http/pacing';
import { copilotCredentials } from './copilot';
import { HOUR, useTriggerBench } from './copilotTrigger';
import { searchListOf } from './engine';

/** What the editor asks for: a sample of an event, and the list of calls. */

jest.setTimeout(30_000);

const bench = useTriggerBench();
const { call, calls, requests, workflowOf } = bench;

test('a test run shows a scorecard of the latest days, whatever order they come in', async () => {
	bench.copilot.settings.scorecardEvery = 1;
	call();
	bench.ahead += 5 * 24 * HOUR;
	const id = call();
	bench.copilot.setStatus(call(), 'PROCESSING');
	for (const older of [3, 10]) {
		bench.ahead += HOUR;
		bench.vendorNow = () => Date.now() - older * 24 * HOUR;
		call();
	}
	bench.vendorNow = () => Date.now() - 5;
	const [item] = await workflowOf({ event: 'scorecard.submitted' }).test();
	expect(item).toMatchObject({ scorecard: { callId: id } });
	expect(requests('copilotScorecards')).toHaveLength(1);
});

test('a search without a match ends after the latest 500 calls', async () => {
	calls(600);
	const run = {
		type: 'clariCopilot' as const,
		parameters: {},
		credentials: copilotCredentials(bench.copilot),
	};
	const page = async (filter: string | undefined, token: string) =>
		(await searchListOf(run, 'searchCalls', filter, token)).paginationToken;
	expect(await page('nowhere', '450')).toBe('475');
	expect(await page('nowhere', '475')).toBeUndefined();
	// Who scrolls gets all of them.
	expect(await page(undefined, '475')).toBe('500');
});

test('the lists of the editor keep to the pace of all other requests', async () => {
	// The clock stands still, so that the pace hands out no second turn.
	jest.spyOn(Date, 'now').mockReturnValue(Date.now());
	await workflowOf().choices('getUsers');
	const { host } = new URL(bench.copilot.origin);
	expect(bucketOf(host, DEFAULT_PACE).take()).toBe(125);
});
