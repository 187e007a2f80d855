import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Fault, Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { FAST_POLLING, credentialFor, runClari } from './clari';
import type { EngineRun } from './engine';
import { jsonOf } from './engine';

const TOKEN = 'words-that-must-never-show-up';
const OPERATION = { resource: 'account', operation: 'checkReadiness' };
const tab = (value: string) => ({ forecastId: { __rl: true, mode: 'id', value } });
const TEST_EXPORT = { ...tab('forecast'), includeTestExport: true, previousQuarters: 1 };

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({
		clari: { organisation: { reps: 10 }, token: TOKEN, settings: { pollsUntilDone: 1 } },
	});
});
afterEach(async () => await sandbox.close());

/** The items of a report by the names of their checks. */
async function report(
	parameters: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<Record<string, IDataObject>> {
	const result = await runClari(
		sandbox.clari,
		{ ...OPERATION, ...tab(''), options: { attempts: 1 }, polling: FAST_POLLING, ...parameters },
		run,
	);
	expect(result.error).toBeUndefined();
	expect(result.outputs.flat().every(({ pairedItem }) => pairedItem !== undefined)).toBe(true);
	expect(JSON.stringify(result.outputs)).not.toContain(TOKEN);
	return Object.fromEntries(jsonOf(result).map((item) => [String(item.check), item]));
}

const statusesOf = (items: Record<string, IDataObject>) =>
	Object.fromEntries(Object.entries(items).map(([check, { status }]) => [check, status]));

const withCredential = (over: Record<string, string>, profile: 'v4' | 'v1' = 'v4') => ({
	credential: { ...credentialFor(sandbox.clari, profile), ...over },
});

const everywhere = (fault: Omit<Extract<Fault, { kind: 'status' }>, 'route' | 'times' | 'kind'>) =>
	sandbox.clari.faults.plan({ route: '*', kind: 'status', times: 100, ...fault });

const NOT_ASKED = {
	quota: 'skipped',
	concurrency: 'skipped',
	export_jobs: 'skipped',
	forecast_tab: 'skipped',
	export_content: 'skipped',
	types_exported: 'skipped',
	periods_covered: 'skipped',
	fiscal_calendar: 'skipped',
	hierarchy: 'skipped',
};

describe('the account', () => {
	test('an account that is fit gives an item for each check, and queues nothing', async () => {
		const items = await report();
		expect(statusesOf(items)).toEqual({
			...NOT_ASKED,
			base_url: 'pass',
			credential_form: 'pass',
			api_reachable: 'pass',
			credential_accepted: 'pass',
			quota: 'pass',
			concurrency: 'pass',
			export_jobs: 'pass',
			clock: 'pass',
		});
		expect(items.quota).toMatchObject({
			service: 'Clari',
			host: new URL(sandbox.clari.origin).host,
			title: 'Exports left',
			detail: '400 of 400 exports are left in this window of 30 days.',
			todo: null,
			ready: true,
		});
		expect(items.forecast_tab?.todo).toBe("Fill in 'Forecast Tab'.");
		expect(sandbox.clari.journal.count('queue')).toBe(0);
	});

	test.each([
		['a wrong token', 401, { message: 'Invalid authentication credentials' }, /API token/],
		['a token that may not', 403, { message: 'Forbidden' }, /does not show this/],
	])('%s: reached, but not accepted; nothing else is asked', async (_, status, body, what) => {
		everywhere({ status, body });
		const items = await report(tab('forecast'));
		expect(statusesOf(items)).toMatchObject({
			...NOT_ASKED,
			api_reachable: 'pass',
			credential_accepted: 'fail',
		});
		expect(items.credential_accepted?.detail).toMatch(what);
		expect(items.credential_accepted?.ready).toBe(false);
		expect(sandbox.clari.journal.entries).toHaveLength(1);
	});

	test.each([
		['a server that fails', 500, { message: 'x' }, /could not process/],
		["a gateway's page", 502, '<html>Bad gateway</html>', /could not process/],
		['a wrong version in the address', 404, { message: 'no Route matched' }, /nothing answers/],
	])('%s: not reached, and nothing is said about the token', async (_, status, body, what) => {
		everywhere({ status, body });
		const items = await report();
		expect(statusesOf(items)).toMatchObject({
			...NOT_ASKED,
			api_reachable: 'fail',
			credential_accepted: 'skipped',
			clock: 'pass',
		});
		expect(items.api_reachable?.detail).toMatch(what);
		expect(items.api_reachable?.todo).not.toBe('');
	});

	test('an API that asks for fewer requests is a warning', async () => {
		everywhere({ status: 429, retryAfter: '1' });
		const items = await report();
		expect(statusesOf(items)).toMatchObject({
			api_reachable: 'warn',
			credential_accepted: 'skipped',
		});
		expect(items.quota?.ready).toBe(true);
	});

	test('a page in place of the answer, with status 200', async () => {
		sandbox.clari.faults.plan({ route: '*', kind: 'truncatedJson', times: 9 });
		expect(statusesOf(await report())).toMatchObject({ api_reachable: 'fail' });
	});

	test('an answer that does not come in time', async () => {
		sandbox.clari.faults.plan({ route: '*', kind: 'slow', delayMs: 5_000, times: 9 });
		const items = await report({ options: { attempts: 1, requestTimeout: 0.1 } });
		expect(items.api_reachable).toMatchObject({ status: 'fail' });
		expect(items.api_reachable?.detail).toMatch(/did not answer in time/);
		expect(items.clock?.status).toBe('skipped');
	});

	test('a host that is not there', async () => {
		const items = await report({}, withCredential({ baseUrl: 'http://127.0.0.1:1/v4' }));
		expect(items.api_reachable?.detail).toMatch(/refuses the connection/);
	});

	test('an address that is none fails as a check', async () => {
		const items = await report({}, withCredential({ baseUrl: 'api.clari.com/v4' }));
		expect(statusesOf(items)).toEqual({ base_url: 'fail' });
		expect(items.base_url).toMatchObject({ host: null, ready: false });
	});

	test('a whole header in place of the token', async () => {
		const items = await report({}, withCredential({ apiToken: `apikey: ${TOKEN}` }));
		expect(items.credential_form).toMatchObject({ status: 'fail' });
		expect(items.credential_form?.detail).toBe("'API Token' is a whole header.");
	});

	test.each([
		['ten minutes ahead', 600_000, 'fail', 'behind'],
		['ten minutes behind', -600_000, 'fail', 'ahead of'],
		['a minute ahead', 60_000, 'warn', 'behind'],
		['ten seconds behind', -10_000, 'pass', 'agree'],
	])("Clari's clock is %s", async (_, offsetMs, status, words) => {
		sandbox.clari.faults.plan({ route: '*', kind: 'skewedClock', offsetMs, times: 9 });
		const { clock } = await report();
		expect(clock).toMatchObject({ status });
		expect(clock?.detail).toContain(words);
	});

	test('the clock is read from a refusal as well', async () => {
		sandbox.clari.faults.plan({ route: '*', kind: 'skewedClock', offsetMs: 600_000, times: 9 });
		const items = await report({}, withCredential({ apiToken: 'another-one-than-the-right' }));
		expect(statusesOf(items)).toMatchObject({ credential_accepted: 'fail', clock: 'fail' });
	});

	test('a quota that is used up, low, or reserved for others', async () => {
		sandbox.clari.settings.monthlyQuota = 0;
		expect((await report()).quota).toMatchObject({ status: 'fail', ready: false });
		sandbox.clari.settings.monthlyQuota = 20;
		for (let job = 0; job < 19; job++) await runClari(sandbox.clari, { output: 'file' });
		expect((await report()).quota?.status).toBe('warn');
		const reserved = await report({ options: { attempts: 1, quotaReserve: 1 } });
		expect(reserved.quota?.detail).toMatch(/^1 of 20 .* 1 are to be left for others/);
		expect(reserved.quota?.status).toBe('fail');
	});

	test('jobs that hold all slots, and a list of jobs that cannot be read', async () => {
		sandbox.clari.settings.pollsUntilDone = 1_000;
		for (let job = 0; job < 2; job++) {
			await runClari(sandbox.clari, { operation: 'start', options: { ifRunning: 'queue' } });
		}
		const full = await report();
		expect(full.concurrency).toMatchObject({ status: 'warn' });
		expect(full.concurrency?.detail).toContain('2 of 2');
		sandbox.clari.faults.plan({ route: 'jobs', kind: 'status', status: 500, times: 9 });
		const unread = await report(tab('forecast'));
		expect(statusesOf(unread)).toMatchObject({ export_jobs: 'fail', forecast_tab: 'skipped' });
	});

	test('jobs that FAILED are told', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED' });
		await runClari(sandbox.clari, {}, { onError: 'continueRegularOutput' });
		const { export_jobs: jobs } = await report();
		expect(jobs?.status).toBe('warn');
		expect(jobs?.detail).toMatch(/^1 of 1 listed job FAILED/);
	});
});

