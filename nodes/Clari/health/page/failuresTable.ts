import type { Failure } from '../health';
import { subjectOf } from '../jobReport';
import { at, count } from '../words';
import type { Html } from './markup';
import { markup } from './markup';

/** Our messages are shorter; what somebody else has put into the table may not be. */
const LONGEST_MESSAGE = 600;

/** The newest failures, with the job to ask Clari about and the execution to look at. */
export function failuresTable(
	failures: readonly Failure[],
	most: number,
	zone: string,
	baseUrl: string | undefined,
): Html {
	if (failures.length === 0)
		return markup`<p class="muted">No export has failed in these days.</p>`;
	const more = failures.length - most;
	return markup`<table>
			<thead>
				<tr>
					<th>When</th>
					<th>Tab or export</th>
					<th>Job</th>
					<th>What happened</th>
					<th>Execution</th>
				</tr>
			</thead>
			<tbody>
				${failures.slice(0, most).map((failure) => row(failure, zone, baseUrl))}
			</tbody>
		</table>
		${more > 0 ? markup`<p class="muted">${count(more, 'more failure')} in these days</p>` : null}`;
}

function row({ report, recovered }: Failure, zone: string, baseUrl: string | undefined): Html {
	const { errorMessage = 'No message', jobId, timePeriod } = report;
	const text =
		errorMessage.length > LONGEST_MESSAGE
			? `${errorMessage.slice(0, LONGEST_MESSAGE)}…`
			: errorMessage;
	return markup`<tr>
		<td class="title">${at(report.finishedAt, zone)}</td>
		<td data-name="Tab or export">
			<bdi>${subjectOf(report)}${timePeriod === undefined ? '' : ` · ${timePeriod}`}</bdi>
		</td>
		<td class="job" data-name="Job"><span class="code">${jobId ?? 'not queued'}</span></td>
		<td class="long">
			<bdi>${text}</bdi>${recovered ? markup` <span class="badge good">fetched later</span>` : null}
		</td>
		<td data-name="Execution">${executionLink(report, baseUrl)}</td>
	</tr>`;
}

function executionLink(
	{ workflowId, workflowName, executionId }: Failure['report'],
	baseUrl: string | undefined,
): Html {
	const number = executionId === undefined ? '' : ` #${executionId}`;
	const name = markup`<bdi>${workflowName ?? 'Workflow'}${number}</bdi>`;
	if (baseUrl === undefined || workflowId === undefined || executionId === undefined) return name;
	const path = `workflow/${encodeURIComponent(workflowId)}/executions/${encodeURIComponent(executionId)}`;
	return markup`<a href="${baseUrl}${path}" rel="noreferrer">${name}</a>`;
}
