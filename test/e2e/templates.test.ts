import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import { templateFiles } from '../../sandbox/localTemplate';
import { nodeOutput } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox, ScriptedStep, SlackService } from '../../sandbox/vendors';
import { startSandbox, startSlack } from '../../sandbox/vendors';
import { createHost } from './harness';
import {
	DIFF,
	EXPORT,
	dollars,
	localWorkflow,
	onDemand,
	runByHand,
	runInTurn,
	runOnce,
	withParameters,
} from './pipeline';
import { POSTGRES, startPostgres, type Postgres } from './postgres';

/**
 * Each template in the real n8n, on its schedule. The simple alert has a file of its own, pipeline.test.ts, and so have
 * those about Clay (clayTemplates.test.ts, clayRoundTrip.test.ts), Clarky (clarkyTemplates.test.ts) and the health of
 * exports (healthTemplates.test.ts).
 */
const TESTED = [
	'clari-daily-reconciliation.json',
	'clari-export-failure-alert.json',
	'clari-health-dashboard.json',
	'clari-job-reports.json',
	'clari-warehouse-merge.json',
	'clarky-bad-sentiment.json',
	'clarky-booking-crm.json',
	'clarky-contact-warehouse.json',
	'clarky-escalation-slack.json',
	'clarky-no-show-follow-up.json',
	'clay-exactly-once-postgres.json',
	'clay-hot-leads.json',
	'clay-lead-enrichment.json',
	'clay-retry-failed.json',
	'copilot-call-analyzed.json',
	'copilot-competitor-mentioned.json',
	'copilot-low-scorecard.json',
	'forecast-anomaly-review.json',
	'forecast-change-alert.json',
	'forecast-data-table-baseline.json',
	'forecast-digest.json',
	'forecast-warehouse-history.json',
];

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	host = await createHost('templates');
	await host.start();
});
afterAll(async () => await host?.stop());

beforeEach(async () => {
	sandbox = await startSandbox({
		clari: { organisation: { reps: 20 }, settings: { pollsUntilDone: 1, monthlyQuota: 10_000 } },
	});
	sandbox.clari.organisation.script([]);
});
afterEach(async () => await sandbox.close());

const rep = (index: number) => {
	const found = sandbox.clari.organisation.reps[index];
	if (!found) throw new Error('The organisation has too few reps');
	return found;
};
const amount = (owner: string, field = 'Commit', period?: string, week?: string) => {
	const value = sandbox.clari.organisation.value(owner, field, period, week);
	if (typeof value !== 'number') throw new Error(`${owner} has made no call`);
	return value;
};
const doubled = (owner: string): ScriptedStep => [{ owner, field: 'Commit', by: amount(owner) }];
const period = () => sandbox.clari.organisation.currentQuarter().timePeriodId;
const lineOf = (name: string, from: number, to: number) =>
	`*${name}* · Commit · ${period()}: ${dollars(from)} -> ${dollars(to)} (+100.0%)`;

const statuses = (executions: Execution[]) => executions.map(({ status }) => status);
const changed = (execution: Execution | undefined) =>
	execution === undefined ? [] : nodeOutput(execution, DIFF, { output: 0 });

test('every template is run by a test', () => {
	expect(templateFiles()).toEqual(TESTED);
});

describe('the digest', () => {
	/** A time zone in which it is this hour now. */
	const zoneAt = (hour: number) => {
		const ahead = ((hour - new Date().getUTCHours() + 35) % 24) - 11;
		return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
	};
	const inZone = (workflow: WorkflowFile, hour: number): WorkflowFile => ({
		...workflow,
		settings: { ...workflow.settings, timezone: zoneAt(hour) },
	});

	test('keeps what happens at night for the morning, then tells Slack and Teams once', async () => {
		const id = 'e2eTemplateDigest';
		const { name, userId } = rep(0);
		const before = amount(userId);
		const workflow = await localWorkflow(host, sandbox, 'forecast-digest.json', id);
		sandbox.clari.organisation.script([doubled(userId)]);
		// A new attempt at Teams takes longer than a schedule of seconds would wait with the next run.
		await host.api.importWorkflow(onDemand(inZone(workflow, 23)));
		await host.api.activate(id);
		const night = [await runOnce(host, id), await runOnce(host, id), await runOnce(host, id)];
		expect(statuses(night)).toEqual(['success', 'success', 'success']);
		expect(night.flatMap(changed)).toEqual([]);
		expect(sandbox.slack.messages).toEqual([]);
		expect(sandbox.teams.messages).toEqual([]);

		// Teams is out for a moment: the node tries again, and Slack has the message once.
		sandbox.teams.faults.plan({ route: 'teams', kind: 'status', status: 503 });
		const noon = inZone(onDemand(workflow), 12);
		const awake = withParameters(noon, DIFF, {
			options: { quietFrom: '20:00', quietTo: '07:00', quietDays: [], coolDownHours: 24 },
		});
		await host.api.updateWorkflow(id, { nodes: awake.nodes, settings: awake.settings });
		await host.api.activate(id);
		const day = [await runOnce(host, id), await runOnce(host, id)];
		await host.api.deactivate(id);
		expect(statuses(day)).toEqual(['success', 'success']);
		expect(sandbox.slack.messages).toHaveLength(1);
		expect(sandbox.slack.messages[0]?.text).toContain(lineOf(name, before, before * 2));
		expect(sandbox.teams.messages).toHaveLength(1);
		expect(sandbox.teams.messages[0]?.text).toContain(name);
		expect(sandbox.teams.messages[0]?.text).toContain(dollars(before * 2));
		expect(changed(day[1])).toEqual([]);
	});
});

