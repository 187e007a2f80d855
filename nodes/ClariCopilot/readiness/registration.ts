import { attempt } from '../../shared/errors/nodeError';
import type { Check, CheckName } from '../../shared/readiness/check';
import { fail, pass, skip, warn } from '../../shared/readiness/check';
import { textsOf } from '../../shared/readiness/connection';
import { COPILOT_WEBHOOK_API, getCopilotConnection } from '../connection';
import { apiError } from '../errors';
import { listUnder } from '../listUnder';
import { hasNoList } from '../registration/lifecycleError';
import { registrationSubject } from '../registration/registration';
import type { CopilotSession } from '../transport';
import { callCopilot } from '../transport';

const NAME: CheckName = { check: 'webhook_registration', title: 'Webhook registration' };

export const notAsked: Check = skip(
	NAME,
	'Clari confirms no registration of webhooks.',
	"New calls are found by polling. Turn on 'Include Webhook Registration' for a gateway that offers one.",
);

/** Whether the registration is there that no Clari source confirms. That it is not is as expected, and a warning. */
export async function checkRegistration(session: CopilotSession): Promise<Check> {
	const { context, itemIndex } = session;
	const opened = await attempt(
		context.getNode(),
		itemIndex,
		async () => await getCopilotConnection(context, COPILOT_WEBHOOK_API, itemIndex),
	);
	if (!opened.ok) {
		const { detail, todo } = textsOf(opened.error);
		return fail(NAME, detail, todo || "Choose a credential 'Clari Copilot Webhook API'.");
	}
	const asking: CopilotSession = { ...session, circuit: undefined, connection: opened.value };
	const answer = await callCopilot(asking, {
		method: 'GET',
		path: '/webhooks',
		repeat: 'safe',
		read: listUnder('webhooks', 'data'),
	});
	if (answer.ok) return pass(NAME, `It is there, with ${answer.value.length} webhooks.`);
	const error = apiError(asking, answer, registrationSubject('Could not list the webhooks'));
	const { detail, todo } = textsOf(error);
	const isAbsent = hasNoList(answer) || answer.delivery === 'notSent';
	return isAbsent ? warn(NAME, detail, todo) : fail(NAME, detail, todo);
}
