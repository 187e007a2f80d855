import type { VendorServer } from '../vendorServer';
import { queryOf } from './checkQuery';
import { customersOf } from './customers';
import { OpportunityRefusal } from './errors';
import { userOf, type Tokens } from './login';
import { opportunitiesOf } from './opportunities';
import { OPPORTUNITY_QUERY_SCHEMA } from './opportunitySchema';
import type { ClariState } from './queueExport';

/** Opportunities by their ids in the CRM. What becomes of an unknown id is not documented; here it has no answer. */
export function routesOpportunity(
	{ app }: VendorServer,
	{ organisation, settings }: ClariState,
	tokens: Tokens,
): void {
	const refuse = (message: string) => new OpportunityRefusal(400, message);

	app.get('/v4/opportunity', { config: { routeName: 'opportunity' } }, async (request) => {
		userOf(request, tokens);
		const query: { oppId?: string[] } = queryOf(request, OPPORTUNITY_QUERY_SCHEMA, refuse);
		const found = opportunitiesOf(organisation, customersOf(organisation), query.oppId ?? []);
		return settings.wrapOpportunities ? { opportunities: found } : found;
	});
}
