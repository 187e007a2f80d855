import reportSchema from '../../../../nodes/Clari/__schema__/v1.0.0/forecastExport/run/report.json';
import reconcileSchema from '../../../../nodes/Clari/__schema__/v1.0.0/report/reconcile.json';
import { readTemplate } from '../../../../sandbox/localTemplate';
import { isRecord, readRecords } from '../../../../nodes/shared/json/read';

/** The tables of the templates have a column for everything that is put into them, and for nothing else. */

const REPORT = Object.keys(reportSchema.properties).sort();

function parametersOf(file: string, name: string): Record<string, unknown> {
	const node = readTemplate(file).nodes.find((one) => one.name === name);
	if (node === undefined) throw new Error(`${file} has no node ${name}`);
	return node.parameters;
}

/** The columns of a Data Table that a node makes. */
function created(file: string): string[] {
	const { columns } = parametersOf(file, 'Create table');
	return readRecords(isRecord(columns) ? columns.column : [])
		.map(({ name }) => String(name))
		.sort();
}

/** The columns that a node fills. */
function filled(file: string, name: string): string[] {
	const { columns } = parametersOf(file, name);
	return Object.keys(isRecord(columns) && isRecord(columns.value) ? columns.value : {}).sort();
}

test('the data table of reports has what a report has', () => {
	expect(created('clari-job-reports.json')).toEqual(REPORT);
	expect(filled('clari-job-reports.json', 'Keep report')).toEqual(REPORT);
	expect(filled('clari-export-failure-alert.json', 'Keep failure')).toEqual(REPORT);
});

test('so has the one in Postgres', () => {
	const query = String(parametersOf('clari-warehouse-merge.json', 'Create tables').query);
	const [, columns = ''] = /exists clari_job_reports \(\n([^]*?)\n\);/.exec(query) ?? [];
	const names = columns.split('\n').map((line) => line.trim().split(' ')[0] ?? '');
	const camelCase = names.map((name) =>
		name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
	);
	expect(camelCase.sort()).toEqual(REPORT);
});

test('the data table of the reconciliation has what a result has', () => {
	const result = Object.keys(reconcileSchema.properties).sort();
	expect(created('clari-daily-reconciliation.json')).toEqual(result);
	expect(filled('clari-daily-reconciliation.json', 'Keep result')).toEqual(result);
});

test.each([
	['clari-job-reports.json', 'Keep report'],
	['clari-export-failure-alert.json', 'Keep failure'],
])('%s looks for a report by the ID that it stores', (file, name) => {
	const { columns, filters } = parametersOf(file, name);
	const stored = isRecord(columns) && isRecord(columns.value) ? columns.value.reportId : undefined;
	expect(stored).toEqual(expect.stringContaining('{{'));
	expect(readRecords(isRecord(filters) ? filters.conditions : [])).toEqual([
		{ keyName: 'reportId', condition: 'eq', keyValue: stored },
	]);
});
