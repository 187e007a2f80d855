import type { IDataObject } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import type { ExportJob } from '../../jobs';
import { isoOf } from '../../results/epoch';

/** A job as an item: the fields people look at, or everything that Clari sent. */
export function jobItem(job: ExportJob, simplify: boolean): { json: IDataObject } {
	if (!simplify) return { json: { ...toItemData(job.raw), jobId: job.jobId } };
	return {
		json: {
			jobId: job.jobId,
			status: job.status,
			state: job.state,
			fileName: job.fileName ?? null,
			fileType: job.fileType ?? null,
			currency: job.currency ?? null,
			truncated: job.truncated,
			startedAt: isoOf(job.startTime),
			endedAt: isoOf(job.endTime),
			expiresAt: isoOf(job.expiredTime),
		},
	};
}
