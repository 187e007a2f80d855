import { checkBaseUrl } from '../../../../nodes/shared/readiness/baseUrl';
import { checkClock } from '../../../../nodes/shared/readiness/clock';
import { fail, pass, skip, warn } from '../../../../nodes/shared/readiness/check';
import { reportItems } from '../../../../nodes/shared/readiness/report';
import { checkSecretForm } from '../../../../nodes/shared/readiness/secretForm';

describe('the form of a secret', () => {
	const formOf = (value: string) => checkSecretForm([{ name: 'API Token', value }]);

	test.each([
		['', 'is empty'],
		['{{ $vars.token }}', 'not filled in'],
		['$CLARI_TOKEN', 'not filled in'],
		['Bearer abcdef0123456789', 'login scheme'],
		['apikey: abcdef0123456789', 'whole header'],
		['https://app.clari.com/settings', 'web address'],
		['"abcdef0123456789"', 'quotes around it'],
		['••••••••••••', 'a mask'],
		['xxxxxxxx', 'a mask'],
		['abcdef01234567…', 'cut off'],
		['abcdef0123\n456789', 'a blank, a line break'],
		['abcdef 0123456789', 'a blank, a line break'],
		['ábcdef0123456789', 'no header can carry'],
	])('%j is none', (value, what) => {
		const check = formOf(value);
		expect(check.status).toBe('fail');
		expect(check.detail).toContain(what);
		if (value !== '') expect(JSON.stringify(check)).not.toContain(value);
	});

	test.each(['abcdef0123456789', 'whsec_a-b.c~d+e/f==', 'eyJhbGciOi.eyJzdWIi.SflKx_w', 'a:b'])(
		'%s may be one',
		(value) => expect(formOf(value).status).toBe('pass'),
	);

	test('of two secrets the wrong one is named', () => {
		const secrets = [
			{ name: 'API Key', value: 'abcdef' },
			{ name: 'API Password', value: '' },
		];
		expect(checkSecretForm(secrets).detail).toBe("'API Password' is empty.");
	});
});

describe('the base URL', () => {
	const vendor = { host: 'api.clari.com', path: '/v4' };

	test.each([
		['https://api.clari.com/v4', 'pass', 'the production address'],
		['https://api.clari.com/v4/', 'pass', 'the production address'],
		['https://gateway.example.com/clari', 'pass', "not the vendor's own host"],
		['http://127.0.0.1:4010/v4', 'pass', "not the vendor's own host"],
		['http://gateway.example.com/v4', 'warn', 'without encryption'],
		['http://api.clari.com/v4', 'warn', 'without encryption'],
		['https://api.clari.com/v1', 'warn', 'another path'],
		['https://api.clari.com', 'warn', 'another path'],
		['api.clari.com/v4', 'fail', 'no web address'],
		['ftp://api.clari.com/v4', 'fail', 'no web address'],
		['', 'fail', 'no web address'],
	])('%j: %s', (url, status, what) => {
		const check = checkBaseUrl(url, vendor);
		expect(check.status).toBe(status);
		expect(check.detail).toContain(what);
	});
});

describe('the clocks', () => {
	const noon = Date.parse('2026-01-01T12:00:00Z');
	const at = (serverOffset: number, took = 100) => ({
		sentAt: noon,
		receivedAt: noon + took,
		date: new Date(noon + serverOffset).toUTCString(),
	});

	test.each([
		['the same second', at(0), 'pass'],
		['29 seconds ahead', at(29_000), 'pass'],
		['31 seconds ahead', at(31_000), 'warn'],
		['31 seconds behind', at(-32_000), 'warn'],
		['five minutes ahead', at(300_000), 'warn'],
		['more than five minutes ahead', at(301_000), 'fail'],
		['more than five minutes behind', at(-302_000), 'fail'],
		// The answer may have been made at any time of its way.
		['as late as the answer took', at(-20_000, 60_000), 'pass'],
		['as early as the answer took', at(60_000, 60_000), 'pass'],
	])('%s', (_, time, status) => expect(checkClock([time]).status).toBe(status));

	test('the quickest answer decides', () => {
		expect(checkClock([at(600_000, 90_000), at(0, 10)]).status).toBe('pass');
	});

	test('without a Date nothing is known', () => {
		expect(checkClock([]).status).toBe('skipped');
		const { sentAt, receivedAt } = at(0);
		expect(checkClock([{ sentAt, receivedAt }]).status).toBe('skipped');
		expect(checkClock([{ sentAt, receivedAt, date: 'soon' }]).status).toBe('skipped');
	});
});

test('a report is ready unless something failed, and says so on each item', () => {
	const name = { check: 'a', title: 'A' };
	const readyOf = (...checks: Parameters<typeof reportItems>[1]) =>
		reportItems({ service: 'X', host: null }, checks, new Date(0)).map(({ json }) => json.ready);
	const fine = [pass(name, ''), warn(name, '', ''), skip(name, '')];
	expect(readyOf(...fine)).toEqual([true, true, true]);
	expect(readyOf(...fine, fail(name, '', ''))).toEqual([false, false, false, false]);
});
