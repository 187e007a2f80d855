import { connect, createServer } from 'node:net';
import type { IExecuteFunctions } from 'n8n-workflow';

import { send } from '../../../nodes/shared/http/send';

/** What is known of a request that ended with this error, wrapped as n8n and axios wrap it. */
async function outcomeOf(cause: unknown) {
	const error = new Error('wrapped', { cause: new Error('Request failed', { cause }) });
	const context: unknown = {
		helpers: { httpRequestWithAuthentication: async () => await Promise.reject(error) },
	};
	return await send(context as IExecuteFunctions, 'someApi', {
		method: 'POST',
		baseUrl: 'https://api.example.test',
		path: '/rows',
		timeoutMs: 1_000,
	});
}

function nodeError(code: string, syscall?: string): Error {
	return Object.assign(new Error(code), { code, ...(syscall !== undefined && { syscall }) });
}

test.each([
	['EHOSTUNREACH', 'connect'],
	['ENETUNREACH', 'connect'],
	['ETIMEDOUT', 'connect'],
	['ENOTFOUND', 'getaddrinfo'],
	['ECONNREFUSED', undefined],
	['CERT_HAS_EXPIRED', undefined],
	['DEPTH_ZERO_SELF_SIGNED_CERT', undefined],
	['ERR_TLS_CERT_ALTNAME_INVALID', undefined],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', undefined],
])('%s while Node does %s: the request was not sent', async (code, syscall) => {
	expect(await outcomeOf(nodeError(code, syscall))).toMatchObject({
		delivery: 'notSent',
		networkCode: code,
	});
});

test.each([
	['EHOSTUNREACH', 'read'],
	['EHOSTUNREACH', 'write'],
	['ENETUNREACH', 'read'],
	['ETIMEDOUT', 'read'],
	['ECONNRESET', undefined],
	['EPROTO', 'write'],
	['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', undefined],
])('%s while Node does %s: the request may have arrived', async (code, syscall) => {
	expect(await outcomeOf(nodeError(code, syscall))).toMatchObject({
		delivery: 'unknown',
		networkCode: code,
	});
});

test('of several addresses, every one must have been out of reach', async () => {
	const all = (...errors: Error[]) =>
		Object.assign(new AggregateError(errors), { code: 'EHOSTUNREACH' });
	const unreachable = nodeError('EHOSTUNREACH', 'connect');
	expect(await outcomeOf(all(unreachable, unreachable))).toMatchObject({ delivery: 'notSent' });
	const broken = nodeError('EHOSTUNREACH', 'read');
	expect(await outcomeOf(all(unreachable, broken))).toMatchObject({ delivery: 'unknown' });
	expect(await outcomeOf(all())).toMatchObject({ delivery: 'unknown' });
});

test('knows the error that Node itself gives when nobody listens', async () => {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
	await new Promise((resolve) => server.close(resolve));
	const error = await new Promise((resolve) => connect(port, '127.0.0.1').on('error', resolve));
	expect(error).toMatchObject({ syscall: 'connect' });
	expect(await outcomeOf(error)).toMatchObject({ delivery: 'notSent' });
});
