import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { QUEUED_HERE } from '../../nodes/Clari/exports/underWay';
import type { ClariService } from '../../sandbox/vendors';
import type { EngineResult, EngineRun } from './engine';
import { runNode } from './engine';

/** Waits short enough for tests; everything else as a user finds it. */
export const FAST_POLLING = { firstWait: 0, growth: 1, ceiling: 0.1, timeout: 0.5 };

/** Whether the node has the answer to the request that queued a job. */
export function isQueuedHere(wanted: string | undefined): boolean {
	return [...QUEUED_HERE.values()].some(({ jobId }) => jobId === wanted);
}

export function credentialFor(
	clari: ClariService,
	profile: 'v4' | 'v1' = 'v4',
): ICredentialDataDecryptedObject {
	return {
		apiProfile: profile,
		baseUrl: profile === 'v4' ? clari.v4Url : clari.v1Url,
		apiToken: clari.token,
	};
}

/** Runs the Clari node against the sandbox, by default Forecast Export: Run of the tab `forecast`. */
export async function runClari(
	clari: ClariService,
	parameters: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<EngineResult> {
	return await runNode({
		type: 'clari',
		credential: credentialFor(clari),
		parameters: {
			resource: 'forecastExport',
			operation: 'run',
			forecastId: { __rl: true, mode: 'id', value: 'forecast' },
			timePeriodMode: 'current',
			typesToExport: ['forecast', 'forecast_updated'],
			exportFormat: 'JSON',
			output: 'rows',
			options: {},
			polling: FAST_POLLING,
			...parameters,
		},
		...run,
	});
}