describe('a forecast tab, at no cost', () => {
	test('without an export in the list nothing is known, and the way to know is told', async () => {
		const items = await report(tab('forecast'));
		expect(items.forecast_tab).toMatchObject({ status: 'skipped', ready: true });
		expect(items.forecast_tab?.todo).toMatch(/Include Test Export/);
	});

	test('the newest export tells of tab, content, types, periods and hierarchy', async () => {
		await runClari(sandbox.clari, { timePeriodMode: 'currentAndPrevious', previousQuarters: 1 });
		const queued = sandbox.clari.journal.count('queue');
		const items = await report({ ...tab('forecast'), previousQuarters: 1 });
		expect(statusesOf(items)).toMatchObject({
			forecast_tab: 'pass',
			export_content: 'pass',
			types_exported: 'pass',
			periods_covered: 'pass',
			hierarchy: 'pass',
		});
		expect(sandbox.clari.journal.count('queue')).toBe(queued);

		const more = await report({ ...tab('forecast'), typesToExport: ['forecast', 'quota'] });
		expect(more.types_exported).toMatchObject({ status: 'warn' });
		expect(more.types_exported?.detail).toBe('There are no rows of quota.');
		expect(more.periods_covered?.status).toBe('skipped');
		expect(await report(tab('renewals'))).toMatchObject({ forecast_tab: { status: 'skipped' } });
	});

	test('its file cannot be fetched', async () => {
		await runClari(sandbox.clari);
		sandbox.clari.faults.plan({ route: 'results', kind: 'status', status: 500, times: 9 });
		expect(statusesOf(await report(tab('forecast')))).toMatchObject({
			forecast_tab: 'pass',
			export_content: 'fail',
			hierarchy: 'skipped',
		});
	});
});

