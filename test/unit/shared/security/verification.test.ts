import { createHmac } from 'node:crypto';
import fc from 'fast-check';

import { equalInConstantTime, equalsAny } from '../../../../nodes/shared/security/constantTime';
import type { RequestHeaders } from '../../../../nodes/shared/security/header';
import { singleHeader } from '../../../../nodes/shared/security/header';
import type { HmacHeader } from '../../../../nodes/shared/security/hmac';
import { verifyHmac } from '../../../../nodes/shared/security/hmac';
import { verifySharedHeader } from '../../../../nodes/shared/security/sharedHeader';

const NOW = Date.UTC(2026, 8, 1, 10);

/** A request as Node gives it: the first of headers that come twice in `headers`, all in `rawHeaders`. */
function requestWith(...pairs: Array<[string, string]>): RequestHeaders {
	return {
		rawHeaders: pairs.flat(),
		headers: Object.fromEntries(
			[...pairs].reverse().map(([name, value]) => [name.toLowerCase(), value]),
		),
	};
}

const hmac = (more: Partial<HmacHeader> = {}): HmacHeader => ({
	headerName: 'x-clay-signature',
	prefix: 'sha256=',
	secrets: ['whsec_sample_secret'],
	timestampHeader: '',
	toleranceSeconds: 300,
	...more,
});

const sign = (secret: string, body: string | Buffer) =>
	createHmac('sha256', secret).update(body).digest('hex');

describe('comparing in constant time', () => {
	test('says the same as comparing, for any two values', () => {
		fc.assert(
			fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
				expect(equalInConstantTime(Buffer.from(one), Buffer.from(other))).toBe(
					Buffer.from(one).equals(Buffer.from(other)),
				);
				expect(equalInConstantTime(Buffer.from(one), Buffer.from(one))).toBe(true);
			}),
		);
	});

	test('nothing is among no candidates', () => {
		expect(equalsAny(Buffer.alloc(0), [])).toBe(false);
	});
});

describe('the one value of a header', () => {
	test('is found in any case', () => {
		expect(singleHeader(requestWith(['X-Secret', 'a']), 'x-secret')).toEqual({
			ok: true,
			value: 'a',
		});
		expect(singleHeader(requestWith(['x-secret', 'a']), 'X-SECRET')).toEqual({
			ok: true,
			value: 'a',
		});
	});

	test('is not the name of another header that has it for its value', () => {
		expect(singleHeader(requestWith(['x-other', 'x-secret'], ['a', 'b']), 'x-secret')).toEqual({
			ok: false,
			refusal: 'missing',
		});
	});

	test.each([
		['twice', requestWith(['x-secret', 'a'], ['X-Secret', 'a'])],
		['as an array', { rawHeaders: ['x-secret', 'a'], headers: { 'x-secret': ['a'] } }],
	])('is refused when it is there %s', (_, request) => {
		expect(singleHeader(request, 'x-secret')).toEqual({ ok: false, refusal: 'repeated' });
	});

	test('is missing when there are no raw headers to look at', () => {
		expect(singleHeader({ headers: { 'x-secret': 'a' } }, 'x-secret')).toMatchObject({ ok: false });
	});
});

describe('a shared header', () => {
	const check = { headerName: 'authorization', prefix: 'Bearer', secrets: ['', ' one two '] };
	const verify = (value: string) =>
		verifySharedHeader(requestWith(['Authorization', value]), check);

	test('lets the secret in after its prefix, and nothing else', () => {
		expect(verify('Bearer one two')).toEqual({ ok: true });
		fc.assert(
			fc.property(fc.string(), (value) => {
				fc.pre(value !== 'Bearer one two');
				expect(verify(value)).toEqual({ ok: false, refusal: 'mismatch' });
			}),
		);
	});

	test('may hold any letters: what Node reads as Latin-1 is what was sent', () => {
		const secret = 'Schlüssel-密钥';
		const value = Buffer.from(secret, 'utf8').toString('latin1');
		const request = requestWith(['x-secret', value]);
		expect(
			verifySharedHeader(request, { headerName: 'x-secret', prefix: '', secrets: [secret] }),
		).toEqual({
			ok: true,
		});
	});

	test.each([
		{ headerName: 'x-secret', prefix: '', secrets: [] },
		{ headerName: 'x-secret', prefix: '', secrets: ['', '  '] },
		{ headerName: ' ', prefix: '', secrets: ['secret'] },
		{ headerName: 'x-secret', prefix: 'Bearer', secrets: [''] },
	])('that is not configured lets nobody in: %j', (unset) => {
		for (const value of ['', ' ', 'Bearer', 'Bearer ', 'undefined']) {
			expect(verifySharedHeader(requestWith(['x-secret', value]), unset)).toEqual({
				ok: false,
				refusal: 'notConfigured',
			});
		}
	});
});

