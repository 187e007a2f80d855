import type { ExportHealth, QuarterHealth, SubjectHealth } from '../health';
import { at, duration, number, percent } from '../words';
import type { Html } from './markup';
import { markup } from './markup';

const MOST_ROWS = 100;

/** Each quarter of each forecast tab, and each other kind of export: how it goes, and what came last. */
export function subjectsTable({ subjects, timeZone }: ExportHealth): Html {
	const rows = subjects.flatMap((subject) =>
		subject.quarters.map((quarter) => row(subject, quarter, timeZone)),
	);
	const more = rows.length - MOST_ROWS;
	return markup`<table>
			<thead>
				<tr>
					<th>Tab or export</th>
					<th>Quarter</th>
					<th>Last run</th>
					<th class="amount">Completed</th>
					<th class="amount">Last rows</th>
					<th class="amount">Median time</th>
				</tr>
			</thead>
			<tbody>
				${rows.slice(0, MOST_ROWS)}
			</tbody>
		</table>
		${more > 0 ? markup`<p class="muted">${number(more)} more</p>` : null}`;
}

function row({ name, silentMs }: SubjectHealth, quarter: QuarterHealth, zone: string): Html {
	const { timePeriod, runs, failed, last, medianTotal } = quarter;
	const badge = last.completed
		? markup`<span class="badge good">completed</span>`
		: markup`<span class="badge bad">failed</span>`;
	const silent =
		silentMs === null
			? null
			: markup` <span class="badge bad">silent for ${duration(silentMs)}</span>`;
	return markup`<tr>
		<td class="title"><bdi>${name}</bdi></td>
		<td data-name="Quarter"><bdi>${timePeriod ?? '–'}</bdi></td>
		<td data-name="Last run"><span>${at(last.finishedAt, zone)} ${badge}${silent}</span></td>
		<td class="amount" data-name="Completed">
			${number(runs - failed)} of ${number(runs)} (${percent((runs - failed) / runs)})
		</td>
		<td class="amount" data-name="Last rows">${rowsText(quarter)}</td>
		<td class="amount" data-name="Median time">
			${medianTotal === null ? '–' : duration(medianTotal)}
		</td>
	</tr>`;
}

/** The rows of the newest export, and by how many they differ from the export before. */
function rowsText({ lastCompleted, earlierRows }: QuarterHealth): string {
	const rows = lastCompleted?.rows;
	if (rows === undefined) return '–';
	const change = earlierRows === null ? 0 : rows - earlierRows;
	if (change === 0) return number(rows);
	return `${number(rows)} (${change > 0 ? '+' : '−'}${number(Math.abs(change))})`;
}