describe('the baseline in a data table', () => {
	const TABLE = 'forecast_baselines';

	test('starts with an empty table, and stores a baseline after each run', async () => {
		const id = 'e2eTemplateTable';
		const { name, userId } = rep(0);
		const before = amount(userId);
		sandbox.clari.organisation.script([doubled(userId)]);
		await host.api.importWorkflow(
			await localWorkflow(host, sandbox, 'forecast-data-table-baseline.json', id),
		);
		const made = await runByHand(host, id, 'Run once by hand');
		expect(made.status).toBe('success');
		expect(await host.api.dataTableRows(TABLE)).toEqual([]);

		const [first, second, third] = await runInTurn(host, id, 3);
		expect(statuses([first, second, third].flatMap((one) => one ?? []))).toEqual([
			'success',
			'success',
			'success',
		]);
		expect([first, second, third].map((one) => changed(one).length > 0)).toEqual([
			false,
			true,
			false,
		]);
		expect(sandbox.slack.messages).toHaveLength(1);
		expect(sandbox.slack.messages[0]?.text).toContain(lineOf(name, before, before * 2));
		const rows = await host.api.dataTableRows(TABLE);
		expect(rows.length).toBeGreaterThanOrEqual(3);
		expect(rows.slice(0, 3)).toMatchObject(
			[first, second, third].map((one) => one && nodeOutput(one, DIFF, { output: 3 })[0]),
		);
		// Made twice by hand, it is still the same table.
		expect((await runByHand(host, id, 'Run once by hand')).status).toBe('success');
		expect((await host.api.dataTableRows(TABLE)).length).toBe(rows.length);
	});
});

// CI always has a Postgres (.ci/run installs one): there, a missing one is a failure and not a reason to skip.
const withPostgres =
	POSTGRES === undefined && process.env.CI === undefined ? describe.skip : describe;

withPostgres('the history in Postgres (needs PostgreSQL)', () => {
	interface StoredRow {
		row_key: string;
		owner_id: string;
		field_name: string;
		type: string;
		time_period: string;
		value: number | null;
	}
	interface StoredChange {
		owner_name: string;
		type: string;
		previous: number;
		current: number;
		kind: string;
	}
	let postgres: Postgres;

	beforeAll(async () => {
		postgres = await startPostgres();
	});
	afterAll(async () => await postgres?.stop());

	const stored = async () =>
		await postgres.query<StoredRow>('select * from forecast_rows order by row_key');
	const history = async () =>
		await postgres.query<StoredChange>('select * from forecast_changes order by detected_at');
	const baselines = async () =>
		await postgres.query<{ taken_at: string }>('select taken_at from forecast_baselines');

	/** What the warehouse says about calls is what the company knows, for reps and managers. */
	function expectTrue(rows: StoredRow[]): void {
		const calls = rows.filter(({ type }) => type === 'forecast');
		expect(calls.length).toBeGreaterThan(20);
		for (const { owner_id: owner, field_name: field, value } of calls) {
			const known = sandbox.clari.organisation.value(owner, field);
			expect([owner, field, value]).toEqual([owner, field, known ?? null]);
		}
	}

	test('has every row once, each change, and a baseline for each run', async () => {
		const id = 'e2eTemplateHistory';
		const { name, userId } = rep(0);
		const before = amount(userId);
		const credential = await host.api.importCredential({
			name: 'Postgres (test)',
			type: 'postgres',
			data: { ...postgres.credential },
		});
		const workflow = await localWorkflow(host, sandbox, 'forecast-warehouse-history.json', id, {
			postgresCredential: { id: credential, name: 'Postgres (test)' },
		});
		sandbox.clari.organisation.script([doubled(userId)]);
		await host.api.importWorkflow(workflow);
		expect((await runByHand(host, id, 'Run once by hand')).status).toBe('success');

		const runs = await runInTurn(host, id, 3);
		expect(statuses(runs)).toEqual(['success', 'success', 'success']);
		const exported = runs[0] ? nodeOutput(runs[0], EXPORT) : [];
		const rows = await stored();
		expect(rows.map(({ row_key: key }) => key)).toEqual(
			exported.map(({ rowKey }) => String(rowKey)).sort(),
		);
		expectTrue(rows);
		const told = await history();
		expect(told).toHaveLength(changed(runs[1]).length);
		expect(told).toContainEqual(
			expect.objectContaining({
				owner_name: name,
				type: 'forecast',
				kind: 'increased',
				previous: before,
				current: before * 2,
			}),
		);
		const kept = (await baselines()).length;
		expect(kept).toBeGreaterThanOrEqual(3);
		expect(sandbox.slack.messages).toHaveLength(1);
		expect(sandbox.slack.messages[0]?.text).toContain(lineOf(name, before, before * 2));

		// Slack refuses the next alert: rows and changes are stored, the baseline is not, and nothing is there twice.
		const { name: other, userId: otherId } = rep(1);
		const value = amount(otherId);
		sandbox.clari.organisation.script([doubled(otherId)]);
		sandbox.slack.faults.plan({ route: 'slack', kind: 'status', status: 500 });
		const [failed, repeated] = await runInTurn(host, id, 2);
		expect(statuses([failed, repeated].flatMap((one) => one ?? []))).toEqual(['error', 'success']);
		expect(changed(repeated).map(({ key }) => key)).toEqual(changed(failed).map(({ key }) => key));
		expect(sandbox.slack.messages).toHaveLength(2);
		expect(sandbox.slack.messages[1]?.text).toContain(lineOf(other, value, value * 2));
		expect((await history()).length).toBe(told.length + changed(failed).length);
		const after = await stored();
		expect(after).toHaveLength(rows.length);
		expectTrue(after);
	});
});

