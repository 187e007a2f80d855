import { isLocalHost, unreachableReason } from '../../../nodes/ClariCopilot/registration/reachable';

test.each([
	...['localhost', 'n8n', 'n8n.local', 'N8N.LOCAL.', 'a.b.internal', 'x.localhost', 'nas.lan'],
	...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '192.168.1.1', '169.254.169.254'],
	...['172.16.0.1', '172.31.255.1', '100.64.0.1', '100.127.1.1'],
	...['[::1]', '[::]', '[fd00::1]', '[fc12:3::4]', '[fe80::1]', '[::ffff:7f00:1]'],
])('nobody outside reaches %s', (hostname) => {
	expect(isLocalHost(hostname)).toBe(true);
	expect(unreachableReason(`https://${hostname}/webhook/1`)).toContain('of this network');
});

test.each([
	...['n8n.example.com', 'local.example.com', 'internal.io', 'mylocalhost.com', '10.example.com'],
	...['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '192.167.1.1'],
	...['[2001:db8::1]', '[2606:4700::fd00]'],
])('%s may be reached', (hostname) => {
	expect(isLocalHost(hostname)).toBe(false);
	expect(unreachableReason(`https://${hostname}/webhook/1`)).toBeUndefined();
});

test.each(['http://2130706433/', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/', 'http://127.1/'])(
	'%s is an address of this machine, however it is written',
	(url) => {
		expect(isLocalHost(new URL(url).hostname)).toBe(true);
	},
);

test('without https, or without an address, there is nothing to register', () => {
	expect(unreachableReason('http://n8n.example.com/')).toBe('it has no https');
	expect(unreachableReason('')).toBe('it is no web address');
});
