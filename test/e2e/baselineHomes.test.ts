import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import { nodeOutput } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { createHost } from './harness';
import {
	DIFF,
	EXPORT,
	dollars,
	localWorkflow,
	onDemand,
	runByHand,
	runOnce,
	withParameters,
} from './pipeline';

/** Where the baseline is kept, and what follows from it for the reader of the alerts. */
interface Home {
	file: string;
	/** Parameters of Forecast Diff that are not those of the template. */
	diff?: Parameters<typeof withParameters>[2];
	/** The trigger of the branch that makes what the template needs. */
	setUp?: string;
	/** Whether the workflow knows what it has told: otherwise each run tells the changes of its week. */
	remembers: boolean;
}

const HOMES: Record<string, Home> = {
	'the memory of the workflow': { file: 'forecast-change-alert.json', remembers: true },
	'a data table on the second input': {
		file: 'forecast-data-table-baseline.json',
		setUp: 'Run once by hand',
		remembers: true,
	},
	'an earlier week of the same export': {
		file: 'forecast-change-alert.json',
		diff: { baselineHome: 'sameExport', weeksBack: 1 },
		remembers: false,
	},
};

/** The sixth week of a quarter. */
const NOW = new Date('2026-11-03T12:00:00Z');
const DAY = 24 * 60 * 60 * 1_000;

let host: N8nHost;

beforeAll(async () => {
	host = await createHost('homes');
	await host.start();
});
afterAll(async () => await host?.stop());

describe.each(Object.entries(HOMES))('the baseline in %s', (title, home) => {
	const id = `e2eHome${Object.keys(HOMES).indexOf(title)}`;
	let sandbox: Sandbox;
	/** Every alert about the forecast so far, the newest last. */
	const alerts = () =>
		sandbox.slack.messages.filter(({ blocks }) => blocks.length > 0).map(({ text }) => text);
	const company = () => sandbox.clari.organisation;
	const period = () => company().currentQuarter().timePeriodId;

	const weekBefore = () => {
		const weeks = company().calendar.weeksUntil(company().currentQuarter(), company().now());
		return weeks.at(-2)?.startDate;
	};
	/** Who has been moved: each test takes somebody else. */
	const moved = new Set<string>();
	/** Makes a commit three times what it is compared with; returns the line of the alert about it. */
	const triple = (): string => {
		// What was told last, or the week before.
		const week = home.remembers ? undefined : weekBefore();
		for (const { userId: owner, name } of company().reps) {
			const before = company().value(owner, 'Commit', period(), week);
			if (moved.has(owner) || typeof before !== 'number') continue;
			moved.add(owner);
			company().carryOut([{ owner, field: 'Commit', set: before * 3 }]);
			return `*${name}* · Commit · ${period()}: ${dollars(before)} -> ${dollars(before * 3)} (+200.0%)`;
		}
		throw new Error('Nobody has made a call');
	};

	const run = async (): Promise<Execution> => await runOnce(host, id);
	/** The workflow asks for the quarter of the sandbox's clock: its own would be that of this machine. */
	const atItsTime = (workflow: WorkflowFile): WorkflowFile => {
		const options = home.remembers ? {} : { includeHistorical: true };
		const typesToExport = ['forecast', 'forecast_updated'];
		const timed = { timePeriodMode: 'list', timePeriods: period(), typesToExport, options };
		return withParameters(workflow, EXPORT, timed);
	};
	const prepared = async (): Promise<WorkflowFile> => {
		// A score or a swing of somebody else's week must not push the scripted change out of the list.
		const options = { topChanges: 50 };
		const template = await localWorkflow(host, sandbox, home.file, id);
		const set = withParameters(template, DIFF, { ...home.diff, percentThreshold: 150, options });
		return onDemand(atItsTime(set));
	};

	beforeAll(async () => {
		sandbox = await startSandbox({
			clari: {
				organisation: {
					reps: 20,
					// The same company on every day that this test runs: its movements follow from its clock.
					now: () => NOW,
				},
				settings: { pollsUntilDone: 1, monthlyQuota: 10_000 },
			},
		});
		company().script([]);
		await host.api.importWorkflow(await prepared());
		if (home.setUp !== undefined) await runByHand(host, id, home.setUp);
		await host.api.activate(id);
	});
	afterAll(async () => {
		await host.api.deactivate(id);
		await sandbox.close();
	});

	test('the first run compares with what there is: nothing, or the week before', async () => {
		const first = await run();
		expect(first.status).toBe('success');
		expect(nodeOutput(first, DIFF, { output: 3 })).toHaveLength(home.remembers ? 1 : 0);
		expect(alerts()).toEqual([]);
	});

	let line = '';
	test('a change is told, to the dollar', async () => {
		line = triple();
		const told = await run();
		expect(told.status).toBe('success');
		expect(nodeOutput(told, DIFF)[0]?.comparedWith).toMatchObject(
			home.remembers ? { since: 'lastAlert' } : { source: 'sameExport', week: weekBefore() },
		);
		expect(alerts()).toHaveLength(1);
		expect(alerts()[0]).toContain(line);
	});

	test(
		home.remembers ? 'what has been told is not told again' : 'each run tells the same week again',
		async () => {
			expect((await run()).status).toBe('success');
			expect(alerts()).toHaveLength(home.remembers ? 1 : 2);
			expect(alerts().at(-1)).toContain(line);
		},
	);

	test('an alert that Slack did not take is told by the next run', async () => {
		sandbox.slack.clear();
		const next = triple();
		sandbox.slack.faults.plan({ route: 'slack', kind: 'status', status: 503 });
		expect((await run()).status).toBe('error');
		expect(alerts()).toEqual([]);
		expect((await run()).status).toBe('success');
		expect(alerts()).toHaveLength(1);
		expect(alerts()[0]).toContain(next);
		expect(alerts()[0]?.includes(line)).toBe(!home.remembers);
	});

	test('after a restart of n8n the next change is told, and nothing else', async () => {
		sandbox.slack.clear();
		await host.restart();
		const next = triple();
		const after = await run();
		expect(after.status).toBe('success');
		expect(alerts()).toHaveLength(1);
		expect(alerts()[0]).toContain(next);
		expect(alerts()[0]?.includes(line)).toBe(!home.remembers);
	});

	test('a new quarter is not taken for new calls, and its first change is told', async () => {
		sandbox.slack.clear();
		const { endDate } = company().currentQuarter();
		const travelTo = (time: number) => {
			company().now = () => new Date(time);
		};
		travelTo(Date.parse(endDate) + 2 * DAY);
		const calls = company().reps.map(({ userId: owner }, index) => {
			return { owner, field: 'Commit', set: 100_000 + index * 1_000 };
		});
		company().carryOut(calls);
		await host.api.updateWorkflow(id, { nodes: atItsTime(await stored()).nodes });
		await host.api.activate(id);
		const rolledOver = await run();
		expect(rolledOver.status).toBe('success');
		expect(nodeOutput(rolledOver, EXPORT)[0]?.timePeriod).toBe(period());
		expect(nodeOutput(rolledOver, DIFF, { output: 0 })).toEqual([]);
		expect(alerts()).toEqual([]);

		// An earlier week to compare with is there from the second one on.
		if (!home.remembers) travelTo(Date.parse(endDate) + 12 * DAY);
		const next = triple();
		expect((await run()).status).toBe('success');
		expect(alerts()).toHaveLength(1);
		expect(alerts()[0]).toContain(next);
	});

	/** The workflow as it was prepared: the credential stays the one that it has. */
	const stored = async (): Promise<WorkflowFile> => await host.api.workflow(id);
});
