import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';

async function listenOnce(port: number): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, LOOPBACK, () => {
			const { port: bound } = server.address() as AddressInfo;
			server.close(() => resolve(bound));
		});
	});
}

/**
 * Below the ports that systems give to whoever asks for any (Linux: from 32768 on): n8n takes its ports seconds after they
 * were chosen, and one of those could be somebody else's by then.
 */
const FROM = 20_000;
const TO = 32_000;
const TRIES = 50;

/** A loopback port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
	for (let attempt = 0; attempt < TRIES; attempt++) {
		const port = randomInt(FROM, TO);
		if (await isPortFree(port)) return port;
	}
	return await listenOnce(0);
}

/** Whether this loopback port can be taken. */
export async function isPortFree(port: number): Promise<boolean> {
	return await listenOnce(port).then(
		() => true,
		() => false,
	);
}
