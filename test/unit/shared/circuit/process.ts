import type { IDataObject, WorkflowExecuteMode } from 'n8n-workflow';

import type { BreakerContext } from '../../../../nodes/shared/http/circuit/breaker';
import { Breaker } from '../../../../nodes/shared/http/circuit/breaker';
import { CIRCUITS } from '../../../../nodes/shared/http/circuit/circuit';
import type { CircuitPolicy, Verdict } from '../../../../nodes/shared/http/circuit/state';

export const POLICY: CircuitPolicy = { threshold: 3, coolDownMs: 60_000 };

export interface Execution {
	/** The workflow's memory; absent: one of its own. */
	memory?: IDataObject;
	mode?: WorkflowExecuteMode;
	executionId?: string;
	credentialId?: string;
	host?: string;
	policy?: CircuitPolicy;
}

/** The breaker as a request of this execution finds it. */
export function breakerIn({ memory = {}, ...execution }: Execution = {}): Breaker {
	const { mode = 'trigger', executionId = '1', credentialId = 'c1' } = execution;
	const silent = () => {};
	const context: BreakerContext = {
		getChildNodes: () => [],
		getParentNodes: () => [],
		getExecutionId: () => executionId,
		getMode: () => mode,
		getNode: () => ({
			id: 'n1',
			name: 'Node',
			type: 'clari',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			credentials: { clariApi: { id: credentialId, name: 'Clari' } },
		}),
		getWorkflow: () => ({ id: 'w1', active: true }),
		getWorkflowStaticData: () => memory,
		logger: { debug: silent, info: silent, warn: silent, error: silent },
	};
	const { host = 'api.example.com', policy = POLICY } = execution;
	return new Breaker(context, { credentialType: 'clariApi', host }, policy);
}

/** Sends a request that ends like this. */
export async function request(
	verdict: Verdict,
	execution: Execution = {},
): Promise<'sent' | 'probed' | 'refused'> {
	const admission = await breakerIn(execution).enter();
	if (admission.is !== 'admitted') return 'refused';
	admission.end(verdict);
	return admission.isProbe ? 'probed' : 'sent';
}

/** Sends requests that fail until the circuit is open. */
export async function openCircuit(execution: Execution = {}): Promise<void> {
	const { threshold } = execution.policy ?? POLICY;
	for (let failed = 0; failed < threshold; failed++) await request('down', execution);
}

/** The process forgets; what n8n has saved stays. */
export function restart(): void {
	CIRCUITS.clear();
}
