import { median } from '../../measure/statistics';
import { ENGINES, type CallbackRun, type Engine } from './measure';

/** A receiver over all rounds. */
export interface Summary {
	receiver: string;
	engine: Engine;
	callbacks: number;
	expected: number;
	rounds: number;
	/** Callbacks a second until the last execution has ended; median. */
	perSecond: number;
	/** Milliseconds of n8n's processor time for a callback; median. */
	processorMs: number;
	/** Executions of the round with the most. */
	executions: number;
	/** Events that started no execution, or one that did not succeed; of all rounds. */
	lost: number;
	/** Events that started more than one; of all rounds. */
	twice: number;
	/** Callbacks that were answered as copies, of the round with the most. */
	skipped: number;
	/** Callbacks that were not answered with 200; of all rounds. */
	refused: number;
	/** Most memory of n8n's main process in any round. */
	peakBytes: number;
}

/** One line for each engine and receiver, in the order in which they were first measured. */
export function summarize(runs: readonly CallbackRun[]): Summary[] {
	const receivers = [...new Set(runs.map(({ receiver }) => receiver))];
	return ENGINES.flatMap((engine) =>
		receivers.flatMap((receiver) => {
			const own = runs.filter((run) => run.receiver === receiver && run.engine === engine);
			const [first] = own;
			return first === undefined ? [] : [summaryOf(first, own)];
		}),
	);
}

function summaryOf(
	{ receiver, engine, callbacks, expected }: CallbackRun,
	own: readonly CallbackRun[],
): Summary {
	const most = (valueOf: (run: CallbackRun) => number) => Math.max(...own.map(valueOf));
	const sum = (valueOf: (run: CallbackRun) => number) =>
		own.reduce((total, run) => total + valueOf(run), 0);
	return {
		receiver,
		engine,
		callbacks,
		expected,
		rounds: own.length,
		perSecond: median(own.map((run) => (run.callbacks / run.ms) * 1000)),
		processorMs: median(own.map((run) => (run.processorMs ?? NaN) / run.callbacks)),
		executions: most((run) => run.executions.executions),
		lost: sum((run) => run.expected - run.executions.events + run.executions.failed),
		twice: sum((run) => run.executions.repeated),
		skipped: most((run) => run.answers.duplicates),
		refused: sum((run) => run.callbacks - run.answers.accepted),
		peakBytes: most((run) => run.peakBytes ?? NaN),
	};
}
