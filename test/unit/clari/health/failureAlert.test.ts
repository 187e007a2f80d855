import { readRecords, isRecord } from '../../../../nodes/shared/json/read';
import { readTemplate } from '../../../../sandbox/localTemplate';

/** The pattern by which the alert reads the quarter out of a message. */
function quarterPattern(): RegExp {
	const node = readTemplate('clari-export-failure-alert.json').nodes.find(
		({ name }) => name === 'What failed',
	);
	const assignments: unknown = node?.parameters.assignments;
	const fields = readRecords(isRecord(assignments) ? assignments.assignments : []);
	const { value } = fields.find(({ name }) => name === 'timePeriod') ?? {};
	const [, source = 'none'] = /\.match\(\/(.*)\/\)/.exec(String(value)) ?? [];
	return new RegExp(source);
}

test.each([
	['Export job 64f1 is of 2026_Q4, not of 2026_Q3 [item 0]', '2026_Q3'],
	["Could not queue the export of forecast tab 'forecast' for 2026_Q2: Clari is busy", '2026_Q2'],
	['Export job 64f1 ended as FAILED Other periods were queued: 2025_Q4: 64f2', '2025_Q4'],
	['Export job 64f1 ended as FAILED', undefined],
])('the alert stores of "%s" the quarter that was asked for: %s', (message, quarter) => {
	expect(quarterPattern().exec(message)?.slice(1).find(Boolean)).toBe(quarter);
});
