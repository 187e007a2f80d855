import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { sessionError } from '../../../shared/errors/sessionError';
import type { QueryValues } from '../../../shared/http/query';
import { collectionParameter, toText } from '../../../shared/parameters/read';
import { toTime } from '../../dateTime';
import type { ClariSession } from '../../transport';

/** The collection Filters, with everything that the audit log can be filtered by. */
export function filtersParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Actor ID',
				name: 'actorId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 4101',
				description: 'Clari user ID of who did it',
			},
			{
				displayName: 'Event',
				name: 'event',
				type: 'string',
				default: '',
				placeholder: 'e.g. api.accessed',
				description: 'Name of the event',
			},
			{
				displayName: 'From',
				name: 'dateFrom',
				type: 'dateTime',
				default: '',
				description: 'Only events since this time. Clari starts 30 days ago when empty.',
			},
			{
				displayName: 'Impersonating Actor ID',
				name: 'impersonatingActorId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 4101',
				description: 'Clari user ID of the person on whose behalf it was done',
			},
			{
				displayName: 'Session ID',
				name: 'sessionId',
				type: 'string',
				default: '',
				placeholder: 'e.g. fe795746-54b0-11ed-bdc3-0242ac120002',
				description: 'UUID of the session',
			},
			{
				displayName: 'Session Type',
				name: 'sessionType',
				type: 'options',
				default: 'WEB',
				options: [
					{ name: 'Android', value: 'ANDROID' },
					{ name: 'iOS', value: 'IOS' },
					{ name: 'Web', value: 'WEB' },
				],
				description:
					'Where the session took place. Clari may export web sessions alone when absent.',
			},
			{
				displayName: 'To',
				name: 'dateTo',
				type: 'dateTime',
				default: '',
				description: 'Only events until this time. Clari ends now when empty.',
			},
		],
	};
}

/** The filters of an item as Clari takes them, in a query and in a body; what is not set is absent. */
export function readFilters(session: ClariSession): QueryValues {
	const filters = collectionParameter(session.context, 'filters', session.itemIndex);
	const values: QueryValues = {
		actorId: userId(session, filters.actorId, 'Actor ID'),
		impersonatingActorId: userId(session, filters.impersonatingActorId, 'Impersonating Actor ID'),
		sessionId: uuid(session, filters.sessionId),
		sessionType: toText(filters.sessionType, '') || undefined,
		dateFrom: toTime(session, filters.dateFrom, 'From')?.toUTC().toISO() ?? undefined,
		dateTo: toTime(session, filters.dateTo, 'To')?.toUTC().toISO() ?? undefined,
		event: toText(filters.event, '').trim() || undefined,
	};
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function userId(session: ClariSession, value: unknown, label: string): number | undefined {
	const text = toText(value, '').trim();
	if (text === '') return undefined;
	if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
	throw sessionError(
		session,
		`'${label}' is no Clari user ID`,
		'It is a whole number, as in actorId of the events, and not an email address or a CRM ID.',
	);
}

function uuid(session: ClariSession, value: unknown): string | undefined {
	const text = toText(value, '').trim();
	if (text === '') return undefined;
	if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return text;
	throw sessionError(
		session,
		"'Session ID' is no UUID",
		'Copy it from sessionId of an event, e.g. fe795746-54b0-11ed-bdc3-0242ac120002.',
	);
}
