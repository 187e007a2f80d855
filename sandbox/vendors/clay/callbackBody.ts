import { inputFields } from './inputFields';
import type { ClayRow, EnrichedFields } from './rows';

/** The callback body that the documentation of the trigger suggests; a convention, not a standard of Clay. */
export function callbackBody(row: ClayRow, table: string, enriched: EnrichedFields): unknown {
	const { cells, failure } = row;
	return {
		event: failure ? 'enrichment.failed' : 'enrichment.completed',
		correlation_id: cells.correlation_id ?? null,
		table,
		row_id: row.id,
		timestamp: row.enrichedAt,
		...(failure && { error: failure }),
		data: failure ? inputFields(cells) : enriched,
	};
}
