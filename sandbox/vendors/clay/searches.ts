import { ClayApiError } from './apiError';
import { hitOf } from './searchHits';
import type { SourceType } from './searchFilters';
import type { ClaySettings } from './settings';

type Mode = 'filters' | 'query';

interface Search {
	id: string;
	mode: Mode;
	sourceType: SourceType;
	/** What was asked, as text. */
	question: string;
	/** Hits given so far: a search is an iterator, and goes on where it was. */
	given: number;
}

interface Page {
	sourceType: SourceType;
	data: Array<Record<string, unknown>>;
	hasMore: boolean;
	quota: { limit: number; used: number; remaining: number; resets_at: string };
}

/** The searches of the workspace, and the quota that they use up together. */
export class Searches {
	private readonly byId = new Map<string, Search>();
	private used = 0;

	constructor(
		private readonly seed: string,
		private readonly settings: ClaySettings,
	) {}

	create(mode: Mode, sourceType: SourceType, question: string): Search {
		this.checkQuota();
		const id = `search_${String(this.byId.size + 1).padStart(6, '0')}`;
		const search: Search = { id, mode, sourceType, question, given: 0 };
		this.byId.set(id, search);
		return search;
	}

	/** The next page. What it gives is given: asked again, the page after it comes. */
	run(mode: Mode, id: string, limit: number): Page {
		const search = this.byId.get(id);
		if (search?.mode !== mode) throw new ClayApiError(404, 'Search not found');
		this.checkQuota();
		const { searchHits, searchQuota } = this.settings;
		const count = Math.min(limit, searchHits - search.given, searchQuota - this.used);
		const { sourceType, question, given } = search;
		const data = Array.from({ length: Math.max(count, 0) }, (_none, index) =>
			hitOf(this.seed, sourceType, question, given + index),
		);
		search.given += data.length;
		this.used += data.length;
		return {
			sourceType,
			data,
			hasMore: search.given < searchHits,
			quota: {
				limit: searchQuota,
				used: this.used,
				remaining: searchQuota - this.used,
				resets_at: startOfNextMonth(),
			},
		};
	}

	private checkQuota(): void {
		if (this.used < this.settings.searchQuota) return;
		throw new ClayApiError(402, 'The search quota of this period is used up');
	}
}

function startOfNextMonth(): string {
	const now = new Date();
	return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString();
}
