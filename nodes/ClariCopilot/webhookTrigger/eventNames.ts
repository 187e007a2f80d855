import { eventWords } from '../../shared/events/eventWords';
import { WEBHOOK_EVENTS } from '../registration/registration';

/** The events that can be registered, by their words; and as it is written in British English. */
const KNOWN = new Map<string, string>([
	...WEBHOOK_EVENTS.map(({ value }) => [eventWords(value), value] as const),
	['call.analysed', 'call.analyzed'],
]);

/** The registered name of an event that came in any case and with any separators; `undefined` for another one. */
export function knownEvent(name: string): string | undefined {
	return KNOWN.get(eventWords(name));
}
