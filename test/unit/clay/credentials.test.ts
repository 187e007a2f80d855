import type { IAuthenticate, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ClayApi } from '../../../credentials/ClayApi.credentials';
import { ClayTableWebhookApi } from '../../../credentials/ClayTableWebhookApi.credentials';

const HOOK = 'https://api.clay.com/v3/sources/webhook/1';

async function sign(
	authenticate: IAuthenticate,
	data: ICredentialDataDecryptedObject,
	url: string,
	baseURL?: string,
) {
	if (typeof authenticate !== 'function') throw new Error('It is declared');
	const request = await authenticate(data, { url, baseURL, headers: { Accept: '*/*' } });
	return request.headers;
}

describe('Clay Table Webhook API', () => {
	const { authenticate, properties, test: check } = new ClayTableWebhookApi();

	test('sends the token as it is, in its own header', async () => {
		expect(await sign(authenticate, { authToken: ' t1 ' }, HOOK)).toEqual({
			Accept: '*/*',
			'x-clay-webhook-auth': 't1',
		});
	});

	test.each<ICredentialDataDecryptedObject>([{}, { authToken: '' }, { authToken: '  ' }])(
		'sends no header at all for the token in %j',
		async (data) => {
			expect(await sign(authenticate, data, HOOK)).toEqual({ Accept: '*/*' });
		},
	);

	test('sends the token to no other host', async () => {
		const data = { authToken: 't1', webhookUrl: HOOK };
		await expect(sign(authenticate, data, 'https://example.test/v3/x')).rejects.toThrow(
			'does not lead to Clay',
		);
		const path = '/v3/sources/webhook/1';
		await expect(sign(authenticate, data, path, 'https://example.test')).rejects.toThrow();
		expect(await sign(authenticate, data, path, 'https://api.clay.com')).toHaveProperty(
			'x-clay-webhook-auth',
		);
	});

	test('masks URLs and token', () => {
		for (const name of ['webhookUrl', 'authToken', 'overflowUrls']) {
			const property = properties.find((one) => one.name === name);
			expect(property?.typeOptions).toMatchObject({ password: true });
		}
	});

	test('is tested by what cannot become a row', () => {
		expect(check.request.headers).toEqual({ 'Content-Type': 'text/plain' });
		expect(() => JSON.parse(String(check.request.body))).toThrow(SyntaxError);
	});
});

describe('Clay API', () => {
	const { authenticate } = new ClayApi();
	const data = { apiKey: 'k1', baseUrl: '', registrationUrl: '' };

	test('sends the key in the header of the public API, and as Bearer to the registration', async () => {
		expect(await sign(authenticate, data, '/me', 'https://api.clay.com/public/v0')).toEqual({
			Accept: '*/*',
			'clay-api-key': 'k1',
		});
		expect(await sign(authenticate, data, 'https://api.clay.com/v1/webhooks')).toEqual({
			Accept: '*/*',
			Authorization: 'Bearer k1',
		});
	});

	test.each([
		'https://api.clay.com/public/v0evil/me',
		'https://api.clay.com/v3/tables',
		'https://example.test/public/v0/me',
		'http://api.clay.com/public/v0/me',
	])('does not send it to %s', async (url) => {
		await expect(sign(authenticate, data, url)).rejects.toThrow('only to the addresses');
	});
});
