import { dashboardTests } from './healthTemplates/dashboard';
import { failureAlertTests } from './healthTemplates/failureAlert';
import { reconciliationTests } from './healthTemplates/reconciliation';
import { reportTests } from './healthTemplates/reports';
import type { Stack } from './healthTemplates/stack';
import { startStack } from './healthTemplates/stack';
import { warehouseTests } from './healthTemplates/warehouse';
import { POSTGRES } from './postgres';

/*
 * The templates about the health of exports, each in the real n8n as it is imported. n8n is started once; the tests
 * follow each other.
 */

jest.setTimeout(300_000);

// CI always has it (.ci/run installs it): there, a missing one is a failure and not a reason to skip.
const withPostgres =
	POSTGRES === undefined && process.env.CI === undefined ? describe.skip : describe;

let stack: Stack;
beforeAll(async () => {
	stack = await startStack();
});
afterAll(async () => await stack?.close());

describe('the dashboard', () => dashboardTests(() => stack));
describe('the alert for exports that fail', () => failureAlertTests(() => stack));
describe('the daily reconciliation', () => reconciliationTests(() => stack));
describe('the reports of exports', () => reportTests(() => stack));
withPostgres('the warehouse (needs PostgreSQL)', () => warehouseTests(() => stack));
