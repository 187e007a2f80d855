import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { HttpFailure } from '../../shared/http/outcome';
import { isPassing, mayHaveActed } from '../../shared/http/request';
import { COPILOT_WEBHOOK_API, getCopilotConnection } from '../connection';
import { hasNoList, isNoSuchApi, leftText, lifecycleError, reasonOf, warn } from './lifecycleError';
import type { Remembered, WantedWebhook } from './memory';
import { isAsWanted, isAt, remembered, RegistrationMemory } from './memory';
import { clearOldPlaces } from './oldPlaces';
import type { Registration, Registry } from './registry';
import {
	addRegistration,
	changeRegistration,
	listRegistrations,
	removeRegistration,
} from './registry';

/** What a registration is changed with when there is no such request. */
const NO_SUCH_REQUEST = [404, 405, 501];
/** A URL that is registered already. */
const CONFLICTS = [409, 422];

/**
 * Finds the node's registration, also one whose ID was lost, or which was made when n8n had another address: the list
 * decides, by the URL or the ID. Of several one is kept, and it is brought up to date.
 *
 * @returns whether there is one; when there is not, n8n has one created
 */
export async function findRegistration(
	context: IHookFunctions,
	wanted: WantedWebhook,
): Promise<boolean> {
	const registry = await openRegistry(context);
	const memory = new RegistrationMemory(context);
	const { current } = memory;
	const isHere = current !== undefined && isAt(current, registry.connection);
	const listed = await listRegistrations(registry);
	if (!listed.ok && hasNoList(listed)) return await findWithoutList(registry, memory, wanted);
	if (!listed.ok) {
		// The vendor is away while n8n starts: without the webhook, what it sends later would be lost. Where it is to be
		// another one, n8n has to try again.
		if (isHere && isAsWanted(current, wanted) && isStart(context) && isPassing(listed)) {
			const reason = reasonOf(listed, registry.connection.host);
			warn(context, `whether webhook ${current.id} is still registered is not known: ${reason}`);
			return true;
		}
		throw lifecycleError(registry, listed, 'Could not look for the webhook');
	}
	const ours = listed.value.filter(
		({ id, url }) => isSameTarget(url, wanted.url) || (isHere && id === current.id),
	);
	const left = await clearOldPlaces(registry, memory, idsOf(ours));
	const kept = ours.find(({ id }) => id === current?.id) ?? ours[0];
	memory.keep(kept && remembered(kept.id, registry.connection), left);
	for (const { id } of ours) {
		if (id !== kept?.id) await removeOrWarn(registry, id);
	}
	if (kept === undefined || !(await bringUpToDate(registry, kept, wanted))) return false;
	memory.keep(remembered(kept.id, registry.connection, wanted), left);
	return true;
}

/**
 * The same where only the registration itself is offered, as guides describe no more: what is remembered counts. Whether there
 * is a registration at all shows when n8n has the webhook created.
 */
async function findWithoutList(
	registry: Registry,
	memory: RegistrationMemory,
	wanted: WantedWebhook,
): Promise<boolean> {
	const { context, connection } = registry;
	const { current } = memory;
	const left = await clearOldPlaces(registry, memory, []);
	const known = current !== undefined && isAt(current, connection) ? current : undefined;
	memory.keep(known, left);
	if (known === undefined) return false;
	if (isAsWanted(known, wanted) && isStart(context)) {
		const where = `${connection.host} has no list of webhooks`;
		warn(context, `whether webhook ${known.id} is still registered is not known: ${where}`);
		return true;
	}
	const { url, events } = wanted;
	const changed = await changeRegistration(registry, known.id, { url, events });
	if (changed.ok) {
		memory.keep(remembered(known.id, connection, wanted), left);
		return true;
	}
	if (!NO_SUCH_REQUEST.includes(changed.status ?? 0)) {
		throw lifecycleError(registry, changed, `Could not change webhook ${known.id}`);
	}
	const removed = await removeRegistration(registry, known.id);
	if (!removed.ok) {
		const text = leftText([known.id], connection.baseUrl);
		warn(context, `${text} (${reasonOf(removed, connection.host)})`);
	}
	memory.keep(undefined, removed.ok ? left : [...left, known]);
	return false;
}

/** Registers the webhook. A registration whose answer was lost is found again by its URL. */
export async function createRegistration(
	context: IHookFunctions,
	wanted: WantedWebhook,
): Promise<boolean> {
	const registry = await openRegistry(context);
	const memory = new RegistrationMemory(context);
	const { url, events } = wanted;
	const added = await addRegistration(registry, { url, events });
	if (added.ok && added.value !== undefined) {
		memory.keep(remembered(added.value, registry.connection, wanted), memory.left);
		return true;
	}
	const isUncertain = added.ok || mayHaveActed(added) || CONFLICTS.includes(added.status ?? 0);
	const found = isUncertain ? await findByUrl(registry, wanted) : undefined;
	if (found !== undefined) {
		memory.keep(remembered(found.id, registry.connection), memory.left);
		if (await bringUpToDate(registry, found, wanted)) {
			memory.keep(remembered(found.id, registry.connection, wanted), memory.left);
			return true;
		}
	}
	const failure: HttpFailure = added.ok ? unexpected() : added;
	const todo = isUncertain
		? "It may be registered all the same: look with 'Webhook: Get Many' of the node 'Clari Copilot'."
		: undefined;
	throw lifecycleError(registry, failure, 'Could not register the webhook', todo);
}

