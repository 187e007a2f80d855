import type { INodeExecutionData } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import type { RoutineResult } from '../../routines/runs';

/** One item for each item of the run. */
export function resultItems(routineRunId: string, results: RoutineResult[]): INodeExecutionData[] {
	return results.map((result) => ({ json: { ...toItemData(result), routineRunId } }));
}
