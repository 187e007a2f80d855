import { runInNewContext } from 'node:vm';

import { isRecord, readRecords } from '../../../../nodes/shared/json/read';
import { readTemplate } from '../../../../sandbox/localTemplate';

/** What the template of the alert makes of an error, as n8n evaluates it. */

const { nodes } = readTemplate('clari-export-failure-alert.json');

function parametersOf(name: string): Record<string, unknown> {
	return nodes.find((node) => node.name === name)?.parameters ?? {};
}

function evaluate(expression: unknown, json: object): unknown {
	const [, code = 'undefined'] = /^=\{\{([^]*)\}\}$/.exec(String(expression)) ?? [];
	return runInNewContext(code, { $json: json });
}

/** A field of *What failed*, of an error with this text. */
function fieldOf(name: string, message: string, description = ''): unknown {
	const { assignments } = parametersOf('What failed');
	const fields = readRecords(isRecord(assignments) ? assignments.assignments : []);
	const { value } = fields.find((field) => field.name === name) ?? {};
	return evaluate(value, { execution: { error: { message, description } } });
}

/** The text that Slack gets. */
function slackText(message: string, description: string): string {
	const item = { workflowName: 'Export', node: 'Clari', message, description };
	return String(evaluate(parametersOf('Post failure to Slack').jsonBody, item));
}

const OTHERS =
	"Other periods were queued and can be fetched with 'Forecast Export: Get Result': 2026_Q1: 64f2, 2025_Q3: 64f3.";

test.each([
	['Export job 64f1 is of 2026_Q4, not of 2026_Q3 [item 0]', '', '2026_Q3'],
	[
		"Could not queue the export of forecast tab 'forecast' for 2026_Q2: Clari is busy",
		OTHERS,
		'2026_Q2',
	],
	[
		'Export job 64f1 was still STARTED after 10 minutes [item 0]',
		`This is the export of forecast tab 'forecast' for 2025_Q4. Clari goes on working on it. ${OTHERS}`,
		'2025_Q4',
	],
	[
		'Export job 64f1 is of 2026_Q1, not of 2025_Q4 [item 0]',
		"This is the export of forecast tab 'plan_2024_Q1' for 2025_Q4. Check 'Periods'.",
		'2025_Q4',
	],
	['Export job 64f1 ended as FAILED', OTHERS, ''],
	['Export job 64f1 ended as FAILED', '', ''],
])('the alert stores of "%s" (%s) the quarter that failed: %s', (message, description, quarter) => {
	expect(fieldOf('timePeriod', message, description)).toBe(quarter);
});

test('the job and the tab are those that failed', () => {
	const message = 'Could not download the result of export job 64f1: Clari is busy';
	const description = `This is the export of forecast tab 'net_new' for 2025_Q4. ${OTHERS}`;
	expect(fieldOf('jobId', message, description)).toBe('64f1');
	expect(fieldOf('forecastId', message, description)).toBe('net_new');
	expect(fieldOf('jobId', 'The quota is used up', OTHERS)).toBe('');
});

test('Slack gets the jobs of the other periods at the end of a long description, and a mark where it is cut', () => {
	expect(slackText('Failed', `${'x'.repeat(1_500)} ${OTHERS}`)).toContain('2025_Q3: 64f3.');
	expect(slackText('m'.repeat(2_000), 'd'.repeat(6_000))).toMatch(/m …\\nd{5000} …/);
	expect(slackText('Failed', 'Run it again.')).not.toContain('…');
});
