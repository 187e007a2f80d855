import type { ILoadOptionsFunctions, INodeListSearchResult, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { DEFAULT_RETRY } from '../../shared/http/retry';
import { requestJson } from '../../shared/http/request';
import { CLARI_CREDENTIAL, getClariConnection } from '../connection';
import { toClariError } from '../errors';
import { readJobs } from '../jobs';

/** Fills the list of export jobs, newest first. Shows Clari's refusal instead of an empty list. */
export async function searchExportJobs(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { baseUrl, credential, secrets } = await getClariConnection(this);
	const answer = await requestJson(
		this,
		{ method: 'GET', baseUrl, path: '/export/jobs', timeoutMs: 20_000 },
		{
			credentialType: CLARI_CREDENTIAL,
			credential,
			repeat: 'safe',
			retry: { ...DEFAULT_RETRY, maxAttempts: 2 },
		},
	);
	if (!answer.ok) {
		throw toClariError(this.getNode(), answer, {
			itemIndex: 0,
			attempted: 'Could not list export jobs',
			secrets,
		});
	}
	const jobs = readJobs(answer.data);
	if (jobs === undefined) {
		const unexpected: JsonObject = {};
		throw new NodeApiError(this.getNode(), unexpected, {
			message: 'Could not list export jobs: Clari answered with something this node cannot read',
			description: 'Put in the job ID instead.',
		});
	}
	const wanted = filter?.toLowerCase() ?? '';
	return {
		results: jobs
			.sort((a, b) => (b.startTime ?? 0) - (a.startTime ?? 0))
			.map((job) => ({ name: `${job.fileName ?? job.jobId} (${job.status})`, value: job.jobId }))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
	};
}
