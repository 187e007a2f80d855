import { ClayApi } from '../../credentials/ClayApi.credentials';
import { ClayTableWebhookApi } from '../../credentials/ClayTableWebhookApi.credentials';
import type { ClayService } from '../../sandbox/vendors';
import { startClay } from '../../sandbox/vendors';
import { apiCredential, webhookCredential } from './clay';
import { pressTest } from './credentialTest';

let clay: ClayService;

beforeEach(async () => {
	clay = await startClay({});
});
afterEach(async () => await clay.close());

describe('Clay Table Webhook API', () => {
	const type = new ClayTableWebhookApi();
	const test401 = /does not accept the auth token/;

	test('is good when Clay refuses what is no row, and adds none', async () => {
		expect(await pressTest(type, webhookCredential(clay))).toBe('OK');
		expect(clay.journal.last()).toMatchObject({ status: 400, method: 'POST' });
		expect(clay.rows).toEqual([]);
	});

	test('says what is wrong with token, URL or webhook', async () => {
		const source = clay.addSource({ token: 'right' });
		const data = webhookCredential(clay, { webhookUrl: source.url, authToken: 'right' });
		expect(await pressTest(type, data)).toBe('OK');
		expect(await pressTest(type, { ...data, authToken: 'wrong' })).toMatch(test401);
		expect(await pressTest(type, { ...data, authToken: '' })).toMatch(test401);
		expect(await pressTest(type, { ...data, webhookUrl: `${source.url}0` })).toMatch(
			/knows no webhook/,
		);
		source.limit = 0;
		expect(await pressTest(type, data)).toMatch(/used up/);
		clay.faults.plan({ route: 'clayRow', kind: 'status', status: 502 });
		expect(await pressTest(type, data)).toBe('Status 502');
	});

	test('sends nothing to a host that is not allowed', async () => {
		const data = webhookCredential(clay, { allowedHost: '' });
		expect(await pressTest(type, data)).not.toBe('OK');
		expect(clay.journal.entries).toEqual([]);
	});
});

describe('Clay API', () => {
	const type = new ClayApi();

	test('is good when Clay tells whose key it is', async () => {
		expect(await pressTest(type, apiCredential(clay))).toBe('OK');
	});

	test('says what is wrong with key or address', async () => {
		expect(await pressTest(type, { ...apiCredential(clay), apiKey: 'wrong' })).toMatch(/API key/);
		const baseUrl = `${clay.origin}/public/v9`;
		expect(await pressTest(type, { ...apiCredential(clay), baseUrl })).toMatch(/base URL/);
	});
});
