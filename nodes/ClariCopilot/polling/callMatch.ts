import { isRecord, readRecords, readText } from '../../shared/json/read';
import type { Call } from '../calls/callPages';
import type { QueryValues } from '../../shared/http/query';
import type { PollSettings } from './settings';

/** The status in which transcript, summary and analysis are complete. */
const ANALYZED = 'POST_PROCESSING_DONE';

/** What Copilot itself can leave out. */
export function listParameters({ event, users, includePrivate }: PollSettings): QueryValues {
	return {
		filterUser: users,
		// Every status is read where the previous one is to be known.
		...(event !== 'call.status_changed' && { filterStatus: [ANALYZED] }),
		...(includePrivate && { includePrivate }),
	};
}

/** Whether the user asked for a call, as far as a list tells. */
export function matches(
	call: Call,
	previousStatus: string | null,
	{ event, statuses, accounts, deals, externalOnly }: PollSettings,
): boolean {
	const status = readText(call.status) ?? '';
	if (event === 'call.status_changed') {
		// The time of the change moves without one, too.
		if (status === previousStatus) return false;
		if (statuses.length > 0 && !statuses.includes(status)) return false;
	}
	if (externalOnly && readRecords(call.externalParticipants).length === 0) return false;
	const crm = isRecord(call.crm_info) ? call.crm_info : {};
	return (
		isNamed(accounts, call.account_name, crm.account_id) &&
		isNamed(deals, call.deal_name, crm.deal_id)
	);
}

/** Whether one of the texts is in the name, whatever its case, or is the ID. No texts: anything will do. */
function isNamed(wanted: readonly string[], name: unknown, id: unknown): boolean {
	if (wanted.length === 0) return true;
	const lower = (readText(name) ?? '').toLowerCase();
	return wanted.some((text) => text === id || lower.includes(text.toLowerCase()));
}
