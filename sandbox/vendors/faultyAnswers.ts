import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerFault } from './faults';

const textOf = (payload: unknown) =>
	typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : '';

function cut(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.resetAndDestroy();
}

/** Plays the part of a fault that comes before the work. Answers by itself when the work is not to be done. */
export async function playBefore(
	fault: AnswerFault,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const { kind } = fault;
	if (kind === 'reset' && fault.when !== 'after') cut(request, reply);
	if (kind === 'slow' && fault.when !== 'after')
		await sleep(fault.delayMs, undefined, { ref: false });
	if (kind === 'status') {
		const { status, retryAfter, body, contentType, location } = fault;
		if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
		if (location !== undefined) reply.header('location', location);
		const isText = typeof body === 'string';
		reply.type(contentType ?? (isText ? 'text/html' : 'application/json; charset=utf-8'));
		await reply
			.code(status)
			.send(isText ? body : JSON.stringify(body ?? { message: `Status ${status}` }));
	}
}

/** Plays the part of a fault that spoils the finished answer. Returns what is sent in its place. */
export async function playAfter(
	fault: AnswerFault,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): Promise<unknown> {
	const { kind } = fault;
	if (kind === 'reset' && fault.when === 'after') {
		cut(request, reply);
		return payload;
	}
	if (kind === 'slow' && fault.when === 'after')
		await sleep(fault.delayMs, undefined, { ref: false });
	if (kind === 'skewedClock') {
		reply.header('date', new Date(Date.now() + fault.offsetMs).toUTCString());
	}
	if (kind === 'truncatedJson') {
		const whole = Buffer.from(textOf(payload));
		const half = whole.subarray(0, Math.floor(whole.length / 2));
		if (fault.contentLength !== 'tooLarge') {
			reply.header('content-length', half.length);
			return half;
		}
		// A stream is sent as it comes, with the length that was announced; its failure ends the connection early.
		reply.header('content-length', whole.length);
		return Readable.from(breakOff(half));
	}
	if (kind === 'wrongType') {
		const { value = textOf(payload).trimStart().startsWith('[') ? {} : [] } = fault;
		const spoilt = JSON.stringify(value);
		reply.header('content-length', Buffer.byteLength(spoilt));
		return spoilt;
	}
	return payload;
}

async function* breakOff(start: Buffer): AsyncGenerator<Buffer> {
	yield start;
	// Long enough for the first half to leave, so that the client has something to choke on.
	await sleep(20, undefined, { ref: false });
	throw new Error('The planned end of a truncated answer');
}
