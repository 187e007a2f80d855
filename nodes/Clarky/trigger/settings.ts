import type { IWebhookFunctions } from 'n8n-workflow';

import type { WindowLimits } from '../../shared/events/eventWindow';
import { isRecord } from '../../shared/json/read';
import { toList, toNumber, toText } from '../../shared/parameters/read';
import { readLimits } from '../../shared/webhook/limits';
import type { KeyRule } from './event/eventKey';
import type { Filters } from './event/filters';

export interface TriggerSettings {
	/** `bearer`, `none`, or what lets nothing in. */
	authentication: string;
	filters: Filters;
	routeByGroup: boolean;
	maxBodyBytes: number;
	keyRule: KeyRule;
	/** How long events are remembered; `undefined` when duplicates are to run. */
	remember?: WindowLimits;
}

/** Reads the parameters of the node. */
export function readSettings(context: IWebhookFunctions): TriggerSettings {
	const parameter = (name: string): unknown => context.getNodeParameter(name, '');
	const options = parameter('triggerOptions');
	const option = (name: string): unknown => (isRecord(options) ? options[name] : undefined);
	const { maxBodyBytes, remember } = readLimits(option);
	const maxSentiment = toNumber(option('maxSentiment'), Number.NaN);
	return {
		authentication: toText(parameter('authentication'), ''),
		filters: {
			events: toList(parameter('events')),
			otherEvents: toList(parameter('otherEvents')),
			agentIds: toList(option('agentIds')),
			agentNames: toList(option('agentNames')),
			...(!Number.isNaN(maxSentiment) && { maxSentiment }),
		},
		routeByGroup: parameter('routeByGroup') === true,
		maxBodyBytes,
		keyRule: option('tellDuplicatesBy') === 'content' ? 'content' : 'automatic',
		...(parameter('skipDuplicates') !== false && { remember }),
	};
}
