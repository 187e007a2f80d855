import type { INodeParameters } from 'n8n-workflow';

import { executionUrlOf } from '../../nodes/ForecastDiff/actions/settings/executionUrl';
import { BEFORE, diff } from './forecastDiffWorkflow';

const table = { data: 'table', keyFields: 'id', amountField: 'amount' };

test.each<[string, INodeParameters, string, RegExp]>([
	['a percentage that is text', { percentThreshold: 'ten' }, 'Threshold in Percent', /"ten".*10/],
	['a negative percentage', { percentThreshold: -5 }, 'Threshold in Percent', /0 or more/],
	['money that is a list', { moneyThreshold: [1] }, 'Threshold in Money', /\[1\]/],
	[
		'a rule that is no number',
		{ thresholdRules: { rules: [{ percent: 'x', money: 0 }] } },
		'Threshold Rules (rule 1): Threshold in Percent',
		/"x"/,
	],
	['no amount field', { ...table, amountField: ' ' }, 'Amount Field', /such as amount/],
	['no key fields', { ...table, keyFields: ' , ' }, 'Key Fields', /identify a row/],
	['no binary field', { readFrom: 'file', binaryField: ' ' }, 'Input Binary Field', /such as data/],
	['half a week back', { baselineHome: 'sameExport', weeksBack: 0.5 }, 'Weeks Back', /whole/],
	['an unknown reference', { compareWith: 'yesterday' }, 'Compare With', /lastAlert/],
	['a named baseline without a name', { compareWith: 'namedBaseline' }, 'Baseline Name', /Enter/],
	['a commit without a name', { moveBaseline: 'onCommit' }, 'Baseline Name', /Commit Baseline/],
	[
		'a time of day in words',
		{ options: { quietFrom: '8 pm', quietTo: '07:00' } },
		'Quiet From',
		/20:00/,
	],
	['quiet hours without an end', { options: { quietFrom: '20:00' } }, 'Quiet To', /Add 'Quiet To'/],
	['quiet hours without a start', { options: { quietTo: '7:00' } }, 'Quiet From', /remove/],
	[
		'quiet hours that never begin',
		{ options: { quietFrom: '20:00', quietTo: '20:00' } },
		'Quiet To',
		/Quiet Days/,
	],
	['an unknown weekday', { options: { quietDays: 'sabbath' } }, 'Quiet Days', /saturday/],
	[
		'a month that is none',
		{ options: { fiscalYearStart: 13 } },
		'First Month of Fiscal Year',
		/12/,
	],
	[
		'a fall of more than all',
		{ options: { maxRowDropPercent: 101 } },
		'Largest Fall in Rows (%)',
		/100/,
	],
	['no changes in the alert', { options: { topChanges: 0 } }, 'Changes in Alert', /1 or more/],
	['rows that are text', { options: { expectedRows: 'many' } }, 'Expected Rows', /"many"/],
	['a limit that is text', { options: { memoryLimit: 'none' } }, 'Memory Limit (MB)', /"none"/],
])(
	'%s: the error names the parameter and says what to do',
	async (_name, parameters, label, advice) => {
		const { error } = await diff(BEFORE, parameters);
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.message).toContain(`'${label}'`);
		expect(error?.description).toMatch(advice);
	},
);

test.each<[string, INodeParameters]>([
	['numbers as text', { percentThreshold: '12.5', options: { expectedRows: '3' } }],
	['a locale that is none falls back', { options: { locale: 'klingon!' } }],
	['days from an expression, as text', { options: { quietDays: 'Saturday, Sunday' } }],
])('%s: fine', async (_name, parameters) => {
	expect((await diff(BEFORE, parameters)).error).toBeUndefined();
});

test.each([
	['https://n8n.example/', 'w1', 'https://n8n.example/workflow/w1/executions/7'],
	['https://n8n.example/n8n', 'w1', 'https://n8n.example/n8n/workflow/w1/executions/7'],
	['', 'w1', undefined],
	['https://n8n.example/', undefined, undefined],
])('the address of the execution, at %j in workflow %j', (base, id, url) => {
	const context = {
		getInstanceBaseUrl: () => base,
		getWorkflow: () => ({ ...(id !== undefined && { id }), active: true }),
		getExecutionId: () => '7',
	};
	expect(executionUrlOf(context)).toBe(url);
});
