import type { IExecuteFunctions } from 'n8n-workflow';

import { textParameter } from '../../../shared/parameters/read';
import type { MoveBaseline } from '../../baseline/memory';
import { badParameter, choiceOf, numberOf } from './checks';

/** Which earlier state is compared with, of a home that knows several. */
export type Since = 'lastAlert' | 'lastRun' | 'startOfWeek' | 'startOfQuarter' | 'namedBaseline';

/** Where the earlier state is, and when it moves on. */
export type BaselineSettings =
	| { home: 'memory'; since: Since; name: string; move: MoveBaseline }
	| { home: 'secondInput'; since: Since; name: string }
	| { home: 'sameExport'; weeksBack: number };

/** @throws {NodeOperationError} when a name is missing without which the baseline cannot be found again */
export function readBaselineSettings(context: IExecuteFunctions): BaselineSettings {
	const home = choiceOf(
		context,
		'Baseline Kept In',
		context.getNodeParameter('baselineHome', 0, 'memory'),
		['memory', 'secondInput', 'sameExport'],
	);
	if (home === 'sameExport') {
		const weeks = context.getNodeParameter('weeksBack', 0, 1);
		const range = { fallback: 1, min: 1, whole: true };
		return { home, weeksBack: numberOf(context, 'Weeks Back', weeks, range) };
	}
	const since = choiceOf(
		context,
		'Compare With',
		context.getNodeParameter('compareWith', 0, 'lastAlert'),
		['lastAlert', 'lastRun', 'startOfWeek', 'startOfQuarter', 'namedBaseline'],
	);
	const name = textParameter(context, 'baselineName', 0).trim();
	if (home === 'secondInput') return { home, since, name };
	if (since === 'namedBaseline' && name === '') {
		throw badParameter(
			context,
			'Baseline Name',
			'is empty',
			"A named baseline is found by its name. Enter one, or choose another value for 'Compare With'.",
		);
	}
	const move = choiceOf(
		context,
		'Move Baseline',
		context.getNodeParameter('moveBaseline', 0, 'executionSucceeded'),
		['executionSucceeded', 'rightAway', 'onCommit'],
	);
	if (move === 'onCommit' && name === '') {
		throw badParameter(
			context,
			'Baseline Name',
			'is empty',
			"The Commit Baseline operation finds the baseline by its name. Give both nodes the same one, or choose another value for 'Move Baseline'.",
		);
	}
	return { home, since, name, move };
}
