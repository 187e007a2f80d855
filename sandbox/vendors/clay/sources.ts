import { randomFrom } from '../random';

export interface SourceOptions {
	/** Submissions that the source takes in its life; default 50,000. */
	limit?: number;
	/** What `x-clay-webhook-auth` has to be; default none: whoever knows the address may send. */
	token?: string;
}

/** A webhook source of the table. `limit` and `token` can be changed at any time. */
export interface ClaySource {
	readonly slug: string;
	readonly url: string;
	limit: number;
	token?: string;
	/** Rows taken so far. Deleting rows would give none back. */
	submissions: number;
}

const DEFAULT_LIMIT = 50_000;

/** The webhook sources of the workspace. */
export class ClaySources {
	readonly all: ClaySource[] = [];
	private readonly bySlug = new Map<string, ClaySource>();

	constructor(
		private readonly seed: string,
		private readonly origin: () => string,
	) {}

	add({ limit = DEFAULT_LIMIT, token }: SourceOptions = {}): ClaySource {
		const slug = `pull-in-data-from-a-webhook-${uuidFrom(this.seed, this.all.length)}`;
		const { origin } = this;
		const source: ClaySource = {
			slug,
			get url() {
				return `${origin()}/v3/sources/webhook/${slug}`;
			},
			limit,
			token,
			submissions: 0,
		};
		this.all.push(source);
		this.bySlug.set(slug, source);
		return source;
	}

	get(slug: string): ClaySource | undefined {
		return this.bySlug.get(slug);
	}
}

function uuidFrom(seed: string, index: number): string {
	const random = randomFrom(seed, 'source', index);
	const digits = (count: number) =>
		Array.from({ length: count }, () => random.between(0, 15).toString(16)).join('');
	return [8, 4, 4, 4, 12].map(digits).join('-');
}
