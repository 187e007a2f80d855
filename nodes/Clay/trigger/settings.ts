import type { IWebhookFunctions } from 'n8n-workflow';

import type { WindowLimits } from '../../shared/events/eventWindow';
import { isRecord } from '../../shared/json/read';
import { toList, toNumber, toText } from '../../shared/parameters/read';
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

/** n8n's own limit is 16 MB, unless its owner changes it. */
const DEFAULT_BODY_MB = 5;
const MB = 1024 * 1024;
const HOUR_MS = 3_600_000;

/** Reads the parameters of the node. */
export function readSettings(context: IWebhookFunctions): TriggerSettings {
	const parameter = (name: string): unknown => context.getNodeParameter(name, '');
	const options = parameter('triggerOptions');
	const option = (name: string): unknown => (isRecord(options) ? options[name] : undefined);
	const triggerOn = readTriggerOn(parameter('triggerOn'));
	return {
		triggerOn,
		authentication: toText(parameter('authentication'), ''),
		events: triggerOn === 'events' ? toList(parameter('events')) : [],
		correlationField: toText(option('correlationField'), '').trim() || 'correlation_id',
		maxBodyBytes: positive(option('maxBodySize'), DEFAULT_BODY_MB) * MB,
		refusePlaceholders: option('placeholders') !== 'passOn',
		startOnTest: option('startOnTest') === true,
		skipDuplicates: parameter('skipDuplicates') !== false,
		keyRule: option('tellDuplicatesBy') === 'content' ? 'content' : 'automatic',
		limits: {
			maxAgeMs: positive(option('rememberHours'), 24) * HOUR_MS,
			maxEvents: Math.floor(positive(option('rememberEvents'), 20_000)),
		},
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

function positive(value: unknown, fallback: number): number {
	const number = toNumber(value, fallback);
	return number > 0 ? number : fallback;
}
