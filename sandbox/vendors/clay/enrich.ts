import { randomFrom, type Random } from '../random';
import { inputFields } from './inputFields';
import type { EnrichedFields, EnrichmentFailure } from './rows';

const FIRST_NAMES = ['Ada', 'Bruno', 'Chiara', 'Deniz', 'Elif', 'Femi', 'Grace', 'Hugo', 'Ines'];
const LAST_NAMES = ['Okafor', 'Lindqvist', 'Moreau', 'Nakamura', 'Ortiz', 'Petrov', 'Rossi'];
const COMPANIES = ['Northwind', 'Bluepeak', 'Harbour & Co', 'Ostrava Labs', 'Lumen', 'Kestrel'];
const TITLES = ['VP Sales', 'Head of Revenue Operations', 'CRO', 'Account Executive', 'CFO'];
const INDUSTRIES = ['Software', 'Manufacturing', 'Logistics', 'Financial Services', 'Healthcare'];
/** How often no e-mail address is found. */
const NO_EMAIL_SHARE = 0.15;

const FAILURES: EnrichmentFailure[] = [
	{ code: 'no_data_found', message: 'No provider has data for this row' },
	{ code: 'provider_timeout', message: 'The provider did not answer in time' },
	{ code: 'missing_input', message: 'A required input is empty' },
];

const slugOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const pick = (random: Random, list: readonly string[]) => random.pick(list) ?? '';

/** The value of a field, whatever its case and separators are (`Work Email`, `work_email`, `workEmail`). */
function valueOf(cells: Record<string, unknown>, name: string): string | undefined {
	const plain = (key: string) => key.toLowerCase().replace(/[\s_-]/g, '');
	const value = Object.entries(cells).find(([key]) => plain(key) === plain(name))?.[1];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What tells one lead from another; not the correlation id, so that the same lead has the same data in each run. */
function identityOf(cells: Record<string, unknown>): string {
	return valueOf(cells, 'email') ?? valueOf(cells, 'domain') ?? JSON.stringify(inputFields(cells));
}

/** The stream of chance for one purpose and one lead. */
export function randomOf(seed: string, purpose: string, cells: Record<string, unknown>): Random {
	return randomFrom(seed, purpose, identityOf(cells));
}

/**
 * What an enrichment finds for a lead: the same for the same seed and lead. The fields that came in are kept, and win: a
 * row can bring its own `icp_score`.
 */
export function enrich(seed: string, cells: Record<string, unknown>): EnrichedFields {
	const random = randomOf(seed, 'enrich', cells);
	const firstName = valueOf(cells, 'firstName') ?? pick(random, FIRST_NAMES);
	const lastName = valueOf(cells, 'lastName') ?? pick(random, LAST_NAMES);
	const email = valueOf(cells, 'workEmail') ?? valueOf(cells, 'email');
	const companyName =
		valueOf(cells, 'companyName') ?? valueOf(cells, 'company') ?? pick(random, COMPANIES);
	const domain =
		valueOf(cells, 'domain') ?? email?.split('@')[1] ?? `${slugOf(companyName)}.example.test`;
	const found = random.chance(NO_EMAIL_SHARE)
		? null
		: `${slugOf(firstName)}.${slugOf(lastName)}@${domain}`;
	const jobTitle = pick(random, TITLES);
	return {
		first_name: firstName,
		last_name: lastName,
		work_email: email ?? found,
		company_name: companyName,
		company_domain: domain,
		job_title: jobTitle,
		employee_count: random.between(5, 20_000),
		industry: pick(random, INDUSTRIES),
		linkedin_url: `https://www.linkedin.com/in/${slugOf(`${firstName} ${lastName}`)}-${random.between(100, 999)}`,
		icp_score: random.between(0, 100),
		personalized_opener: `${firstName}, how does ${companyName} plan its quarter?`,
		...inputFields(cells),
	};
}

/** Why the enrichment of this lead fails. */
export function failureOf(seed: string, cells: Record<string, unknown>): EnrichmentFailure {
	const [first] = randomOf(seed, 'reason', cells).shuffle(FAILURES);
	return { code: 'unknown', message: 'The enrichment has failed', ...first };
}
