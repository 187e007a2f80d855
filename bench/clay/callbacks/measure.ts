import { withHost, type Surroundings } from '../host';
import { readExecutions, waitUntilIdle, type Executions } from './executions';
import { callbackBody, planCallbacks, type Plan } from './plan';
import { CALLBACK_HEADERS, publish, type Receiver } from './receivers';
import { sendCallbacks, type Answers } from './send';

/** Events of the warm-up: another kind of ID, so that they are not counted. */
const WARM_UP = 300;
const PROGRESS_EVERY = 100;

/**
 * How n8n evaluates expressions: in an isolate (`vm`, its default), which it makes anew for each execution, or in its own
 * process (`legacy`), as it did before.
 */
export const ENGINES = ['vm', 'legacy'] as const;
export type Engine = (typeof ENGINES)[number];

export interface CallbackSettings {
	engine: Engine;
	callbacks: number;
	/** Share of copies, from 0 to 1. */
	copies: number;
	concurrency: number;
	seed: string;
}

/** One receiver, once. */
export interface CallbackRun {
	receiver: string;
	engine: Engine;
	callbacks: number;
	/** Different events among the callbacks. */
	expected: number;
	answers: Answers;
	executions: Executions;
	/** From the first callback to the end of the last execution. */
	ms: number;
	/** Processor time of n8n for all callbacks. */
	processorMs?: number;
	peakBytes?: number;
}

/** Sends all callbacks to a receiver in an n8n of its own and looks at what became of each. */
export async function measureCallbacks(
	receiver: Receiver,
	settings: CallbackSettings,
	surroundings: Surroundings,
	onProgress: (text: string) => void = () => undefined,
): Promise<CallbackRun> {
	const { engine, callbacks, copies, concurrency, seed } = settings;
	const { signal } = surroundings;
	const environment = { N8N_EXPRESSION_ENGINE: engine, ...surroundings.environment };
	const plan = planCallbacks(callbacks, copies, seed);
	return await withHost(receiver.id, { ...surroundings, environment }, async (host) => {
		const url = await publish(host, receiver);
		const target = { url, headers: CALLBACK_HEADERS, concurrency, signal };
		await sendCallbacks(warmUpBodies(), target);
		await waitUntilIdle(host, signal);

		const processorBefore = host.processorSeconds() ?? NaN;
		const startedAt = Date.now();
		const answers = await sendCallbacks(bodiesOf(plan, onProgress), target);
		await waitUntilIdle(host, signal);
		const processorMs = ((host.processorSeconds() ?? NaN) - processorBefore) * 1000;
		const peakBytes = host.peakMemory();
		const executions = await readExecutions(host);
		if (executions.removed > 0) throw new Error('n8n has deleted executions: measure fewer.');
		return {
			receiver: receiver.id,
			engine,
			callbacks,
			expected: plan.events,
			answers,
			executions,
			ms: Date.parse(executions.lastStoppedAt) - startedAt,
			processorMs,
			peakBytes,
		};
	});
}

function* warmUpBodies(): Generator<string> {
	for (let event = 0; event < WARM_UP; event++) yield callbackBody(event, 'warm');
}

function* bodiesOf({ order }: Plan, onProgress: (text: string) => void): Generator<string> {
	let sent = 0;
	for (const event of order) {
		if (sent++ % PROGRESS_EVERY === 0) onProgress(`${sent - 1} of ${order.length}`);
		yield callbackBody(event);
	}
}
