import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startClari, startClay, startCopilot } from '../../sandbox/vendors';
import type { FaultPlan } from '../../sandbox/vendors/faults';
import type { Journal } from '../../sandbox/vendors/journal';
import { credentialFor, runClari } from '../workflow/clari';
import { runClay } from '../workflow/clay';
import { runCopilot } from '../workflow/copilot';
import type { EngineResult } from '../workflow/engine';
import { SECRET } from './kinds';
import type { AnyOperation } from './operation';

/** What the workflow remembers of other nodes: none of it may change. */
export const MEMORY = { anotherNode: { seen: ['a', 'b'], at: 1 } };

/** A vendor of its own for one run, with what the operation needs. */
export interface Bench {
	journal: Journal;
	faults: FaultPlan;
	/** What the workflow remembers, as n8n would save it. */
	memory: IDataObject;
	/** Everything at the vendor that costs something or is there twice when it is made twice. */
	made: () => number;
	/** The export jobs that count against the quota, by the vendor's own figures. */
	spent: () => number;
	jobIds: () => string[];
	run: (options: INodeParameters, minutes: number) => Promise<EngineResult>;
	close: () => Promise<void>;
}

/** The clock of the vendors. */
const NOW = new Date('2026-02-18T12:00:00Z');

const polling = (minutes: number) => ({ firstWait: 0, growth: 1, ceiling: 0.5, timeout: minutes });

function parametersOf(
	{ resource, operation, parameters = {} }: AnyOperation,
	prepared: INodeParameters,
	options: INodeParameters,
	minutes: number,
): INodeParameters {
	const own = { ...parameters, ...prepared };
	const all = { ...Object(own.options), circuitBreaker: false, ...options };
	return { resource, operation, polling: polling(minutes), ...own, options: all };
}

/** Starts the vendor of an operation. */
export async function startBench(entry: AnyOperation): Promise<Bench> {
	const memory: IDataObject = structuredClone(MEMORY);
	const { input } = entry;
	if (entry.node === 'clari') {
		const service = await startClari({
			token: SECRET,
			organisation: { reps: 10, now: () => NOW },
			settings: { pollsUntilDone: 1 },
		});
		const prepared = (await entry.prepare?.(service)) ?? {};
		const credential = credentialFor(service, entry.profile);
		const run = async (options: INodeParameters, minutes: number) =>
			await runClari(service, parametersOf(entry, prepared, options, minutes), {
				credential,
				input,
				staticData: memory,
			});
		if (entry.ranBefore) {
			await run({}, 1);
			service.jobs.all.splice(0);
		}
		service.journal.clear();
		const { monthlyQuota } = service.settings;
		return {
			...service,
			memory,
			made: () => service.jobs.all.length,
			spent: () => monthlyQuota - service.jobs.limits().jobs.availableMonthlyQuota,
			jobIds: () => service.jobs.all.map(({ jobId }) => jobId),
			run,
		};
	}
	if (entry.node === 'clay') {
		const service = await startClay({
			apiKey: SECRET,
			source: { token: SECRET },
			settings: { pollsUntilComplete: 1, registration: 'asTheSeedSays' },
		});
		const prepared = (await entry.prepare?.(service)) ?? {};
		service.journal.clear();
		return {
			...service,
			memory,
			made: () => service.runs.length + service.registrations.length + service.rows.length,
			spent: () => 0,
			jobIds: () => [],
			run: async (options, minutes) =>
				await runClay(service, parametersOf(entry, prepared, options, minutes), {
					input,
					staticData: memory,
				}),
		};
	}
	const service = await startCopilot({
		apiKey: `${SECRET}-key`,
		apiPassword: SECRET,
		webhookToken: SECRET,
		settings: { rate: 10_000, registration: 'asTheSeedSays' },
	});
	const prepared = (await entry.prepare?.(service)) ?? {};
	service.journal.clear();
	const { crm, webhooks } = service;
	return {
		...service,
		memory,
		made: () => crm.account.size + crm.contact.size + crm.deal.size + webhooks.length,
		spent: () => 0,
		jobIds: () => [],
		run: async (options, minutes) =>
			await runCopilot(service, parametersOf(entry, prepared, options, minutes), {
				input,
				staticData: memory,
			}),
	};
}
