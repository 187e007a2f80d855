import type { ExportNotice } from '../../../shared/forecast/forecastRow';
import type { ExportJob } from '../../jobs';
import type { Asked } from './loadForecast';

/** Stands in for the rows of an empty export. */
export function emptyNotice(job: ExportJob, { forecastId, timePeriod }: Asked): ExportNotice {
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