describe('a signature', () => {
	const verify = (body: Buffer | string, value: string, more: Partial<HmacHeader> = {}) =>
		verifyHmac(requestWith(['x-clay-signature', value]), Buffer.from(body), hmac(more), NOW);

	test('of any bytes is good, and of any others is not', () => {
		fc.assert(
			fc.property(
				fc.uint8Array(),
				fc.uint8Array(),
				fc.string({ minLength: 1 }),
				(one, other, text) => {
					fc.pre(text.trim() !== '');
					const secrets = [text];
					const value = `sha256=${sign(text.trim(), Buffer.from(one))}`;
					expect(verify(Buffer.from(one), value, { secrets })).toEqual({ ok: true });
					if (!Buffer.from(one).equals(Buffer.from(other))) {
						expect(verify(Buffer.from(other), value, { secrets })).toEqual({
							ok: false,
							refusal: 'mismatch',
						});
					}
				},
			),
		);
	});

	test('with any one digit changed is another', () => {
		const value = sign('whsec_sample_secret', 'body');
		expect(verify('body', `sha256=${value}`)).toEqual({ ok: true });
		for (let at = 0; at < value.length; at++) {
			const digit = value[at] === '0' ? '1' : '0';
			const changed = value.slice(0, at) + digit + value.slice(at + 1);
			expect(verify('body', `sha256=${changed}`)).toMatchObject({ ok: false });
		}
	});

	test('may be in capitals, not in another form', () => {
		const value = sign('whsec_sample_secret', 'body');
		expect(verify('body', `sha256=${value.toUpperCase()}`)).toEqual({ ok: true });
		for (const other of [
			value,
			`sha1=${value}`,
			`SHA256=${value}`,
			`sha256= ${value}`,
			'sha256=',
			'',
		]) {
			expect(verify('body', other)).toMatchObject({ ok: false, refusal: 'malformed' });
		}
	});

	test('is refused when no secret is set, even one by the empty secret', () => {
		const value = `sha256=${sign('', 'body')}`;
		expect(verify('body', value, { secrets: ['', ' '] })).toEqual({
			ok: false,
			refusal: 'notConfigured',
		});
	});

	describe('with a signed time', () => {
		const timed = (time: string, signedTime = time, toleranceSeconds = 300) =>
			verifyHmac(
				requestWith(
					['x-clay-signature', `sha256=${sign('whsec_sample_secret', `${signedTime}.body`)}`],
					['x-time', time],
				),
				Buffer.from('body'),
				hmac({ timestampHeader: 'x-time', toleranceSeconds }),
				NOW,
			);
		const seconds = NOW / 1000;

		test.each([
			[String(seconds)],
			[String(seconds - 300)],
			[String(seconds + 300)],
			[String(NOW)],
			[String(NOW - 300_000)],
		])('is good at %s', (time) => {
			expect(timed(time)).toEqual({ ok: true });
		});

		test.each([
			[String(seconds - 301), 'stale'],
			[String(seconds + 301), 'stale'],
			[String(NOW + 300_001), 'stale'],
			['2026-09-01T10:00:00Z', 'malformed'],
			['-1788256800', 'malformed'],
			['', 'malformed'],
		])('is not at %s', (time, refusal) => {
			expect(timed(time)).toEqual({ ok: false, refusal });
		});

		test('is bound to its time, and to a tolerance that is a number', () => {
			expect(timed(String(seconds), String(seconds - 1))).toEqual({
				ok: false,
				refusal: 'mismatch',
			});
			expect(timed(String(seconds), String(seconds), Number.NaN)).toMatchObject({ ok: false });
		});
	});
});
