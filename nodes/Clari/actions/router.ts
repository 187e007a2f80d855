import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../../shared/errors/nodeError';
import { runTogether } from '../../shared/operations/allItems';
import { chooseOperation } from '../../shared/operations/choose';
import { forEachItem } from '../../shared/operations/eachItem';
import type { RunOperation } from '../../shared/operations/operation';
import * as checkReadiness from './account/checkReadiness';
import * as getLimits from './account/getLimits';
import * as getActivities from './activityExport/getResult';
import * as runActivities from './activityExport/run';
import * as startActivities from './activityExport/start';
import * as exportAudit from './auditEvent/export';
import * as getManyAudit from './auditEvent/getMany';
import * as getAuditResult from './auditEvent/getResult';
import * as cancel from './exportJob/cancel';
import * as getJob from './exportJob/get';
import * as getManyJobs from './exportJob/getMany';
import type { ClariOperation } from './exportOperation';
import { ExportOutputs } from './exportOutputs';
import * as getResult from './forecastExport/getResult';
import * as run from './forecastExport/run';
import * as start from './forecastExport/start';
import * as getManyTypes from './forecastType/getMany';
import * as getManyOpportunities from './opportunity/getMany';
import * as createDashboard from './report/createDashboard';
import * as reconcile from './report/reconcile';

/** Every operation of the node, by the values of Resource and Operation. */
export const OPERATIONS = {
	account: { checkReadiness, getLimits },
	activityExport: { getResult: getActivities, run: runActivities, start: startActivities },
	auditEvent: { export: exportAudit, getMany: getManyAudit, getResult: getAuditResult },
	exportJob: { cancel, get: getJob, getMany: getManyJobs },
	forecastExport: { getResult, run, start },
	forecastType: { getMany: getManyTypes },
	opportunity: { getMany: getManyOpportunities },
	report: { createDashboard, reconcile },
} satisfies Record<string, Record<string, ClariOperation | RunOperation>>;

/** Runs the operation: once for all items where it is about all reports, else for each item. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const together = await runTogether(this, OPERATIONS);
	if (together !== undefined) return [together];

	const outputs = new ExportOutputs(this);
	const first = await attempt(this.getNode(), undefined, async () => {
		return await forEachItem(this, async (itemIndex) => {
			const operation = chooseOperation<ClariOperation | RunOperation>(this, OPERATIONS, itemIndex);
			if (!('execute' in operation)) return [];
			const result = await attempt(this.getNode(), itemIndex, async () => {
				return await operation.execute.call(this, itemIndex, outputs);
			});
			if (result.ok) return result.value;
			outputs.fail(itemIndex);
			throw result.error;
		});
	});
	if (first.ok) return outputs.all(first.value);
	outputs.keep(first.error);
	throw first.error;
}
