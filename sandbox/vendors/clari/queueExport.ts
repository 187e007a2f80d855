import type { FaultPlan, JobOutcome } from '../faults';
import { isKnownCurrency } from './currencies';
import { VendorError } from './errors';
import { membersBelow, resolveRequest, type ExportBody, type ExportRequest } from './exportRequest';
import type { ExportJob, ExportJobs, ResultFile } from './jobs';
import type { Organisation } from './organisation';
import type { ClariSettings } from './settings';

/** What the routes of the Clari stand-in share. */
export interface ClariState {
	organisation: Organisation;
	jobs: ExportJobs;
	faults: FaultPlan;
	settings: ClariSettings;
}

type BuildFile = (request: ExportRequest, outcome: JobOutcome) => ResultFile;

/** Refuses what the vendor refuses although its form is right. */
function check({ settings, jobs }: ClariState, forecastId: string, body: ExportBody): void {
	if (!settings.forecasts.some(({ id }) => id === forecastId)) {
		throw new VendorError(
			400,
			'no_such_forecast_config',
			`There is no forecast named ${forecastId}.`,
			'fcw',
		);
	}
	if (body.currency !== undefined && !isKnownCurrency(body.currency)) {
		throw new VendorError(400, 'bad_request', 'The currency parameter is invalid.', 'fcw');
	}
	const crm = body.typesToExport?.filter((type) => type.startsWith('crm_')) ?? [];
	if (!settings.crmTypesSupported && crm.length > 0) {
		throw new VendorError(
			400,
			'type_not_supported',
			`An export cannot contain ${crm.join(' and ')}.`,
			'fcw',
		);
	}
	if (settings.notOptedIn.includes(forecastId)) {
		throw new VendorError(401, 'no_optin', `No opt-in for forecast '${forecastId}'.`, 'fcw');
	}
	checkRoom(jobs);
}

/** Refuses a job for which there is no room. One code for both limits: only /admin/limits tells which one it was. */
export function checkRoom(jobs: ExportJobs): void {
	if (jobs.hasRoom()) return;
	throw new VendorError(
		400,
		'export_monthly_quota_reached',
		'The export quota or the limit of concurrent exports is used up.',
	);
}

/**
 * Queues an export. The file is made at once, so that a job shows the numbers of the moment in which it was asked for.
 * Between one export and the next the organisation moves on (unless the settings say no); the first shows it as founded.
 */
export function queueExport(
	state: ClariState,
	userId: number,
	forecastId: string,
	body: ExportBody,
	build: BuildFile,
): ExportJob {
	const { organisation, jobs, faults, settings } = state;
	check(state, forecastId, body);
	if (body.scopeId !== undefined && membersBelow(organisation, body.scopeId).size === 0) {
		throw new VendorError(
			401,
			'no_optin',
			`No opt-in for scope ${body.scopeId} of forecast '${forecastId}'.`,
			'fcw',
		);
	}
	if (settings.advanceOnExport && jobs.all.length > 0) organisation.advance();

	const outcome = faults.takeJobOutcome();
	const asked = resolveRequest(organisation, forecastId, body);
	const request = outcome === 'WRONG_PERIOD' ? withQuarterBefore(organisation, asked) : asked;
	return jobs.add({
		userId,
		forecastId,
		timePeriod: request.quarter.timePeriodId,
		currency: request.currency,
		outcome,
		file: build(request, outcome),
	});
}

function withQuarterBefore(organisation: Organisation, request: ExportRequest): ExportRequest {
	const dayBefore = new Date(Date.parse(request.quarter.startDate) - 1);
	const quarter = organisation.calendar.quarterOf(dayBefore);
	const week = organisation.calendar.currentWeek(quarter, organisation.now());
	return { ...request, quarter, weeks: request.weeks.length > 1 ? quarter.weeks : [week] };
}
