import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../../shared/errors/nodeError';
import { technicalLine } from '../../shared/errors/vendorError';
import type { HttpFailure } from '../../shared/http/outcome';
import { send } from '../../shared/http/send';
import type { Check, CheckName } from '../../shared/readiness/check';
import { fail, pass, warn } from '../../shared/readiness/check';
import { textsOf } from '../../shared/readiness/connection';
import type { TableWebhook } from '../rows/rowConnection';
import { TABLE_WEBHOOK_CREDENTIAL, getRowConnection } from '../rows/rowConnection';

const NAME: CheckName = { check: 'table_webhook', title: 'Table webhook' };

/** What each refusal of a table webhook means. Source: Clay's webhook integration guide. */
const REFUSALS: Readonly<Record<number, { what: string; todo: string }>> = {
	401: {
		what: 'Clay does not accept the auth token',
		todo: 'Put the token of the webhook source into the credential. A new one can take a minute to work; the one before it stops at once.',
	},
	403: {
		what: 'it has used up its 50,000 submissions',
		todo: 'Add another webhook source in Clay and put its URL into the credential.',
	},
	404: {
		what: 'Clay knows no webhook at this URL',
		todo: 'Copy the URL again from the webhook source of the table: the source or the table may be deleted.',
	},
	429: {
		what: 'Clay asks for fewer requests',
		todo: 'Try again in a moment. All table webhooks of a workspace share 10 requests a second.',
	},
};

/**
 * Asks each webhook of the credential whether URL and token are right, by a body that Clay must refuse with 400: nothing
 * else can be asked of a webhook without making a row.
 */
export async function checkTableWebhooks(
	context: IExecuteFunctions,
	itemIndex: number,
	timeoutMs: number,
): Promise<Check[]> {
	const opened = await attempt(
		context.getNode(),
		itemIndex,
		async () => await getRowConnection(context, itemIndex),
	);
	if (!opened.ok) {
		const { detail, todo } = textsOf(opened.error);
		return [fail(NAME, detail, todo)];
	}
	const { webhooks, credential } = opened.value;
	const failures = await Promise.all(
		webhooks.map(async (webhook) => {
			const request = {
				method: 'POST',
				baseUrl: webhook.origin,
				path: webhook.path,
				shownPath: 'to the table webhook',
				body: 'readiness check, not a row',
				contentType: 'text/plain',
				timeoutMs,
			} as const;
			const answer = await send(context, TABLE_WEBHOOK_CREDENTIAL, request, credential);
			return { webhook, answer };
		}),
	);
	// One that takes rows is enough for those before it to be used up.
	const canTake = failures.some(({ answer }) => !answer.ok && answer.status === 400);
	return failures.map(({ webhook, answer }) =>
		answer.ok ? taken(webhook) : judge(webhook, answer, canTake),
	);
}

function judge({ label }: TableWebhook, answer: HttpFailure, canTake: boolean): Check {
	const name = named(label);
	if (answer.status === 400) return pass(name, 'Clay knows the URL and accepts the token.');
	const refusal = REFUSALS[answer.status ?? 0] ?? otherwise(answer);
	const detail = `The webhook cannot be used: ${refusal.what}. ${technicalLine(answer)}`;
	const isHarmless = answer.status === 429 || (answer.status === 403 && canTake);
	return isHarmless ? warn(name, detail, refusal.todo) : fail(name, detail, refusal.todo);
}

function otherwise({ status, delivery }: HttpFailure): { what: string; todo: string } {
	const todo = 'Check the URL in the credential, and whether n8n can reach it.';
	if (delivery !== 'answered') return { what: 'it could not be reached', todo };
	if (status !== undefined && status >= 500) {
		return {
			what: 'Clay could not process the request',
			todo: 'This passes in most cases: try again later.',
		};
	}
	return { what: 'something answers that is no webhook source', todo };
}

/** Something else than Clay, e.g. a gateway that takes anything. */
function taken({ label }: TableWebhook): Check {
	return warn(
		named(label),
		'What answers there took a text that is no row, so nothing is proven.',
		'Check that the URL leads to a webhook source of Clay.',
	);
}

function named(label: string): CheckName {
	return { ...NAME, title: `${NAME.title} (${label})` };
}
