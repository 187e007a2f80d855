import { randomFrom } from '../random';

/** As the API gives it. */
export interface CopilotUser {
	id: string;
	email: string;
	name: string;
	role: 'REP' | 'MANAGER' | 'OBSERVER';
	is_recording: boolean;
	manager_id: string | null;
}

export interface Customer {
	account: string;
	domain: string;
	accountId: string;
	dealId: string;
	contacts: Array<{ name: string; email: string; phone: string | null; crmId: string }>;
}

const FIRST = [
	'Ada',
	'Ben',
	'Cleo',
	'Dan',
	'Eva',
	'Finn',
	'Gia',
	'Hugo',
	'Ines',
	'Jon',
	'Kim',
	'Leo',
];
const LAST = ['Adler', 'Brandt', 'Costa', 'Diaz', 'Evans', 'Fischer', 'Gomez', 'Hahn', 'Ito'];
const COMPANIES = ['Aster', 'Borealis', 'Cobalt', 'Dune', 'Ember', 'Fjord', 'Granite', 'Harbor'];

/** Managers, who come first, then reps, then one who only listens. */
export function usersOf(seed: string): CopilotUser[] {
	return FIRST.map((first, index) => {
		const last = randomFrom(seed, 'user', index).pick(LAST) ?? '';
		const isManager = index < 2;
		return {
			id: `user-${String(index + 1).padStart(4, '0')}`,
			email: `${first}.${last}@seller.example`.toLowerCase(),
			name: `${first} ${last}`,
			role: isManager ? 'MANAGER' : index === FIRST.length - 1 ? 'OBSERVER' : 'REP',
			is_recording: index < FIRST.length - 1,
			manager_id: isManager ? null : `user-000${(index % 2) + 1}`,
		};
	});
}

/** The customers that calls are with. */
export function customersOf(seed: string): Customer[] {
	return COMPANIES.map((company, index) => {
		const random = randomFrom(seed, 'customer', index);
		const domain = `${company.toLowerCase()}.example`;
		return {
			account: `${company} Inc`,
			domain,
			accountId: `001${company}`,
			dealId: `006${company}`,
			contacts: Array.from({ length: 2 }, (_none, number) => {
				const first = random.pick(FIRST) ?? '';
				const last = random.pick(LAST) ?? '';
				return {
					name: `${first} ${last}`,
					email: `${first}.${last}${number}@${domain}`.toLowerCase(),
					phone: number === 0 ? `+1555010${index}` : null,
					crmId: `003${company}${number}`,
				};
			}),
		};
	});
}

export const TOPICS = ['Pricing', 'Security', 'Competitors', 'Next Steps', 'Onboarding'];
export const COMPETITORS = ['OtherCo', 'RivalSoft'];