/**
 * Removes the node's registrations, with or without their IDs.
 *
 * @throws NodeApiError with the IDs when some may be left; n8n tries again, and then tells the user
 */
export async function deleteRegistration(context: IHookFunctions): Promise<boolean> {
	const memory = new RegistrationMemory(context);
	const { current } = memory;
	const registry = await openRegistry(context).catch((error: unknown) => {
		const which = current ? leftText([current.id], current.baseUrl) : 'A webhook may be left';
		const why = error instanceof Error ? error.message : String(error);
		throw new NodeOperationError(context.getNode(), `${which}. The credential: ${why}`);
	});
	const { connection } = registry;
	const listed = await listRegistrations(registry);
	const list = listed.ok ? listed.value : [];
	const ours = list.filter(({ url }) => isSameTarget(url, webhookUrl(context)));
	const left = await clearOldPlaces(registry, memory, idsOf(ours));
	const known = current && isAt(current, connection) ? [current.id] : [];
	const stays: Remembered[] = [];
	let failure: HttpFailure | undefined;
	for (const id of new Set([...known, ...idsOf(ours)])) {
		const removed = await removeRegistration(registry, id);
		if (removed.ok) continue;
		failure = removed;
		stays.push(remembered(id, connection));
	}
	memory.keep(stays[0], [...left, ...stays.slice(1)]);
	if (failure !== undefined) {
		const ids = stays.map(({ id }) => id);
		const todo = `${leftText(ids, connection.baseUrl)}.`;
		throw lifecycleError(registry, failure, 'Could not remove the webhook', todo);
	}
	if (listed.ok || known.length > 0) return true;
	if (!isNoSuchApi(listed) && !hasNoList(listed)) {
		throw lifecycleError(registry, listed, 'Could not look for webhooks');
	}
	const reason = reasonOf(listed, connection.host);
	warn(context, `whether a webhook is left at ${connection.baseUrl} is not known: ${reason}`);
	return true;
}

/** The URL of the webhook: of the test while the editor listens, otherwise the one for production. */
export function webhookUrl(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') ?? '';
}

async function openRegistry(context: IHookFunctions): Promise<Registry> {
	return { context, connection: await getCopilotConnection(context, COPILOT_WEBHOOK_API) };
}

/** @returns `false` when it had to be removed, so that a new one is to be created */
async function bringUpToDate(
	registry: Registry,
	{ id, url, events }: Registration,
	wanted: WantedWebhook,
): Promise<boolean> {
	if (isSameUrl(url, wanted.url) && isSameSet(events, wanted.events)) return true;
	const changed = await changeRegistration(registry, id, {
		url: wanted.url,
		events: wanted.events,
	});
	if (changed.ok) return true;
	const attempted = `Could not change webhook ${id}`;
	if (!NO_SUCH_REQUEST.includes(changed.status ?? 0)) {
		throw lifecycleError(registry, changed, attempted);
	}
	const removed = await removeRegistration(registry, id);
	if (!removed.ok) throw lifecycleError(registry, removed, attempted);
	return false;
}

async function findByUrl(
	registry: Registry,
	{ url }: WantedWebhook,
): Promise<Registration | undefined> {
	const listed = await listRegistrations(registry);
	return listed.ok ? listed.value.find((one) => isSameTarget(one.url, url)) : undefined;
}

async function removeOrWarn(registry: Registry, id: string): Promise<void> {
	const removed = await removeRegistration(registry, id);
	if (removed.ok) return;
	const { baseUrl, host } = registry.connection;
	warn(
		registry.context,
		`the same URL is registered twice (${reasonOf(removed, host)}). ${leftText([id], baseUrl)}`,
	);
}

function isStart(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

function idsOf(registrations: Registration[]): string[] {
	return registrations.map(({ id }) => id);
}

/** The key of the URL may be an old one: the address tells. */
function isSameTarget(one: string, other: string): boolean {
	const address = (url: string) => {
		if (!URL.canParse(url)) return url;
		const { origin, pathname } = new URL(url);
		return `${origin}${pathname.replace(/\/+$/, '')}`;
	};
	return address(one) === address(other);
}

function isSameUrl(one: string, other: string): boolean {
	const normal = (url: string) => (URL.canParse(url) ? new URL(url).href : url);
	return normal(one) === normal(other);
}

function isSameSet(one: string[] | undefined, other: string[]): boolean {
	return one !== undefined && [...one].sort().join() === [...other].sort().join();
}

function unexpected(): HttpFailure {
	return {
		ok: false,
		method: 'POST',
		path: '/webhooks',
		delivery: 'unknown',
		networkCode: 'UNEXPECTED_ANSWER',
		attempts: 1,
	};
}
