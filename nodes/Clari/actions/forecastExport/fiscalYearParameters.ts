import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { numberParameter, textParameter } from '../../../shared/parameters/read';
import type { FiscalCalendar } from '../../../shared/time/fiscalQuarter';
import { MONTHS, NAMED_AFTER } from '../../fiscalYear';

/** The parameters that say how the company counts its fiscal years. */
export function fiscalYearParameters(displayOptions: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Fiscal Year Starts In',
			name: 'fiscalYearStart',
			type: 'options',
			default: 1,
			options: MONTHS.map((name, index) => ({ name, value: index + 1 })),
			description: 'First month of the fiscal year in Clari',
			displayOptions,
		},
		{
			displayName: 'Fiscal Year Named After',
			name: 'fiscalYearName',
			type: 'options',
			default: 'end',
			options: [
				{ name: NAMED_AFTER.end, value: 'end' },
				{ name: NAMED_AFTER.start, value: 'start' },
			],
			description: 'Matters only when the fiscal year does not start in January',
			displayOptions,
		},
	];
}

export function readFiscalYear(context: IExecuteFunctions, itemIndex: number): FiscalCalendar {
	const named = textParameter(context, 'fiscalYearName', itemIndex, 'end');
	return {
		firstMonth: numberParameter(context, 'fiscalYearStart', itemIndex, 1),
		yearNamedAfter: named === 'start' ? 'start' : 'end',
	};
}
