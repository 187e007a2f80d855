import type { ExportHealth, Latency } from '../health';
import type { Phase } from '../jobReport';
import { PHASES } from '../jobReport';
import { duration, number } from '../words';
import type { Html } from './markup';
import { markup } from './markup';

const NAMES: Record<Phase, string> = {
	slotWait: 'Wait for a free slot',
	queue: 'Queueing the job',
	run: 'Running at Clari',
	download: 'Download',
	total: 'Total',
};

/** How long exports take, phase by phase: a line from the median to the 99th percentile, a dot at the 95th. */
export function latencyTable({ latency }: ExportHealth): Html {
	const most = Math.max(1, ...PHASES.map((phase) => latency[phase]?.p99 ?? 0));
	return markup`<table>
		<thead>
			<tr>
				<th>Phase</th>
				<th class="wide"></th>
				<th class="amount">p50</th>
				<th class="amount">p95</th>
				<th class="amount">p99</th>
				<th class="amount">Runs</th>
			</tr>
		</thead>
		<tbody>
			${PHASES.map((phase) => row(NAMES[phase], latency[phase], most))}
		</tbody>
	</table>`;
}

function row(name: string, latency: Latency | null, most: number): Html {
	const cells = (['p50', 'p95', 'p99'] as const).map((share) => {
		const text = latency === null ? '–' : duration(latency[share]);
		return markup`<td class="amount" data-name="${share}">${text}</td>`;
	});
	return markup`<tr>
		<td class="title">${name}</td>
		<td class="wide">${latency === null ? null : range(latency, most)}</td>
		${cells}
		<td class="amount" data-name="Runs">${number(latency?.count ?? 0)}</td>
	</tr>`;
}

function range({ p50, p95, p99 }: Latency, most: number): Html {
	// Room for the round ends of the line.
	const x = (value: number) => `${Math.round((2 + (value / most) * 96) * 10) / 10}%`;
	return markup`<svg height="20" aria-hidden="true">
		<line class="grid-line" x1="0" x2="100%" y1="10.5" y2="10.5" />
		<line class="range" x1="${x(p50)}" x2="${x(p99)}" y1="10" y2="10" />
		<circle class="dot" cx="${x(p95)}" cy="10" r="5" />
	</svg>`;
}
