import { randomFrom } from '../../../sandbox/vendors/random';

/** A row as it goes to Clay; `lead_id` tells which one arrived. */
export interface Lead {
	lead_id: string;
	email: string;
	first_name: string;
	last_name: string;
	company: string;
	domain: string;
	employee_count: number;
}

const FIRST_NAMES = ['Alex', 'Jo', 'Kim', 'Lee', 'Max', 'Robin', 'Sam', 'Toni'];

/** Draws rows as they come out of a CRM. */
export function drawLeads(rows: number, seed: string | number): Lead[] {
	const random = randomFrom(seed, 'leads', rows);
	return Array.from({ length: rows }, (_, index) => {
		const domain = `company-${random.between(1, 900)}.example`;
		return {
			lead_id: `L-${String(index + 1).padStart(6, '0')}`,
			email: `lead.${index + 1}@${domain}`,
			first_name: random.pick(FIRST_NAMES) ?? '',
			last_name: `Example ${index + 1}`,
			company: domain.replace('.example', ''),
			domain,
			employee_count: random.between(5, 9_000),
		};
	});
}
