import { readWebhookAddress } from '../../../nodes/Clay/rows/webhookAddress';

const HOOK = '/v3/sources/webhook/pull-in-data-from-a-webhook-0f0f';

test.each([
	[`https://api.clay.com${HOOK}`, ''],
	[`https://clay.com${HOOK}`, ''],
	[`  https://API.CLAY.COM${HOOK}?a=1 `, ''],
	['https://api.clay.com/v3/sources/webhook/0f0f', 'gateway.test'],
	[`https://gateway.test${HOOK}`, 'gateway.test'],
	[`http://gateway.test:8080${HOOK}`, 'gateway.test'],
	[`http://gateway.test:8080${HOOK}`, 'https://Gateway.test:8080/any'],
	[`http://127.0.0.1:5000${HOOK}`, '127.0.0.1:5000'],
])('takes %s with the allowed host %j', (url, allowedHost) => {
	expect(readWebhookAddress(url, allowedHost)).toMatchObject({ ok: true });
});

test.each([
	[`https://clay.com.evil.test${HOOK}`, '', 'does not lead to Clay'],
	[`https://evilclay.com${HOOK}`, '', 'does not lead to Clay'],
	[`https://evil.test/clay.com${HOOK}`, '', 'does not lead to Clay'],
	[`https://api.clay.com@evil.test${HOOK}`, '', 'has a user name in it'],
	[`https://evil.test\\@api.clay.com${HOOK}`, '', 'does not lead to Clay'],
	[`http://api.clay.com${HOOK}`, '', 'is not encrypted'],
	[`https://sub.gateway.test${HOOK}`, 'gateway.test', 'does not lead to Clay'],
	[`http://gateway.test:8081${HOOK}`, 'gateway.test:8080', 'does not lead to Clay'],
	['https://api.clay.com/', '', 'is no webhook URL'],
	['ftp://api.clay.com/x', '', 'is no webhook URL'],
	['', '', 'is no webhook URL'],
])('refuses %j with the allowed host %j', (url, allowedHost, reason) => {
	expect(readWebhookAddress(url, allowedHost)).toMatchObject({ ok: false, reason });
});