describe('a forecast tab, by a test export', () => {
	const left = () => sandbox.clari.settings.monthlyQuota - sandbox.clari.jobs.all.length;

	test('costs what the panel says, and tells all', async () => {
		const before = left();
		const items = await report({ ...TEST_EXPORT, previousQuarters: 4 });
		expect(statusesOf(items)).toMatchObject({
			forecast_tab: 'pass',
			export_content: 'pass',
			types_exported: 'pass',
			periods_covered: 'pass',
			hierarchy: 'pass',
		});
		expect(String(items.periods_covered?.detail).match(/\d{4}_Q\d/g)).toHaveLength(5);
		expect(before - left()).toBe(5);
		expect(items.hierarchy?.detail).toContain('Chief Revenue Officer');
	});

	test.each([
		['not_opted_in', /not opted in/, /new token does not help/],
		['no_such_tab', /no forecast tab with this ID/, /address of the page/],
	])('the tab %s', async (forecastId, what, todo) => {
		const items = await report({ ...TEST_EXPORT, ...tab(forecastId) });
		expect(items.forecast_tab).toMatchObject({ status: 'fail', ready: false });
		expect(items.forecast_tab?.detail).toMatch(what);
		expect(items.forecast_tab?.todo).toMatch(todo);
		expect(items.credential_accepted?.status).toBe('pass');
		expect(items.hierarchy?.status).toBe('skipped');
	});

	test('types that this organization cannot export', async () => {
		sandbox.clari.settings.crmTypesSupported = false;
		const types = ['forecast', 'crm_closed'];
		const items = await report({ ...TEST_EXPORT, typesToExport: types });
		expect(statusesOf(items)).toMatchObject({ forecast_tab: 'pass', types_exported: 'fail' });
		expect(items.types_exported?.todo).toMatch(/Remove CRM Total and CRM Closed/);
	});

	test.each([
		['EMPTY', { export_content: 'warn', periods_covered: 'warn', hierarchy: 'skipped' }],
		['TRUNCATED_ROWS', { export_content: 'fail' }],
		['FAILED', { forecast_tab: 'pass', export_content: 'fail', periods_covered: 'skipped' }],
		['MISSING_LOOKUPS', { hierarchy: 'fail' }],
	] as const)('an export that ends as %s', async (jobOutcome, statuses) => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome });
		expect(statusesOf(await report({ ...TEST_EXPORT }))).toMatchObject(statuses);
	});

	test('a previous quarter that Clari does not know', async () => {
		sandbox.clari.faults.plan({
			route: 'queue',
			kind: 'outcome',
			jobOutcome: 'WRONG_PERIOD',
			skip: 1,
		});
		const { periods_covered: periods } = await report({ ...TEST_EXPORT });
		expect(periods?.status).toBe('fail');
		expect(periods?.detail).toMatch(/knows no such period/);
	});

	test('an unclear end is told, and nothing is queued again', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'reset', when: 'after', times: 9 });
		const items = await report({ ...TEST_EXPORT, options: { attempts: 3 } });
		expect(items.forecast_tab?.status).toBe('fail');
		expect(items.forecast_tab?.todo).toContain('not certain whether Clari queued');
		expect(sandbox.clari.jobs.all).toHaveLength(1);
	});

	test('is not made when the quota would not suffice', async () => {
		const options = { attempts: 1, quotaReserve: 399 };
		const items = await report({ ...TEST_EXPORT, options });
		expect(items.forecast_tab).toMatchObject({ status: 'skipped' });
		expect(items.forecast_tab?.detail).toMatch(/would cost 2 exports, and 400 are left/);
		expect(sandbox.clari.jobs.all).toHaveLength(0);
	});

	test('a slot that was taken in between says nothing about the tab', async () => {
		sandbox.clari.settings.concurrentLimit = 0;
		const items = await report({ ...TEST_EXPORT });
		expect(items.forecast_tab?.status).toBe('skipped');
		expect(items.forecast_tab?.detail).toMatch(/quota or the number of jobs/);
	});
});

