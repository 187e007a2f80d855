import type { N8nHost } from '../../../sandbox/n8n/host';
import { startClay, type ClayService } from '../../../sandbox/vendors';
import { drawLeads } from './leads';
import { startNeighbour } from './neighbour';
import type { Sender } from './sender';

export interface RowSettings {
	rows: number;
	/** Clay's limits: rows per second, and how many at once. */
	rate: number;
	burst: number;
	/** What somebody else sends of it, per second. */
	neighbour: number;
	seed: string;
}

/** One sender, once. */
export interface RowRun extends RowSettings {
	sender: string;
	/** Different rows that are in the table. */
	arrived: number;
	/** Rows that are in the table more than once. */
	twice: number;
	/** Answers 429 that the sender got. */
	throttled: number;
	/** From the first request to the last one, in milliseconds. */
	ms: number;
	/** Share of what the limit left to the sender in that time. */
	share: number;
	/** What the user is told at the end. */
	told: string;
}

/** Longer than the slowest sender takes. */
const TIMEOUT_MS_PER_ROW = 1_000;
const TIMEOUT_MS = 120_000;

/** Sends all rows to a Clay of its own, whose allowance is full, and counts what is in the table then. */
export async function measureRows(
	sender: Sender,
	settings: RowSettings,
	host: N8nHost,
	signal?: AbortSignal,
): Promise<RowRun> {
	const { rows, rate, burst, neighbour, seed } = settings;
	const clay = await startClay({
		settings: { rate, burst },
		source: { limit: Number.MAX_SAFE_INTEGER },
	});
	const endNeighbour = startNeighbour(clay, neighbour);
	try {
		const timeoutMs = TIMEOUT_MS + rows * TIMEOUT_MS_PER_ROW;
		const told = await sender.send(drawLeads(rows, seed), { host, clay, timeoutMs, signal });
		return { sender: sender.id, ...settings, ...countRows(clay, settings), told };
	} finally {
		await endNeighbour();
		await clay.close();
	}
}

/** What the table and the journal say about the rows of the first source, which is the sender's. */
export function countRows(
	clay: Pick<ClayService, 'rows' | 'journal' | 'sources'>,
	{ rate, burst }: Pick<RowSettings, 'rate' | 'burst'>,
): Pick<RowRun, 'arrived' | 'twice' | 'throttled' | 'ms' | 'share'> {
	const slug = clay.sources[0]?.slug;
	const own = clay.rows.filter(({ source }) => source === slug);
	const times = new Map<unknown, number>();
	for (const { cells } of own) times.set(cells.lead_id, (times.get(cells.lead_id) ?? 0) + 1);

	const requests = clay.journal.entries.filter(({ requestBody }) => isOfSender(requestBody));
	const first = Date.parse(requests[0]?.at ?? '');
	const ms = Date.parse(requests.at(-1)?.at ?? '') - first;
	const within = (at: string) => Date.parse(at) >= first && Date.parse(at) <= first + ms;
	const others = clay.rows.filter(({ source, at }) => source !== slug && within(at)).length;
	return {
		arrived: times.size,
		twice: [...times.values()].filter((count) => count > 1).length,
		throttled: requests.filter(({ status }) => status === 429).length,
		ms,
		share: own.length / (burst + (rate * ms) / 1000 - others),
	};
}

function isOfSender(body: unknown): boolean {
	return typeof body === 'object' && body !== null && 'lead_id' in body;
}
