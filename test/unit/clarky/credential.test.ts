import type { ICredentialTestFunctions } from 'n8n-workflow';

import { ClarkyWebhookApi } from '../../../credentials/ClarkyWebhookApi.credentials';
import { webhookCredentialTest } from '../../../nodes/Clarky/trigger/credentialTest';

async function press(data?: Record<string, string>) {
	const context = {} as ICredentialTestFunctions;
	return await webhookCredentialTest.call(context, {
		id: '1',
		name: 'x',
		type: 'clarkyWebhookApi',
		data,
	});
}

const LONG = 'x'.repeat(16);

test('its tokens are masked', () => {
	for (const { typeOptions } of new ClarkyWebhookApi().properties) {
		expect(typeOptions).toMatchObject({ password: true });
	}
});

test('is good when there is a token that is long enough, and so is the second', async () => {
	expect(await press({ token: LONG })).toMatchObject({ status: 'OK' });
	expect(await press({ token: `Bearer ${LONG}`, secondToken: LONG })).toMatchObject({
		status: 'OK',
	});
});

test.each([
	[undefined, 'Put a secret in'],
	[{ token: ' ' }, 'Put a secret in'],
	[{ token: 'Bearer ' }, 'Put a secret in'],
	[{ token: 'short' }, 'at least 16'],
	[{ token: LONG, secondToken: 'short' }, 'at least 16'],
	[{ token: `${LONG}é` }, 'without accents'],
])('is not good with %j', async (data, message) => {
	expect(await press(data)).toMatchObject({
		status: 'Error',
		message: expect.stringContaining(message),
	});
});
