import { contentHash } from '../../../shared/events/eventId';
import { isMemoryGiven, mayNote } from '../../../shared/state/givenMemory';
import { isPolled } from '../../../shared/state/polled';
import { readNumber } from '../../../shared/json/read';
import { WorkflowMemory } from '../../../shared/state/staticData';
import { CLARI_CREDENTIAL } from '../../connection';
import type { ForecastExport } from '../../exports/exportRequest';
import type { PeriodOutcome } from '../../results/coverage';
import { latestOf } from '../../results/coverage';
import type { KnownOwners } from '../../results/knownOwners';
import { MOST_OWNERS, ownersAfter, readOwners, storedOwners } from '../../results/knownOwners';
import type { ClariSession } from '../../transport';

/** More exports of several periods than a workflow has; the oldest are forgotten first. */
const AT_MOST = 20;

/**
 * Who had rows in the last run of the same request, in the memory of the workflow: n8n saves it after production
 * executions, and not after test runs.
 *
 * The top of the hierarchy tells whose people they are: an expression in the credential may give each item the token of
 * another organization, and a hash of the token would forget everybody when it is rotated.
 */
export class OwnerMemory {
	private readonly memory: WorkflowMemory;

	private readonly key: string;

	constructor(
		private readonly session: ClariSession,
		{ path, body }: Pick<ForecastExport, 'path' | 'body'>,
		top: string | undefined,
	) {
		this.memory = new WorkflowMemory(session.context, 'clariForecastOwners');
		// The quarters move on, and a retry by Clari changes no row.
		const wanted = { ...body, timePeriod: undefined, schedule: undefined };
		const account = session.context.getNode().credentials?.[CLARI_CREDENTIAL]?.id ?? '';
		this.key = contentHash({ account, baseUrl: session.connection.baseUrl, path, wanted, top });
	}

	/** Who was there, or why that is not known. */
	read(): { earlier?: KnownOwners; notKnown?: string } {
		const earlier = readOwners(this.memory.read(this.key));
		if (earlier !== undefined) return { earlier };
		if (isPolled(this.session.context)) {
			return {
				notKnown:
					'a trigger of this workflow keeps its progress in the memory, so that nothing else can be kept there. Put the export into a workflow of its own.',
			};
		}
		if (!isMemoryGiven(this.session.context)) {
			return {
				notKnown:
					'n8n did not give this execution the memory of the workflow (2.41: workers of queue mode, retries). Put the export into a workflow that another one calls with Execute Sub-workflow.',
			};
		}
		return {
			notKnown: this.memory.isSaved
				? 'the workflow remembers no earlier run with the same tab, scope, currency, types and top of the hierarchy. The next run is compared with this one.'
				: 'a test run is not remembered, and no published run is known. Publish the workflow.',
		};
	}

	/** Keeps who is there, when the latest period is. */
	keep(outcomes: readonly PeriodOutcome[], earlier: KnownOwners | undefined): void {
		const latest = latestOf(outcomes);
		if (latest === undefined || !mayNote(this.session.context)) return;
		const whole = outcomes.filter(({ status }) => status === 'returned' || status === 'truncated');
		const known = ownersAfter(whole, latest.timePeriod, Date.now(), earlier);
		if (known === undefined) {
			this.memory.remove(this.key);
			this.session.context.logger.warn(
				`More than ${MOST_OWNERS} people: they are not remembered, so those who leave are not told of`,
			);
			return;
		}
		this.memory.write(this.key, storedOwners(known));
		const entries = this.memory
			.keys()
			.map((key) => ({ key, takenAt: readNumber(this.memory.read(key)?.takenAt) ?? 0 }))
			.sort((a, b) => b.takenAt - a.takenAt);
		for (const { key } of entries.slice(AT_MOST)) this.memory.remove(key);
	}
}
