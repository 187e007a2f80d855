import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { limitParameters, readLimit } from '../../../shared/parameters/limit';
import { collectionParameter, flagParameter, toNumber } from '../../../shared/parameters/read';
import { auditItems, rawAuditItems } from '../../audit/auditItem';
import { MAX_PAGE_SIZE, listAuditEvents } from '../../audit/auditPages';
import { optionsParameter, readV4Session } from '../requestOptions';
import { simplifyParameter } from '../simplify';
import { filtersParameter, readFilters } from './filters';

const displayOptions = { show: { resource: ['auditEvent'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	...limitParameters(displayOptions),
	filtersParameter(displayOptions),
	simplifyParameter(displayOptions),
	optionsParameter(displayOptions, [
		{
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_PAGE_SIZE, numberPrecision: 0 },
			default: MAX_PAGE_SIZE,
			description: 'Events of one request, up to 1,000. Fewer make smaller answers.',
		},
	]),
];

/** Gives an item for each audit event, in Clari's order. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readV4Session(this, itemIndex, 'Audit events');
	const options = collectionParameter(this, 'options', itemIndex);
	const pageSize = Math.trunc(toNumber(options.pageSize, MAX_PAGE_SIZE));
	const events = await listAuditEvents(
		session,
		readFilters(session),
		readLimit(this, itemIndex),
		Math.min(MAX_PAGE_SIZE, Math.max(1, pageSize)),
	);
	const simplify = flagParameter(this, 'simplify', itemIndex, true);
	const items = simplify ? auditItems(events) : rawAuditItems(events);
	return items.map((json) => ({ json }));
}
