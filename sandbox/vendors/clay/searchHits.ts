import { randomFrom } from '../random';
import { enrich } from './enrich';
import type { SourceType } from './searchFilters';

const SIZES = ['1-10', '11-50', '51-200', '201-1000', '1001+'];
const COUNTRIES = ['Germany', 'France', 'Spain', 'United Kingdom', 'United States'];

/**
 * One hit of a search, with the fields of the real service. Different searches find different ones; whether they fit the
 * filters is not looked after.
 */
export function hitOf(
	seed: string,
	sourceType: SourceType,
	question: string,
	index: number,
): Record<string, unknown> {
	const random = randomFrom(seed, sourceType, question, index);
	const number = random.between(100_000, 999_999) * 1000 + index;
	const fields = enrich(seed, { domain: `hit-${number}.example.test` });
	const country = random.pick(COUNTRIES) ?? null;
	if (sourceType === 'companies') {
		return {
			clay_company_id: number,
			name: fields.company_name,
			size: random.pick(SIZES) ?? null,
			type: 'Privately Held',
			domain: fields.company_domain,
			country,
			industry: fields.industry,
			location: country,
			description: null,
			linkedin_url: `https://www.linkedin.com/company/hit-${number}`,
			annual_revenue: null,
			total_funding_amount_range_usd: null,
		};
	}
	return {
		clay_profile_id: number,
		name: `${String(fields.first_name)} ${String(fields.last_name)}`,
		first_name: fields.first_name,
		last_name: fields.last_name,
		location: { name: country, city: null, state_or_province: null },
		matched_experiences: [
			{
				company: fields.company_name,
				title: fields.job_title,
				location: country,
				start_date: `${random.between(2010, 2025)}-0${random.between(1, 9)}-01`,
				end_date: null,
			},
		],
	};
}
