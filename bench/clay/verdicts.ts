import type { Verdict } from '../verdicts';
import { ENGINES } from './callbacks/measure';
import type { Summary } from './callbacks/summary';
import { OURS as OUR_RECEIVER, REFERENCE, WITH_EXPRESSION } from './callbacks/receivers';
import { count, percent, times } from './report/table';
import type { RowRun } from './rows/measure';
import { OURS as OUR_SENDER } from './rows/senders';
import { lostRows } from './rows/table';

/** Of the limit, or of what somebody else leaves of it. */
const SMALLEST_SHARE = 0.95;
const SMALLEST_RATIO = 0.9;

/** What this package promises about Clay, and whether it is so. */
export function judgeClay(runs: readonly RowRun[], summaries: readonly Summary[]): Verdict[] {
	return [
		...runs.filter(({ sender }) => sender === OUR_SENDER).flatMap(judgeRows),
		...ENGINES.flatMap((engine) =>
			judgeCallbacks(summaries.filter((summary) => summary.engine === engine)),
		),
	];
}

function judgeRows(run: RowRun): Verdict[] {
	const beside = run.neighbour === 0 ? '' : `, beside somebody who sends ${run.neighbour}/s`;
	const lost = lostRows(run);
	return [
		{
			promise: `${count(run.rows)} rows${beside}: all arrive, none twice`,
			passed: lost === 0 && run.twice === 0,
			measured: `${count(lost)} lost, ${count(run.twice)} twice`,
		},
		{
			promise: `${count(run.rows)} rows${beside}: at least ${percent(SMALLEST_SHARE)} of the limit`,
			passed: run.share >= SMALLEST_SHARE,
			measured: percent(run.share),
		},
	];
}

function judgeCallbacks(summaries: readonly Summary[]): Verdict[] {
	const ours = summaries.find(({ receiver }) => receiver === OUR_RECEIVER);
	if (ours === undefined) return [];
	const others = ours.engine === 'vm' ? [REFERENCE, WITH_EXPRESSION] : [REFERENCE];
	return [
		{
			promise: `${callbacksOf(ours)}: none lost, none run twice`,
			passed: ours.lost === 0 && ours.twice === 0 && ours.refused === 0,
			measured: `${count(ours.lost)} lost, ${count(ours.twice)} twice, ${count(ours.refused)} not accepted`,
		},
		...others.map((id) => judgeRate(ours, id, summaries)),
	];
}

function judgeRate(ours: Summary, id: string, summaries: readonly Summary[]): Verdict {
	const other = summaries.find(({ receiver }) => receiver === id);
	const name = id === REFERENCE ? "n8n's Webhook" : "n8n's Webhook with an expression";
	const promise = `${callbacksOf(ours)}: at least ${SMALLEST_RATIO} × the rate of ${name}`;
	if (other === undefined) return { promise, passed: undefined, measured: 'not measured' };
	const ratio = ours.perSecond / other.perSecond;
	const rates = `${ours.perSecond.toFixed(1)}/s to ${other.perSecond.toFixed(1)}/s`;
	return { promise, passed: ratio >= SMALLEST_RATIO, measured: `${times(ratio)} (${rates})` };
}

function callbacksOf({ callbacks, engine }: Summary): string {
	return `${count(callbacks)} callbacks${engine === 'vm' ? '' : `, expression engine ${engine}`}`;
}
