import type { IExecuteFunctions } from 'n8n-workflow';

import { readRecords } from '../../../shared/json/read';
import { collectionParameter, toText } from '../../../shared/parameters/read';
import type { CompareOptions, ThresholdRule } from '../../engine';
import { choiceOf, numberOf } from './checks';

/**
 * From when on a change counts.
 *
 * @throws {NodeOperationError} for what is no number of 0 or more
 */
export function readThresholds(
	context: IExecuteFunctions,
	options: Record<string, unknown>,
): Pick<
	CompareOptions,
	'percentThreshold' | 'moneyThreshold' | 'thresholdRules' | 'thresholdMode'
> {
	const rules = readRecords(collectionParameter(context, 'thresholdRules', 0).rules);
	return {
		percentThreshold: numberOf(
			context,
			'Threshold in Percent',
			context.getNodeParameter('percentThreshold', 0, 10),
			{ fallback: 10 },
		),
		moneyThreshold: numberOf(
			context,
			'Threshold in Money',
			context.getNodeParameter('moneyThreshold', 0, 0),
			{ fallback: 0 },
		),
		thresholdRules: rules.map((rule, place) => ruleOf(context, rule, place)),
		thresholdMode: choiceOf(context, 'Thresholds to Reach', options.thresholdMode, [
			'both',
			'either',
		]),
	};
}

function ruleOf(
	context: IExecuteFunctions,
	rule: Record<string, unknown>,
	place: number,
): ThresholdRule {
	const name = `Threshold Rules (rule ${place + 1})`;
	const field = toText(rule.field, '').trim();
	const level = choiceOf(context, `${name}: Level`, rule.level, ['any', 'rep', 'manager']);
	return {
		...(field !== '' && { field }),
		...(level !== 'any' && { level }),
		percent: numberOf(context, `${name}: Threshold in Percent`, rule.percent, { fallback: 10 }),
		money: numberOf(context, `${name}: Threshold in Money`, rule.money, { fallback: 0 }),
	};
}
