import type { IWebhookFunctions } from 'n8n-workflow';

import type { WindowLimits } from '../../shared/events/eventWindow';
import { isRecord } from '../../shared/json/read';
import { toList, toNumber, toText } from '../../shared/parameters/read';
import { readLimits } from '../../shared/webhook/limits';
import type { KeyRule } from './event/eventKey';
import type { RouteSettings } from './event/route';

/** What Clay sends: the body of a column, a signed notice of a finished routine run, or named events. */
export type TriggerOn = 'httpApiColumn' | 'apiWebhook' | 'events';

export interface TriggerSettings {
	triggerOn: TriggerOn;
	/** As chosen; the mode decides which choices count. */
	authentication: string;
	/** Names of events, and `anyOther`. */
	events: string[];
	correlationField: string;
	maxBodyBytes: number;
	refusePlaceholders: boolean;
	/** Whether a test delivery of the signed API webhook starts the workflow. */
	startOnTest: boolean;
	skipDuplicates: boolean;
	keyRule: KeyRule;
	limits: WindowLimits;
	/** `undefined` when everything leaves by one output. */
	routing?: RouteSettings;
}

/** Reads the parameters of the node. */
export function readSettings(context: IWebhookFunctions): TriggerSettings {
	const parameter = (name: string): unknown => context.getNodeParameter(name, '');
	const options = parameter('triggerOptions');
	const option = (name: string): unknown => (isRecord(options) ? options[name] : undefined);
	const triggerOn = readTriggerOn(parameter('triggerOn'));
	const limits = readLimits(option);
	return {
		triggerOn,
		authentication: toText(parameter('authentication'), ''),
		events: triggerOn === 'events' ? toList(parameter('events')) : [],
		correlationField: toText(option('correlationField'), '').trim() || 'correlation_id',
		maxBodyBytes: limits.maxBodyBytes,
		refusePlaceholders: option('placeholders') !== 'passOn',
		startOnTest: option('startOnTest') === true,
		skipDuplicates: parameter('skipDuplicates') !== false,
		keyRule: option('tellDuplicatesBy') === 'content' ? 'content' : 'automatic',
		limits: limits.remember,
		...(triggerOn !== 'apiWebhook' &&
			parameter('routeByScore') === true && {
				routing: {
					scoreField: toText(parameter('scoreField'), '').trim() || 'icp_score',
					emailField: toText(parameter('emailField'), '').trim() || 'email',
					hotFrom: toNumber(parameter('hotFrom'), 80),
					nurtureFrom: toNumber(parameter('nurtureFrom'), 50),
				},
			}),
	};
}

function readTriggerOn(value: unknown): TriggerOn {
	return value === 'apiWebhook' || value === 'events' ? value : 'httpApiColumn';
}
