import type { INodeExecutionData } from 'n8n-workflow';

import type { NodeFailure } from '../errors/nodeError';
import type { Check } from './check';
import { BASE_URL, fail } from './check';
import { textsOf } from './connection';

/** What a report is about. */
export interface ReportSubject {
	/** e.g. `Clari` */
	service: string;
	/** Host with port that was asked, which tells one environment from another; `null` when the address is none. */
	host: string | null;
}

/**
 * One item for each check. Each says whether the whole report is ready, so that one condition on any item decides: ready
 * means that nothing failed, not that everything was looked at.
 */
export function reportItems(
	{ service, host }: ReportSubject,
	checks: readonly Check[],
	now: Date,
): INodeExecutionData[] {
	const ready = checks.every(({ status }) => status !== 'fail');
	const checkedAt = now.toISOString();
	return checks.map(({ check, title, status, detail, todo }) => ({
		// What people read comes first: n8n shows the columns in this order.
		json: { status, title, detail, todo: todo ?? null, check, service, host, ready, checkedAt },
	}));
}

/** The report of a credential that leads nowhere, so that nothing can be asked. */
export function addressReport(
	service: string,
	error: NodeFailure,
	now: Date,
): INodeExecutionData[] {
	const { detail, todo } = textsOf(error);
	return reportItems({ service, host: null }, [fail(BASE_URL, detail, todo)], now);
}
