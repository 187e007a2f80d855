import { jobError } from '../sessionReport';
import type { ClariSession } from '../transport';
import type { ExportLimits } from '../jobs';
import { findAdoptable } from './adopt';
import type { ExportRequest } from './exportRequest';
import type { ExportSettings } from './exportSettings';
import type { Survey } from './survey';

const QUOTA_HELP =
	'The quota is counted over the last 30 days and can be raised by your Clari customer success manager.';

/**
 * Stops before the first job is queued when the quota does not suffice for all of the exports: half of the periods would
 * cost as much and be of no use.
 *
 * @returns the requests that can take over a running job, which cost nothing
 * @throws NodeOperationError with the figures
 */
export function checkQuotaForAll(
	session: ClariSession,
	requests: ExportRequest[],
	settings: ExportSettings,
	survey: Survey,
): ExportRequest[] {
	const adoptable = requests.filter((request) => findAdoptable(session, request, settings, survey));
	const needed = requests.length - adoptable.length;
	const shortage =
		survey.limits && needed > 0
			? quotaShortage(survey.limits, needed, settings.quotaReserve)
			: undefined;
	if (shortage === undefined) return adoptable;
	const [first] = requests;
	const what = requests.length === 1 && first ? first.subject : `${requests.length} periods`;
	throw quotaError(session, `Could not queue the export of ${what}`, shortage);
}

/** Says in figures that the quota does not suffice; `undefined` when it does, or when it is not known. */
export function quotaShortage(
	{ availableMonthlyQuota, monthlyQuota }: ExportLimits,
	needed: number,
	reserve: number,
): string | undefined {
	if (availableMonthlyQuota === undefined || availableMonthlyQuota - reserve >= needed) {
		return undefined;
	}
	const left = `${availableMonthlyQuota} of ${monthlyQuota ?? 'an unknown number of'} exports are left in this window of 30 days.`;
	const kept = reserve > 0 ? ` 'Quota Reserve' keeps ${reserve} of them.` : '';
	const wanted = needed > 1 ? ` This run needs ${needed}.` : '';
	return `${left}${kept}${wanted}`;
}

/** The error about a quota that does not suffice: nothing was queued. */
export function quotaError(session: ClariSession, attempted: string, shortage: string) {
	return jobError(
		session,
		`${attempted}: the quota of exports does not suffice`,
		`${shortage} No job was queued for it. ${QUOTA_HELP}`,
	);
}