describe('the fiscal calendar', () => {
	const FEBRUARY = { fiscalYearStart: 2, fiscalYearName: 'end' };

	test.each<[string, INodeParameters]>([
		['of the newest export', {}],
		['of a test export', { includeTestExport: true, previousQuarters: 0 }],
	])('is compared with that %s', async (_, parameters) => {
		await sandbox.close();
		sandbox = await startSandbox({
			clari: { organisation: { reps: 10, fiscalYearStartMonth: 2 }, token: TOKEN },
		});
		await runClari(sandbox.clari);
		const asked = { ...tab('forecast'), ...parameters };
		const { fiscal_calendar: right } = await report({ ...asked, ...FEBRUARY });
		expect(right).toMatchObject({ status: 'pass' });

		const { fiscal_calendar: wrong } = await report(asked);
		expect(wrong).toMatchObject({ status: 'fail', ready: false });
		expect(wrong?.detail).toMatch(
			/in Clari the fiscal year starts in February and is named after the calendar year it ends in, while by the settings it starts in January\.$/,
		);
		expect(wrong?.todo).toContain("Set 'Fiscal Year Starts In' to February");
		const { fiscal_calendar: named } = await report({
			...asked,
			...FEBRUARY,
			fiscalYearName: 'start',
		});
		expect(named).toMatchObject({ status: 'fail' });
	});

	test('is not known from a CSV', async () => {
		await runClari(sandbox.clari, { exportFormat: 'CSV' });
		expect((await report(tab('forecast'))).fiscal_calendar).toMatchObject({ status: 'skipped' });
	});
});

describe('profile V1', () => {
	test('is asked for its list of types', async () => {
		const items = await report(tab('renewals'), withCredential({}, 'v1'));
		expect(statusesOf(items)).toEqual({
			base_url: 'pass',
			credential_form: 'pass',
			api_reachable: 'pass',
			credential_accepted: 'pass',
			forecast_types: 'pass',
			forecast_tab: 'pass',
			clock: 'pass',
		});
		expect(items.forecast_types?.detail).toBe('4 forecast types can be exported.');
		const other = await report(tab('nothing'), withCredential({}, 'v1'));
		expect(other.forecast_tab?.status).toBe('warn');
	});

	test('a list without types, and a token that is not accepted', async () => {
		sandbox.clari.settings.forecasts = [];
		const empty = await report({}, withCredential({}, 'v1'));
		expect(empty.forecast_types).toMatchObject({ status: 'fail', ready: false });
		const refused = await report({}, withCredential({ apiToken: 'wrong-token-of-nobody' }, 'v1'));
		expect(statusesOf(refused)).toMatchObject({
			credential_accepted: 'fail',
			forecast_types: 'skipped',
		});
	});
});

test('each item is checked on its own, and each check belongs to its item', async () => {
	const result = await runClari(
		sandbox.clari,
		{ ...OPERATION, forecastId: { __rl: true, mode: 'id', value: '={{ $json.tab }}' } },
		{ input: [{ tab: 'forecast' }, { tab: '' }] },
	);
	const items = result.outputs[0] ?? [];
	expect(new Set(items.map(({ pairedItem }) => JSON.stringify(pairedItem)))).toEqual(
		new Set(['{"item":0}', '{"item":1}']),
	);
});
