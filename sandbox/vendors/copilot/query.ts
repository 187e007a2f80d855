import type { FastifyRequest } from 'fastify';
import { MAX_SKIP } from './queryContract';

/** The query of a request that was found to be what its endpoint takes. */
export class Query {
	private readonly values: URLSearchParams;

	constructor({ url }: FastifyRequest) {
		this.values = new URLSearchParams(url.split('?')[1] ?? '');
	}

	text(name: string): string | undefined {
		return this.values.get(name) ?? undefined;
	}

	list(name: string): string[] {
		return this.values.getAll(name);
	}

	integer(name: string): number | undefined {
		const text = this.text(name);
		return text === undefined ? undefined : Number(text);
	}

	/** Milliseconds since the epoch. */
	time(name: string): number | undefined {
		const text = this.text(name);
		return text === undefined ? undefined : Date.parse(text);
	}

	flag(name: string, fallback: boolean): boolean {
		return ['true', '1'].includes(this.text(name) ?? String(fallback));
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
