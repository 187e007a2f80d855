import { randomFrom } from '../random';
import type { AuditFilters } from './auditSchema';
import type { Member } from './hierarchy';
import type { Organisation } from './organisation';

/** One entry of the audit log. Keys: the vendor's specification. It has no id. */
export interface AuditEvent {
	correlationID: string;
	actorId: string;
	impersonatingActorId?: string;
	actorType: 'USER' | 'SYSTEM' | 'JOB';
	sessionId: string;
	ipAddress: string;
	sessionType: 'WEB' | 'IOS' | 'ANDROID';
	event: string;
	eventParameters: Record<string, string>;
	/** ISO 8601. */
	eventTimestamp: string;
}

interface AuditActor {
	actorType: 'USER';
	actorId: string;
	name: string;
	email: string;
}

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
const EVENTS = ['api.accessed', 'forecast.updated', 'user.login', 'settings.changed'];
const SESSION_TYPES = ['WEB', 'IOS', 'ANDROID'] as const;

/** The events that fit, the newest first. About 30 days are kept. */
export function auditEventsOf(organisation: Organisation, filters: AuditFilters): AuditEvent[] {
	const now = +organisation.now();
	const since = Math.max(
		now - KEPT_DAYS * DAY_MS,
		filters.dateFrom === undefined ? 0 : Date.parse(filters.dateFrom),
	);
	const until = Math.min(now, filters.dateTo === undefined ? now : Date.parse(filters.dateTo));
	const { actorId, impersonatingActorId, sessionId, sessionType, event } = filters;
	const isWanted = (entry: AuditEvent) =>
		(actorId === undefined || entry.actorId === String(actorId)) &&
		(impersonatingActorId === undefined ||
			entry.impersonatingActorId === String(impersonatingActorId)) &&
		(sessionId === undefined || entry.sessionId === sessionId) &&
		(sessionType === undefined || entry.sessionType === sessionType) &&
		(event === undefined || entry.event === event);
	const today = Math.floor(now / DAY_MS);
	return Array.from({ length: KEPT_DAYS + 1 }, (_, ago) => eventsOn(today - ago, organisation))
		.flat()
		.filter(({ at }) => at >= since && at <= until)
		.map(({ entry }) => entry)
		.filter(isWanted);
}

/** The people whom events name. */
export function actorsOf({ members }: Organisation, events: AuditEvent[]): AuditActor[] {
	const ids = new Set(events.flatMap((event) => [event.actorId, event.impersonatingActorId ?? '']));
	const people = new Map(members.map((member) => [member.clariUserId, member]));
	return [...people.values()]
		.filter(({ clariUserId }) => ids.has(clariUserId))
		.map(({ clariUserId, name, email }) => ({
			actorType: 'USER',
			actorId: clariUserId,
			name,
			email,
		}));
}

function eventsOn(day: number, { seed, members }: Organisation) {
	return Array.from({ length: 6 }, (_, index) => {
		const random = randomFrom(seed, 'audit', day, index);
		const at = day * DAY_MS + (23 - index * 3) * 3_600_000 + random.between(0, 3_599) * 1_000;
		return { at, entry: eventOf(at, random.pick(members), random) };
	});
}

function eventOf(
	at: number,
	actor: Member | undefined,
	random: ReturnType<typeof randomFrom>,
): AuditEvent {
	const hex = (digits: number) =>
		Array.from({ length: digits }, () => random.between(0, 15).toString(16)).join('');
	const event = random.pick(EVENTS) ?? 'api.accessed';
	const isImpersonated = random.chance(0.1);
	return {
		correlationID: hex(16),
		actorId: actor?.clariUserId ?? '0',
		...(isImpersonated && { impersonatingActorId: '4101' }),
		actorType: 'USER',
		sessionId: `${hex(8)}-${hex(4)}-11ed-bdc3-${hex(12)}`,
		ipAddress: `192.0.2.${random.between(1, 254)}`,
		sessionType: random.pick(SESSION_TYPES) ?? 'WEB',
		event,
		eventParameters: event === 'api.accessed' ? { path: '/v4/export/jobs' } : {},
		eventTimestamp: new Date(at).toISOString().replace('.000Z', 'Z'),
	};
}
