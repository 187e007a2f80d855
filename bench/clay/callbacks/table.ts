import { count, DASH, times, type Table } from '../report/table';
import { RECEIVERS, REFERENCE } from './receivers';
import type { Summary } from './summary';

const MEGABYTE = 1024 ** 2;

const HEAD = [
	'',
	'callbacks/s',
	'Webhook = 1',
	'processor each',
	'executions',
	'lost',
	'twice',
	'not accepted',
	'peak',
	'copies',
];

const ENGINE_TITLES = {
	vm: "n8n's default, N8N_EXPRESSION_ENGINE=vm",
	legacy: 'N8N_EXPRESSION_ENGINE=legacy',
};

/** One table for each engine of n8n. */
export function callbackTables(summaries: readonly Summary[], concurrency: number): Table[] {
	return [...new Set(summaries.map(({ engine }) => engine))].map((engine) =>
		tableOf(
			summaries.filter((summary) => summary.engine === engine),
			concurrency,
		),
	);
}

function tableOf(summaries: readonly Summary[], concurrency: number): Table {
	const reference = summaries.find(({ receiver }) => receiver === REFERENCE);
	const [first] = summaries;
	return {
		title: `${count(first?.callbacks ?? 0)} callbacks about ${count(first?.expected ?? 0)} events, ${concurrency} at a time; ${ENGINE_TITLES[first?.engine ?? 'vm']}`,
		head: HEAD,
		rows: summaries.map((summary) => [
			RECEIVERS.find(({ id }) => id === summary.receiver)?.title ?? summary.receiver,
			summary.perSecond.toFixed(1),
			times(summary.perSecond / (reference?.perSecond ?? NaN)),
			Number.isNaN(summary.processorMs) ? DASH : `${summary.processorMs.toFixed(1)} ms`,
			count(summary.executions),
			count(summary.lost),
			count(summary.twice),
			count(summary.refused),
			Number.isNaN(summary.peakBytes)
				? DASH
				: `${count(Math.round(summary.peakBytes / MEGABYTE))} MB`,
			summary.skipped > 0 ? `${count(summary.skipped)} skipped` : 'run',
		]),
	};
}
