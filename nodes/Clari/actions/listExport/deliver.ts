import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ExportNotice } from '../../../shared/forecast/forecastRow';
import type { FileAnswer } from '../../../shared/http/outcome';
import { toItemData } from '../../../shared/json/read';
import { resumeHint } from '../../errors';
import type { ExportKind } from '../../exports/exportRequest';
import type { ExportProgress } from '../../exports/progress';
import { fetchResult } from '../../exports/wait';
import type { ExportJob } from '../../jobs';
import { hint, jobError } from '../../sessionReport';
import type { ClariSession } from '../../transport';
import type { ListSettings } from './parameters';

/** A kind of export whose file is one list. */
export interface ListExport {
	kind: ExportKind;
	/** What it is, as it stands in a sentence: `activity export`. */
	name: string;
	/** What its operations are about, at the start of a sentence: `Activity exports`. */
	subject: string;
	/** What an item stands for: `activity`. */
	each: string;
	/** The items of a file; `undefined` when it is none of this kind. */
	read(data: unknown): IDataObject[] | undefined;
}

/**
 * Fetches the file of a finished job and makes items of it.
 *
 * @throws NodeApiError, NodeOperationError that name the job: its file stays in Clari and can be fetched again
 */
export async function deliverList(
	session: ClariSession,
	job: ExportJob,
	list: ListExport,
	settings: ListSettings,
	progress: ExportProgress,
): Promise<INodeExecutionData[]> {
	const file = await fetchResult(session, list.kind, job, progress);
	const rows = list.read(file.data);
	progress.check('rows_readable', rows !== undefined);
	progress.check('not_truncated', !job.truncated);
	if (rows !== undefined) {
		progress.rows = rows.length;
		progress.check('not_empty', rows.length > 0);
	}
	if (rows === undefined) {
		const message = `The result of export job ${job.jobId} is no ${list.name}`;
		if (settings.output !== 'file') {
			throw jobError(
				session,
				message,
				"Look at what the job exports with 'Export Job: Get', and fetch it with the operation for that. Choose File as 'Output' to see it.",
			);
		}
		hint(session, `${message}.`);
	} else {
		check(session, job, list, settings, rows.length);
	}
	if (settings.output === 'file') return [await fileItem(session, job, settings, file, rows)];
	if (rows !== undefined && rows.length > 0) {
		const { jobId, truncated } = job;
		return rows.map((row) => ({ json: { ...row, jobId, ...(truncated && { truncated }) } }));
	}
	return settings.ifEmpty === 'notice' ? [{ json: toItemData(emptyNotice(job, list)) }] : [];
}

/** Stops or warns where the export is not as the user expects it. */
function check(
	session: ClariSession,
	job: ExportJob,
	list: ListExport,
	settings: ListSettings,
	rows: number,
): void {
	if (job.truncated && settings.ifTruncated === 'fail') {
		throw jobError(
			session,
			`Export job ${job.jobId} is incomplete: Clari cut off rows or cells`,
			`Export less at a time, or set 'If Export Is Truncated' to Flag Rows. ${resumeHint(job.jobId, list.kind)}`,
		);
	}
	if (job.truncated) {
		hint(session, `Export job ${job.jobId}: Clari cut off rows or cells: it is incomplete.`);
	}
	if (rows > 0) return;
	if (settings.ifEmpty === 'fail') {
		throw jobError(
			session,
			`Export job ${job.jobId} has no rows`,
			`Nothing matched, or the token's user does not see it. Set 'If Export Is Empty' to Output a Notice to go on without rows. ${resumeHint(job.jobId, list.kind)}`,
		);
	}
	hint(session, emptyNotice(job, list).message);
}

function emptyNotice({ jobId }: ExportJob, { name }: ListExport): ExportNotice {
	return {
		notice: 'empty_export',
		message: `The ${name} has no rows (job ${jobId}).`,
		jobId,
		rows: 0,
	};
}

async function fileItem(
	session: ClariSession,
	job: ExportJob,
	settings: ListSettings,
	{ body }: FileAnswer,
	rows: IDataObject[] | undefined,
): Promise<INodeExecutionData> {
	const { jobId, truncated } = job;
	const fileName = job.fileName ?? `clari_export_${jobId}.json`;
	return {
		json: {
			jobId,
			format: 'JSON',
			fileName,
			bytes: body.length,
			rows: rows?.length ?? null,
			truncated,
		},
		binary: {
			[settings.binaryPropertyName]: await session.context.helpers.prepareBinaryData(
				body,
				fileName,
				'application/json',
			),
		},
	};
}
