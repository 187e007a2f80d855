/** What a search can be about. */
export type SourceType = 'people' | 'companies';

interface FilterField {
	name: string;
	type: string;
	description: string;
	allowed_values?: string[];
}

/** The filters of this stand-in. The real service has its own and more: ask it. */
export const FILTER_FIELDS: Record<SourceType, FilterField[]> = {
	people: [
		{ name: 'job_title_keywords', type: 'string[]', description: 'Words of the job title' },
		{ name: 'company_domains', type: 'string[]', description: 'Domains of the employers' },
		{ name: 'country_names', type: 'string[]', description: 'Countries of residence' },
	],
	companies: [
		{ name: 'industries', type: 'string[]', description: 'Industries' },
		{ name: 'country_names', type: 'string[]', description: 'Countries of the head offices' },
		{
			name: 'sizes',
			type: 'string[]',
			description: 'Numbers of employees',
			allowed_values: ['1-10', '11-50', '51-200', '201-1000', '1001+'],
		},
	],
};

/** The first filter that the source type does not have. */
export function unknownFilter(
	sourceType: SourceType,
	filters: Record<string, unknown>,
): string | undefined {
	const known = FILTER_FIELDS[sourceType].map(({ name }) => name);
	return Object.keys(filters).find((name) => !known.includes(name));
}
