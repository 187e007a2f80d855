import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { secretAdvice } from '../../shared/security/secrets';
import { COPILOT_WEBHOOK_API, getCopilotConnection } from '../connection';
import { webhookUrl } from '../registration/lifecycle';
import type { WantedWebhook } from '../registration/memory';
import { isLocalHost, unreachableReason } from '../registration/reachable';
import { secretsOf } from './admission';
import type { TriggerSettings } from './settings';
import { ANY_OTHER, readSettings } from './settings';
import { urlKey, withKey } from './urlKey';

/**
 * What the node wants to be registered.
 *
 * @throws NodeOperationError when nothing good would come of it: an event, a secret or a way from outside is missing
 */
export async function wantedWebhook(context: IHookFunctions): Promise<WantedWebhook> {
	const settings = readSettings(context);
	const events = settings.events.filter((event) => event !== ANY_OTHER);
	if (events.length === 0) {
		throw problem(
			context,
			'There is no event to register',
			"Choose one under 'Trigger On', or name one under 'Other Event Names'.",
		);
	}
	const url = webhookUrl(context);
	const reason = unreachableReason(url);
	if (reason !== undefined && !settings.allowUnreachable && !(await isGatewayLocal(context))) {
		throw problem(
			context,
			`The webhook URL cannot be reached from outside: ${reason}`,
			"Set WEBHOOK_URL of n8n to its public address, which begins with https. For a gateway in your own network, switch on 'Allow Unreachable URL' under Options.",
		);
	}
	return { url: await keyed(context, settings, url), events };
}

async function keyed(
	context: IHookFunctions,
	{ authentication }: TriggerSettings,
	url: string,
): Promise<string> {
	if (authentication === 'none') return url;
	const credential = await context.getCredentials(COPILOT_WEBHOOK_API.credentialType);
	const secrets = secretsOf(credential);
	const advice = secretAdvice(...secrets);
	const [secret = ''] = secrets;
	if (authentication !== 'urlKey' || secret.trim() === '' || advice !== undefined) {
		throw problem(
			context,
			"Deliveries cannot be checked without a 'Shared Secret' of at least 16 characters",
			`Put one into the credential '${COPILOT_WEBHOOK_API.name}', or choose None under 'Authentication'.`,
		);
	}
	const owner = { workflowId: context.getWorkflow().id ?? '', nodeId: context.getNode().id };
	return withKey(url, urlKey(secret, owner));
}

/** Whoever answers at a local address can call one, too: a sandbox, or a gateway in the same network. */
async function isGatewayLocal(context: IHookFunctions): Promise<boolean> {
	const { baseUrl } = await getCopilotConnection(context, COPILOT_WEBHOOK_API);
	return isLocalHost(new URL(baseUrl).hostname);
}

/** What to do stands in the message, too: of a failed activation n8n shows no more. */
function problem(context: IHookFunctions, message: string, todo: string): NodeOperationError {
	return new NodeOperationError(context.getNode(), `${message}. ${todo}`);
}
