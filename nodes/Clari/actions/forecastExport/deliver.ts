import type { INodeExecutionData } from 'n8n-workflow';

import type { ExportNotice } from '../../../shared/forecast/forecastRow';
import type { FileAnswer } from '../../../shared/http/outcome';
import { toItemData } from '../../../shared/json/read';
import { resumeHint } from '../../errors';
import { fetchResult, jobError } from '../../exportFlow';
import type { ExportJob } from '../../jobs';
import type { ForecastResult, UnreadableResult } from '../../results/readResult';
import { readResult } from '../../results/readResult';
import type { ClariSession } from '../../transport';
import type { ResultSettings } from './resultParameters';

/** What was asked for, as far as it is known. */
export interface Asked {
	forecastId?: string;
	timePeriod?: string;
}

/**
 * Fetches the file of a finished job, checks that it is what was asked for, and makes items of it.
 *
 * @throws NodeApiError, NodeOperationError that name the job: its file stays in Clari and can be fetched again
 */
export async function deliver(
	session: ClariSession,
	job: ExportJob,
	asked: Asked,
	settings: ResultSettings,
): Promise<INodeExecutionData[]> {
	const file = await fetchResult(session, job);
	const result = read(file, job, asked.timePeriod);
	if ('unreadable' in result) {
		if (settings.output === 'file') {
			hint(session, `The result of export job ${job.jobId} is ${result.unreadable}.`);
			return [await fileItem(session, job, asked, settings, file.body, null)];
		}
		throw jobError(
			session,
			`The result of export job ${job.jobId} is ${result.unreadable}`,
			`The export is not one that this node can read. ${resumeHint(job.jobId)} Choose File as 'Output' to see it.`,
		);
	}
	check(session, job, asked, settings, result);
	for (const warning of result.warnings) hint(session, `Export job ${job.jobId}: ${warning}.`);

	if (settings.output === 'file') {
		return [await fileItem(session, job, asked, settings, file.body, result.rows.length)];
	}
	if (result.rows.length > 0) {
		const tab = asked.forecastId === undefined ? {} : { forecastId: asked.forecastId };
		return result.rows.map((row) => ({ json: toItemData({ ...row, ...tab }) }));
	}
	return settings.ifEmpty === 'notice' ? [{ json: toItemData(emptyNotice(job, asked)) }] : [];
}

/** Whatever is wrong with a file, the error about it must name the job. */
function read(
	file: FileAnswer,
	job: ExportJob,
	asked: string | undefined,
): ForecastResult | UnreadableResult {
	try {
		return readResult(file, job, asked);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { unreadable: `damaged: ${reason.slice(0, 200)}` };
	}
}

/** Stops or warns where the export is not what was asked for. */
function check(
	session: ClariSession,
	job: ExportJob,
	asked: Asked,
	settings: ResultSettings,
	result: ForecastResult,
): void {
	if (result.otherPeriod !== undefined) {
		const message = `Export job ${job.jobId} is of ${result.otherPeriod}, not of ${asked.timePeriod ?? ''}`;
		if (settings.ifPeriodDiffers === 'fail') {
			throw jobError(
				session,
				message,
				`Clari answers a period that it does not know with the current quarter. Check 'Periods' and the fiscal calendar in Clari, or set 'If Period Differs' to Warn. ${resumeHint(job.jobId)}`,
			);
		}
		hint(session, `${message}. Clari does not know the period that was asked for.`);
	}
	if (job.truncated && settings.ifTruncated === 'fail') {
		throw jobError(
			session,
			`Export job ${job.jobId} is incomplete: Clari cut off rows or cells`,
			`Export less at a time (a narrower 'Scope ID', fewer types, no historical weeks), or set 'If Export Is Truncated' to Flag Rows. ${resumeHint(job.jobId)}`,
		);
	}
	if (result.rows.length > 0) return;
	if (settings.ifEmpty === 'fail') {
		throw jobError(
			session,
			`Export job ${job.jobId} has no rows`,
			`Nobody may have submitted yet, or the token's user does not see this scope. Set 'If Export Is Empty' to Output a Notice to go on without rows. ${resumeHint(job.jobId)}`,
		);
	}
	hint(session, emptyNotice(job, asked).message);
}

function emptyNotice(job: ExportJob, { forecastId, timePeriod }: Asked): ExportNotice {
	const tab =
		forecastId === undefined ? 'The export' : `The export of forecast tab '${forecastId}'`;
	const period = timePeriod === undefined ? '' : ` for ${timePeriod}`;
	return {
		notice: 'empty_export',
		message: `${tab}${period} has no rows (job ${job.jobId}).`,
		...(forecastId !== undefined && { forecastId }),
		...(timePeriod !== undefined && { timePeriod }),
		jobId: job.jobId,
		rows: 0,
	};
}

async function fileItem(
	session: ClariSession,
	job: ExportJob,
	{ forecastId, timePeriod }: Asked,
	settings: ResultSettings,
	body: Buffer,
	rows: number | null,
): Promise<INodeExecutionData> {
	const isCsv =
		job.fileType?.toUpperCase() === 'CSV' || !/^\s*[[{]/.test(body.toString('utf8', 0, 64));
	const fileName = job.fileName ?? `clari_export_${job.jobId}.${isCsv ? 'csv' : 'json'}`;
	return {
		json: {
			jobId: job.jobId,
			...(forecastId !== undefined && { forecastId }),
			...(timePeriod !== undefined && { timePeriod }),
			format: isCsv ? 'CSV' : 'JSON',
			fileName,
			bytes: body.length,
			rows,
			currency: job.currency ?? null,
			truncated: job.truncated,
		},
		binary: {
			[settings.binaryPropertyName]: await session.context.helpers.prepareBinaryData(
				body,
				fileName,
				isCsv ? 'text/csv' : 'application/json',
			),
		},
	};
}

function hint(session: ClariSession, message: string): void {
	session.context.logger.warn(message);
	session.context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
