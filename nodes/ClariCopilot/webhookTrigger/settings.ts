import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { WindowLimits } from '../../shared/events/eventWindow';
import { isRecord } from '../../shared/json/read';
import { toList, toText } from '../../shared/parameters/read';
import { readLimits } from '../../shared/webhook/limits';

/** The choice for events of any other name. */
export const ANY_OTHER = 'anyOther';

export interface TriggerSettings {
	/** `urlKey`, `none`, or what lets nothing in. */
	authentication: string;
	/** Names of events, and `anyOther`. */
	events: string[];
	simplify: boolean;
	/** Whether to register a URL that nobody outside can reach. */
	allowUnreachable: boolean;
	maxBodyBytes: number;
	/** How long events are remembered; `undefined` when duplicates are to run. */
	remember?: WindowLimits;
}

/** Reads the parameters of the node. */
export function readSettings(context: IHookFunctions | IWebhookFunctions): TriggerSettings {
	const parameter = (name: string): unknown => context.getNodeParameter(name, '');
	const options = parameter('triggerOptions');
	const option = (name: string): unknown => (isRecord(options) ? options[name] : undefined);
	const { maxBodyBytes, remember } = readLimits(option);
	return {
		authentication: toText(parameter('authentication'), ''),
		events: [...new Set([...toList(parameter('events')), ...toList(option('otherEvents'))])],
		simplify: parameter('simplify') !== false,
		allowUnreachable: option('allowUnreachable') === true,
		maxBodyBytes,
		...(parameter('skipDuplicates') !== false && { remember }),
	};
}
