import type { INodeExecutionData } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import type { ExportJob } from '../../jobs';
import { isoOf } from '../../results/epoch';
import type { ClariSession } from '../../transport';
import { emptyNotice } from './emptyNotice';
import type { Asked, LoadedForecast } from './loadForecast';
import type { ResultSettings } from './resultParameters';

/** Makes items of an export: its rows, a notice where there are none, or the file. */
export async function forecastItems(
	session: ClariSession,
	{ job, madeAt, body, result, isEmpty }: LoadedForecast,
	asked: Asked,
	settings: ResultSettings,
): Promise<INodeExecutionData[]> {
	if (body !== undefined) {
		const file = { body, dataAsOf: isoOf(madeAt), rows: result?.rows.length ?? null };
		return [await fileItem(session, job, asked, settings, file)];
	}
	if (isEmpty) {
		return settings.ifEmpty === 'notice' ? [{ json: toItemData(emptyNotice(job, asked)) }] : [];
	}
	const { forecastId } = asked;
	const common = {
		...(forecastId !== undefined && { forecastId }),
		...(madeAt !== undefined && { dataAsOf: isoOf(madeAt) }),
	};
	return (result?.rows ?? []).map((row) => ({ json: toItemData({ ...row, ...common }) }));
}

async function fileItem(
	session: ClariSession,
	job: ExportJob,
	{ forecastId, timePeriod }: Asked,
	settings: ResultSettings,
	{ body, dataAsOf, rows }: { body: Buffer; dataAsOf: string | null; rows: number | null },
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
			dataAsOf,
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
