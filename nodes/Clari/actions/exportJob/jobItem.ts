import type { IDataObject, IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import type { ExportJob } from '../../jobs';

/** The parameter that chooses between the fields people look at and everything. */
export function simplifyParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions,
	};
}

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
			startedAt: isoOrNull(job.startTime),
			endedAt: isoOrNull(job.endTime),
			expiresAt: isoOrNull(job.expiredTime),
		},
	};
}

function isoOrNull(ms: number | undefined): string | null {
	return ms === undefined ? null : new Date(ms).toISOString();
}
