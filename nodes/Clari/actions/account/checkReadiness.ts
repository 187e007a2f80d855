import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { attempt } from '../../../shared/errors/nodeError';
import { hostOf } from '../../../shared/http/webAddress';
import {
	collectionParameter,
	flagParameter,
	listParameter,
	locatorParameter,
	numberParameter,
	toNumber,
} from '../../../shared/parameters/read';
import { addressReport, reportItems } from '../../../shared/readiness/report';
import { CLARI_CREDENTIAL } from '../../connection';
import { checkAccount } from '../../readiness/account';
import type { TabQuestion } from '../../readiness/tab';
import { fiscalYearParameters, readFiscalYear } from '../forecastExport/fiscalYearParameters';
import { pollingDescription, readExportPolling } from '../forecastExport/resultParameters';
import { forecastTabParameter, typesParameter } from '../forecastExport/tabParameters';
import { optionsParameter, readSession } from '../requestOptions';

const displayOptions = { show: { resource: ['account'], operation: ['checkReadiness'] } };

const withTestExport = { show: { ...displayOptions.show, includeTestExport: [true] } };

/** What Clari exports when no type is chosen. Source: Clari API Reference 5.0.0. */
const CLARIS_OWN_TYPES = ['forecast', 'forecast_updated'];

const QUOTA_RESERVE: INodeProperties = {
	displayName: 'Quota Reserve',
	name: 'quotaReserve',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'Exports that are to be left for others; with fewer the check fails',
};

export const description: INodeProperties[] = [
	forecastTabParameter(displayOptions, {
		required: false,
		description:
			'The forecast tab that your workflows export. When empty, only the account is checked. Clari has no list of tabs: open the tab in Clari and copy its ID from the address of the page.',
	}),
	typesParameter(displayOptions),
	{
		displayName: 'Previous Quarters',
		name: 'previousQuarters',
		type: 'number',
		default: 4,
		typeOptions: { minValue: 0, maxValue: 20 },
		description: 'How many quarters before the current one your workflows export',
		displayOptions,
	},
	...fiscalYearParameters(displayOptions),
	{
		displayName: 'Include Test Export',
		name: 'includeTestExport',
		type: 'boolean',
		default: false,
		description:
			'Whether to export the tab now. Costs one export of your quota for the current quarter and one for each previous quarter. Otherwise the newest export that Clari still has is looked at, at no cost.',
		displayOptions,
	},
	optionsParameter(displayOptions, [QUOTA_RESERVE], { breaker: 'none' }),
	pollingDescription(withTestExport),
];

/** Gives one item for each thing that exports depend on; what is not as it should be is an item, never an error. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	// A credential that is missing is an error; one with a wrong address is a check that fails.
	await this.getCredentials(CLARI_CREDENTIAL, itemIndex);
	const opened = await attempt(this.getNode(), itemIndex, async () => {
		return await readSession(this, itemIndex);
	});
	if (!opened.ok) return addressReport('Clari', opened.error, new Date());
	// Whoever checks wants to know how it is now, whatever requests have found before.
	const session = { ...opened.value, circuit: undefined };
	const checks = await checkAccount(session, {
		quotaReserve: Math.max(
			0,
			toNumber(collectionParameter(this, 'options', itemIndex).quotaReserve, 0),
		),
		tab: readTab(this, itemIndex),
	});
	const host = hostOf(session.connection.baseUrl) ?? null;
	return reportItems({ service: 'Clari', host }, checks, new Date());
}

function readTab(context: IExecuteFunctions, itemIndex: number): TabQuestion | undefined {
	const forecastId = locatorParameter(context, 'forecastId', itemIndex);
	if (forecastId === '') return undefined;
	const types = listParameter(context, 'typesToExport', itemIndex);
	return {
		forecastId,
		types: types.length > 0 ? types : CLARIS_OWN_TYPES,
		previousQuarters: Math.max(
			0,
			Math.trunc(numberParameter(context, 'previousQuarters', itemIndex, 4)),
		),
		calendar: readFiscalYear(context, itemIndex),
		...(flagParameter(context, 'includeTestExport', itemIndex) && {
			polling: readExportPolling(context, itemIndex),
		}),
	};
}
