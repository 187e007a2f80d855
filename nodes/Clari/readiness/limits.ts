import type { Check } from '../../shared/readiness/check';
import { fail, pass, warn } from '../../shared/readiness/check';
import type { ExportLimits } from '../jobs';
import { CONCURRENCY, QUOTA } from './names';

/** Share of the quota below which the report warns. */
const LOW = 0.1;

const MORE_QUOTA =
	'Export less often, or ask your Clari customer success manager for a larger quota.';

/**
 * How much of the quota of 30 days is left.
 *
 * @param reserve exports that are to be left for others
 */
export function checkQuota(limits: ExportLimits, reserve: number): Check {
	const { availableMonthlyQuota: left, monthlyQuota: total } = limits;
	if (left === undefined) {
		return warn(QUOTA, 'Clari does not say how many exports are left.', 'Ask Clari support.');
	}
	const ofTotal = total === undefined ? '' : ` of ${total}`;
	const detail = `${left}${ofTotal} exports are left in this window of 30 days`;
	if (left <= 0) return fail(QUOTA, `${detail}.`, `No export can be made. ${MORE_QUOTA}`);
	if (left <= reserve) {
		return fail(QUOTA, `${detail}, and ${reserve} are to be left for others.`, MORE_QUOTA);
	}
	if (total !== undefined && left < total * LOW) return warn(QUOTA, `${detail}.`, MORE_QUOTA);
	return pass(QUOTA, `${detail}${reserve > 0 ? `; ${reserve} are to be left for others` : ''}.`);
}

/** How many jobs may run at a time, and whether there is room for one. */
export function checkConcurrency(limits: ExportLimits): Check {
	const { concurrentLimit: limit, availableConcurrentLimit: free } = limits;
	// The lists name jobs that have ended, too, so they count only where there are no figures.
	const listed = new Set([...limits.runningJobIds, ...limits.submittedJobIds]).size;
	const busy = limit === undefined || free === undefined ? listed : Math.max(0, limit - free);
	if (limit === undefined && free === undefined) {
		return warn(
			CONCURRENCY,
			'Clari does not say how many jobs may run at a time.',
			'Runs of several periods queue one job after the other.',
		);
	}
	const detail = `${busy} of ${limit ?? 'an unknown number of'} jobs at a time are running or queued.`;
	if (limit === 0) return fail(CONCURRENCY, detail, 'Ask your Clari customer success manager.');
	if (free === 0) {
		return warn(
			CONCURRENCY,
			detail,
			"An export waits for a free slot until its polling timeout. See 'Export Job: Get Many' for what runs, and spread the schedules.",
		);
	}
	return pass(CONCURRENCY, detail);
}
