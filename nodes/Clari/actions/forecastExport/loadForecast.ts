import type { FileAnswer } from '../../../shared/http/outcome';
import type { FiscalCalendar } from '../../../shared/time/fiscalQuarter';
import type { ExportProgress } from '../../exports/progress';
import { fetchResult } from '../../exports/wait';
import type { ExportJob } from '../../jobs';
import type { ForecastResult, UnreadableResult } from '../../results/readResult';
import { readResult } from '../../results/readResult';
import type { ClariSession } from '../../transport';
import type { ResultSettings } from './resultParameters';

/** What was asked for, as far as it is known. */
export interface Asked {
	forecastId?: string;
	timePeriod?: string;
	/** The calendar by which the period is the current quarter; absent when it was not counted. */
	currentBy?: FiscalCalendar;
}

/** The file of a job, and what it says; without `result` it is no forecast that this node can read. */
export interface LoadedForecast {
	job: ExportJob;
	/** When Clari began to make it; milliseconds since the epoch. */
	madeAt?: number;
	/** Kept when it is passed on. */
	body?: Buffer;
	result?: ForecastResult;
	/** What the file is instead of a forecast. */
	unreadable?: string;
	/** Whether the file has no rows: not the same as rows that have given way to newer ones. */
	isEmpty?: boolean;
}

/**
 * Fetches the file of a finished job and reads it. `checkForecast` judges what it is.
 *
 * @throws NodeApiError that names the job: its file stays in Clari and can be fetched again
 */
export async function loadForecast(
	session: ClariSession,
	job: ExportJob,
	asked: Asked,
	{ output }: ResultSettings,
	progress: ExportProgress,
): Promise<LoadedForecast> {
	const file = await fetchResult(session, 'forecast', job, progress);
	const { body } = file;
	const { madeAt } = progress;
	const result = read(file, job, asked.timePeriod);
	progress.check('rows_readable', !('unreadable' in result));
	if ('unreadable' in result) return { job, madeAt, body, unreadable: result.unreadable };
	progress.rows = result.rows.length;
	return {
		job,
		madeAt,
		result,
		isEmpty: result.rows.length === 0,
		...(output === 'file' && { body }),
	};
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