describe('the anomaly review', () => {
	let review: SlackService;
	beforeEach(async () => {
		review = await startSlack();
	});
	afterEach(async () => await review.close());

	test('sends what is unusual to the channel that reviews, and the rest to the usual one', async () => {
		const id = 'e2eTemplateReview';
		const { organisation } = sandbox.clari;
		// Late in a quarter: enough weeks for a score.
		const { startDate } = organisation.currentQuarter();
		const late = Date.parse(startDate) + 75 * 24 * 60 * 60 * 1_000;
		organisation.now = () => new Date(late);
		const quarter = organisation.currentQuarter();
		const weeks = organisation.calendar.weeksUntil(quarter, organisation.now());
		const last = weeks.at(-2)?.startDate;
		const [loud, calm] = [rep(0), rep(1)];
		const before = [loud, calm].map(({ userId }) => amount(userId, 'Commit', period(), last));
		const [loudBefore = 0, calmBefore = 0] = before;
		organisation.carryOut([
			{ owner: loud.userId, field: 'Commit', set: loudBefore * 3 },
			{ owner: calm.userId, field: 'Commit', set: calmBefore + 1_000 },
		]);
		const template = await localWorkflow(host, sandbox, 'forecast-anomaly-review.json', id, {
			reviewUrl: review.webhookUrl,
		});
		const named = withParameters(template, EXPORT, {
			timePeriodMode: 'list',
			timePeriods: period(),
		});
		await host.api.importWorkflow(withParameters(named, DIFF, { percentThreshold: 0 }));
		const [run] = await runInTurn(host, id, 1);
		expect(run?.status).toBe('success');

		// What the team explains is told once, by the member.
		const changes = changed(run).filter(({ leftToTeam }) => leftToTeam !== true);
		const state = (owner: string) =>
			changes.find(({ ownerId, fieldName }) => ownerId === owner && fieldName === 'Commit')
				?.anomaly;
		expect(state(loud.userId)).toMatchObject({ state: 'anomaly', snapshots: weeks.length - 1 });
		expect(state(calm.userId)).toMatchObject({ state: 'normal' });
		const unusual = changes.filter(({ anomaly }) => JSON.stringify(anomaly).includes('"anomaly"'));
		const [reviewed] = review.messages;
		const [usual] = sandbox.slack.messages;
		expect(review.messages).toHaveLength(1);
		expect(reviewed?.text).toContain(`Review: ${unusual.length} unusual forecast changes`);
		expect(reviewed?.text).toContain(
			`*${loud.name}* · Commit · ${period()}: ${dollars(loudBefore)} -> ${dollars(loudBefore * 3)} (+200.0%)`,
		);
		expect(usual?.text).toContain(`${changes.length - unusual.length} forecast changes`);
		expect(usual?.text).toContain(
			`*${calm.name}* · Commit · ${period()}: ${dollars(calmBefore)} -> ${dollars(calmBefore + 1_000)}`,
		);
		expect(usual?.text).not.toContain(dollars(loudBefore * 3));
	});
});
