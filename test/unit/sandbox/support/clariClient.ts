import axios, { type AxiosInstance } from 'axios';
import type { ClariService, FiveLists, JobView } from '../../../../sandbox/vendors';

/** A Wednesday in the seventh week of 2026_Q1. */
export const NOW = new Date('2026-02-11T12:00:00Z');

/** A client that judges no status. */
export function clientOf(clari: ClariService, token = clari.token): AxiosInstance {
	return axios.create({
		baseURL: clari.v4Url,
		headers: { apikey: token },
		validateStatus: () => true,
	});
}

/** Queues an export and returns its job id. */
export async function queue(http: AxiosInstance, body: object = {}, forecastId = 'forecast') {
	const { status, data } = await http.post<{ jobId: string }>(
		`/export/forecast/${forecastId}`,
		body,
	);
	if (status !== 200) throw new Error(`Queueing answered ${status}: ${JSON.stringify(data)}`);
	return data.jobId;
}

/** Asks for a job until it is done. Expects the wrapped form. */
export async function finish(http: AxiosInstance, jobId: string): Promise<JobView> {
	for (let poll = 0; poll < 10; poll++) {
		const { data } = await http.get<{ job: JobView }>(`/export/jobs/${jobId}`);
		if (data.job.status === 'DONE') return data.job;
	}
	throw new Error(`Job ${jobId} does not end`);
}

/** A whole export, as JSON. */
export async function exported(http: AxiosInstance, body: object = {}): Promise<FiveLists> {
	const jobId = await queue(http, body);
	await finish(http, jobId);
	return (await http.get<FiveLists>(`/export/jobs/${jobId}/results`)).data;
}
