import type { FastifyRequest } from 'fastify';
import { CopilotApiError } from './apiError';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** The query of a request, read by the types of the specification; what does not fit is refused. */
export class Query {
	private readonly values: URLSearchParams;

	/** @throws CopilotApiError for a name that the endpoint does not have: a client's slip would go unnoticed otherwise */
	constructor({ url }: FastifyRequest, names: readonly string[]) {
		this.values = new URLSearchParams(url.split('?')[1] ?? '');
		for (const name of this.values.keys()) {
			if (!names.includes(name)) throw new CopilotApiError(400, `Unknown parameter ${name}`);
		}
	}

	text(name: string): string | undefined {
		return this.values.get(name) ?? undefined;
	}

	list(name: string): string[] {
		return this.values.getAll(name);
	}

	integer(name: string, low: number, high: number): number | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		const number = Number(text);
		if (/^\d+$/.test(text) && number >= low && number <= high) return number;
		throw new CopilotApiError(400, `${name} must be an integer from ${low} to ${high}`);
	}

	/** Milliseconds since the epoch. */
	time(name: string): number | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		const time = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
		if (!Number.isNaN(time)) return time;
		throw new CopilotApiError(400, `${name} must be an ISO date-time`);
	}

	flag(name: string, fallback: boolean): boolean {
		return this.oneOf(name, ['true', 'false'], String(fallback)) === 'true';
	}

	oneOf<T extends string>(name: string, words: readonly T[], fallback: T): T;
	oneOf<T extends string>(name: string, words: readonly T[]): T | undefined;
	oneOf<T extends string>(name: string, words: readonly T[], fallback?: T): T | undefined {
		const text = this.text(name);
		if (text === undefined) return fallback;
		const word = words.find((one) => one === text);
		if (word !== undefined) return word;
		throw new CopilotApiError(400, `${name} must be one of ${words.join(', ')}`);
	}

	required(name: string): string {
		const text = this.text(name);
		if (text) return text;
		throw new CopilotApiError(400, `${name} is required`);
	}
}

/** Whether a time is within bounds, which themselves are in or not. */
export function isWithin(
	time: number,
	[after, before]: [number | undefined, number | undefined],
	bounds: 'inclusive' | 'exclusive',
): boolean {
	if (bounds === 'inclusive') {
		return (after === undefined || time >= after) && (before === undefined || time <= before);
	}
	return (after === undefined || time > after) && (before === undefined || time < before);
}

/** `pagination` of an answer. The skip of a next page that cannot be asked for is missing, as on the last page. */
export function paginationOf(matched: number, next: number): Record<string, unknown> {
	const hasMore = next < matched;
	return { matched, hasMore, ...(hasMore && next <= MAX_SKIP && { nextPageSkip: next }) };
}

export const MAX_SKIP = 10_000;
