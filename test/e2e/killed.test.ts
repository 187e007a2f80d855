import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import type { Fault, FaultRoute } from '../../sandbox/vendors/faults';
import { randomFrom } from '../../sandbox/vendors/random';
import { createHost } from './harness';
import { alertWorkflow, call, dollars, onDemand, runOnce } from './pipeline';

// The whole of n8n is ended by SIGKILL in the middle of the alert, again and again: see CONTRIBUTING.md.

/** How often n8n is killed; `KILLS=20 npx jest …` goes through all moments twice. */
const KILLS = Number(process.env.KILLS ?? 4);

/** A request, and how long after its arrival n8n is killed. */
interface Moment {
	name: string;
	route: FaultRoute;
	/** Keeps the answer (after) or the work (before) back until n8n is dead. */
	held?: 'before' | 'after';
	/** The most milliseconds until the kill; the seed says how many. */
	withinMs: number;
}

const MOMENTS: readonly Moment[] = [
	{ name: 'the answer to the queueing', route: 'queue', held: 'after', withinMs: 300 },
	{ name: 'the download', route: 'results', held: 'after', withinMs: 300 },
	{ name: "Slack's answer", route: 'slack', held: 'after', withinMs: 300 },
	{ name: 'the save of the memory', route: 'slack', withinMs: 250 },
	{ name: 'the queueing itself', route: 'queue', held: 'before', withinMs: 300 },
	{ name: 'a status', route: 'job', held: 'before', withinMs: 300 },
	{ name: 'the comparison', route: 'results', withinMs: 400 },
	{ name: 'the message to Slack', route: 'slack', held: 'before', withinMs: 300 },
	{ name: 'the limits', route: 'limits', withinMs: 100 },
	{ name: 'between two statuses', route: 'job', withinMs: 600 },
];

/**
 * Where the round through the moments begins: each day somewhere else, so that all are gone through within three days.
 * A failed run is repeated with the number that it prints: `KILLS_FROM=8 npx jest …`
 */
const FROM = Number(
	process.env.KILLS_FROM ?? (Math.floor(Date.now() / 86_400_000) * KILLS) % MOMENTS.length,
);

/** Longer than n8n lives after the request, shorter than it takes to start. */
const HELD_MS = 2_500;
const ID = 'e2eKilled';

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({
		clari: { organisation: { reps: 40 }, settings: { pollsUntilDone: 2, monthlyQuota: 10_000 } },
	});
	// Nothing moves but what the test moves.
	sandbox.clari.organisation.script([]);
	host = await createHost('killed');
	await host.start();
	await host.api.importWorkflow(onDemand(await alertWorkflow(host, sandbox, ID)));
	await host.api.activate(ID);
	// What later runs are compared with.
	expect((await runOnce(host, ID)).status).toBe('success');
});
afterAll(async () => {
	await host?.stop();
	await sandbox?.close();
});

/** Runs until the alert has gone through. */
async function runUntilDone(): Promise<void> {
	for (let tries = 1; tries <= 3; tries++) {
		if ((await runOnce(host, ID)).status === 'success') return;
	}
	throw new Error('No run has succeeded after the restart');
}

async function arrival(service: Sandbox['clari'] | Sandbox['slack'], route: string) {
	const deadline = Date.now() + 60_000;
	while (service.journal.count(route) === 0) {
		if (Date.now() > deadline) throw new Error(`There was no request to ${route}`);
		await sleep(5);
	}
}

test(
	'no change of the forecast goes untold, and none is told more than twice, however often n8n is killed',
	async () => {
		const { clari, slack } = sandbox;
		const figures = { repeated: 0, takenBefore: 0, adopted: 0, jobs: clari.jobs.all.length };
		for (let round = 0; round < KILLS; round++) {
			const place = FROM + round;
			const moment = MOMENTS[place % MOMENTS.length];
			const rep = clari.organisation.reps[round];
			if (!moment || !rep) throw new Error('There are too few moments or reps');
			const { name, route, held, withinMs } = moment;
			const before = clari.organisation.value(rep.userId, 'Commit');
			if (typeof before !== 'number') throw new Error(`${rep.name} has made no call`);
			clari.organisation.carryOut([{ owner: rep.userId, field: 'Commit', by: before }]);
			const service = route === 'slack' ? slack : clari;
			const fault: Fault = { kind: 'slow', delayMs: HELD_MS, when: held ?? 'after', route };
			if (held !== undefined) service.faults.plan(fault);
			service.journal.clear();
			const jobs = clari.jobs.all.length;

			await call(host, ID);
			await arrival(service, route);
			await sleep(randomFrom('kills', place).between(0, withinMs));
			await host.kill();
			const { timePeriodId } = clari.organisation.currentQuarter();
			const line = `*${rep.name}* · Commit · ${timePeriodId}: ${dollars(before)} -> ${dollars(before * 2)} (+100.0%)`;
			await sleep(held === undefined ? 0 : HELD_MS);
			const told = () => slack.messages.filter(({ text }) => text.includes(line)).length;
			const toldBefore = told();
			service.faults.clear();
			await host.start();
			await runUntilDone();

			const queued = clari.jobs.all.length - jobs;
			const what = `killed during ${name} (KILLS_FROM=${place} KILLS=1)`;
			expect([what, told() >= 1, told() <= toldBefore + 1]).toEqual([what, true, true]);
			// A job that was still running is taken over; one that was done is exported anew.
			const isTakenOver = route === 'queue' && held === 'after';
			expect([what, queued <= (isTakenOver ? 1 : 2)]).toEqual([what, true]);
			figures.takenBefore += toldBefore;
			figures.repeated += told() - 1;
			figures.adopted += queued === 1 ? 1 : 0;
		}
		// A repeat is there only where Slack had taken the message and n8n had not yet noted it.
		expect(figures.repeated).toBeLessThanOrEqual(figures.takenBefore);
		const quiet = slack.messages.length;
		await runUntilDone();
		expect(slack.messages).toHaveLength(quiet);
		process.stdout.write(
			`Measured: ${KILLS} kills from KILLS_FROM=${FROM}: every change was told, ${figures.repeated} once more; ${clari.jobs.all.length - figures.jobs - 1} exports, ${figures.adopted} runs without a second one\n`,
		);
	},
	120_000 + KILLS * 60_000,
);
