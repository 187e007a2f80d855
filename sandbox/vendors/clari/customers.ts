import { randomFrom } from '../random';
import { crmStyleId, type Member } from './hierarchy';
import { NameSupply, type PersonName } from './names';
import type { Organisation } from './organisation';

/** A company that is sold to. */
export interface Customer {
	accountId: string;
	accountName: string;
	owner: Member;
	deals: Array<{ opportunityId: string; opportunityName: string }>;
	/** People outside, under a domain that nobody can own. */
	contacts: PersonName[];
}

const NAMES = (
	'Amberfield Birchwater Copperline Driftmark Eastholm Fernbridge Greyport Highmoor Inkwell Juniper Kestrel ' +
	'Larkspur Millstone Northbay Oakridge Pinecrest Quarryside Redcliff Silverbrook Thornbury'
).split(' ');

/** The customers of a company: the same for the same seed. */
export function customersOf(organisation: Organisation): Customer[] {
	const { seed, reps } = organisation;
	const people = new NameSupply(`${seed}|customers`);
	return NAMES.flatMap((name, index) => {
		const random = randomFrom(seed, 'customer', index);
		const owner = random.pick(reps);
		if (!owner) return [];
		const domain = `${name.toLowerCase()}.example`;
		return {
			accountId: crmStyleId('001', index + 1),
			accountName: `${name} Ltd`,
			owner,
			deals: Array.from({ length: random.between(1, 3) }, (_, deal) => ({
				opportunityId: crmStyleId('006', index * 10 + deal + 1),
				opportunityName: `${name}: ${deal === 0 ? 'New business' : `Expansion ${deal}`}`,
			})),
			contacts: Array.from({ length: 3 }, () => {
				const { name: person, email } = people.next();
				return { name: person, email: email.replace('example.com', domain) };
			}),
		};
	});
}
