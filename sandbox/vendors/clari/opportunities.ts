import { randomFrom } from '../random';
import type { Customer } from './customers';
import type { Organisation } from './organisation';

/** A change of a field's value. The specification says that both are objects, and not what is in them. */
interface FieldChange {
	oldValue: object;
	newValue: object;
	/** Epoch milliseconds. */
	date: number;
}

interface OpportunityField {
	id: string;
	alias?: string;
	imageUrl?: string;
	trend?: string;
	trendHistory?: FieldChange[];
	value: unknown;
	originalValue?: unknown;
}

/** One opportunity. Keys: the vendor's specification; the fields differ from customer to customer. */
export interface Opportunity {
	id: string;
	crmScore: { message: string; score: number };
	fields: OpportunityField[];
}

const STAGES = ['Discovery', 'Validation', 'Proposal', 'Negotiation'];
const WEEK_MS = 604_800_000;

/** The opportunities with these ids, as they are known; those that are not are left out. */
export function opportunitiesOf(
	organisation: Organisation,
	customers: Customer[],
	ids: string[],
): Opportunity[] {
	const known = new Set(
		customers.flatMap(({ deals }) => deals.map(({ opportunityId }) => opportunityId)),
	);
	return ids.filter((id) => known.has(id)).map((id) => opportunity(organisation, id));
}

function opportunity({ seed, now, currency }: Organisation, id: string): Opportunity {
	const random = randomFrom(seed, 'opportunity', id);
	const amount = random.between(10, 400) * 500;
	const before = amount - random.between(-20, 20) * 500;
	const score = random.between(0, 100);
	const stage = random.pick(STAGES) ?? 'Discovery';
	return {
		id,
		crmScore: { message: score > 50 ? 'Opportunity is on track' : 'Opportunity is at risk', score },
		fields: [
			{
				id: 'opportunity.amount',
				alias: 'amount',
				imageUrl: '/images/trend.png',
				trend: amount > before ? 'UP' : amount < before ? 'DOWN' : 'FLAT',
				trendHistory: [
					{ oldValue: { value: before }, newValue: { value: amount }, date: +now() - WEEK_MS },
				],
				value: amount,
				originalValue: before,
			},
			{
				id: 'opportunity.stage',
				alias: 'stage',
				trendHistory: [],
				value: { label: stage, order: STAGES.indexOf(stage) },
				originalValue: stage,
			},
			// A field to which nobody has given a name.
			{ id: 'opportunity.currency', value: currency, originalValue: currency },
		],
	};
}
