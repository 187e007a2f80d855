import { toId } from '../../shared/json/lookup';
import { toQuery } from '../../shared/http/query';
import { apiError } from '../sessionReport';
import type { ClariSession } from '../transport';
import { getFrom } from '../transport';
import { ById } from './opportunityIds';
import { readOpportunities } from './opportunityItem';

/** Ids of one request at the most. Source: Clari API Reference 5.0.0. */
const MAX_IDS = 100;

/**
 * Reads opportunities by their CRM ids, 100 at a time.
 *
 * @param mode Clari's mode ID; its default when absent
 * @throws NodeApiError when one of the requests fails
 */
export async function listOpportunities(
	session: ClariSession,
	ids: string[],
	mode: string | undefined,
): Promise<ById<Record<string, unknown>>> {
	const { baseUrl } = session.connection;
	const found = new ById<Record<string, unknown>>();
	for (let start = 0; start < ids.length; start += MAX_IDS) {
		const asked = ids.slice(start, start + MAX_IDS);
		const path = `/opportunity${toQuery({ oppId: asked, mode })}`;
		const answer = await getFrom(session, { baseUrl, path }, readOpportunities);
		if (!answer.ok) {
			const part =
				ids.length > MAX_IDS ? `${start + 1} to ${start + asked.length} of ${ids.length} ` : '';
			throw apiError(session, answer, {
				attempted: `Could not read opportunities ${part}`.trim(),
				...(answer.status === 403 && {
					todo: 'Use the token of a user who sees these opportunities in Clari.',
				}),
			});
		}
		for (const opportunity of answer.value) {
			const id = toId(opportunity.id);
			if (id !== undefined) found.add(id, opportunity);
		}
	}
	return found;
}
