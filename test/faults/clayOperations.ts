import type { OperationOfTable, Step } from './operation';

const LEADS = [{ domain: 'a.test', email: 'a@a.test' }];
const RUN = { routineId: 'function:t_1', inputsFrom: 'item' };
const COUNTRIES = { filters: { country_names: ['x'] }, returnAll: true };
const SEARCH: readonly Step[] = [
	['POST', 'claySearch', 'read'],
	['POST', 'claySearch', 'effect'],
];

export const CLAY_OPERATIONS: ReadonlyArray<OperationOfTable<'clay'>> = [
	{ node: 'clay', resource: 'account', operation: 'get', steps: [['GET', 'clayMe', 'read']] },
	{
		node: 'clay',
		resource: 'account',
		operation: 'checkReadiness',
		steps: [
			['GET', 'clayMe', 'check'],
			['GET', 'claySearch', 'check'],
		],
	},
	{
		node: 'clay',
		resource: 'company',
		operation: 'search',
		parameters: COUNTRIES,
		volatile: ['searchId'],
		steps: SEARCH,
	},
	{
		node: 'clay',
		resource: 'person',
		operation: 'search',
		parameters: COUNTRIES,
		volatile: ['searchId'],
		steps: SEARCH,
	},
	{
		node: 'clay',
		resource: 'person',
		operation: 'search',
		variant: 'two pages',
		inFull: true,
		parameters: { ...COUNTRIES, options: { pageSize: 30 } },
		volatile: ['searchId'],
		steps: [...SEARCH, ['POST', 'claySearch', 'more']],
	},
	{
		node: 'clay',
		resource: 'routine',
		operation: 'run',
		inFull: true,
		parameters: RUN,
		input: LEADS,
		volatile: ['routineRunId'],
		steps: [['POST', 'clayRun', 'effect']],
	},
	{
		node: 'clay',
		resource: 'routine',
		operation: 'runAndWait',
		inFull: true,
		parameters: RUN,
		input: LEADS,
		volatile: ['routineRunId'],
		steps: [
			['POST', 'clayRun', 'effect'],
			['GET', 'clayResults', 'poll'],
		],
	},
	{
		node: 'clay',
		resource: 'routine',
		operation: 'getResults',
		parameters: { returnAll: true },
		volatile: ['routineRunId'],
		prepare: async (clay) => {
			clay.settings.pollsUntilComplete = 0;
			await fetch(`${clay.apiUrl}/routines/function:t_1/run`, {
				method: 'POST',
				headers: { 'clay-api-key': clay.apiKey, 'content-type': 'application/json' },
				body: JSON.stringify({ items: [{ id: 'a', inputs: { domain: 'a.test' } }] }),
			});
			return { routineRunId: clay.runs[0]?.id ?? '' };
		},
		steps: [['GET', 'clayResults', 'read']],
	},
	{
		node: 'clay',
		resource: 'row',
		operation: 'create',
		inFull: true,
		parameters: { options: { failedRows: 'stop' } },
		input: LEADS,
		// The second one is what Clay says, which nobody documents.
		volatile: ['correlationId', 'answer'],
		steps: [['POST', 'clayRow', 'row']],
	},
	{
		node: 'clay',
		resource: 'table',
		operation: 'query',
		inFull: true,
		prepare: (clay) => ({ tableId: clay.tableId, returnAll: true, options: { fields: 'id' } }),
		steps: [['POST', 'clayTables', 'read']],
	},
	{
		node: 'clay',
		resource: 'webhook',
		operation: 'create',
		inFull: true,
		parameters: { url: 'https://x.test/1', events: ['enrichment.failed'], tableId: 't_1' },
		volatile: ['id'],
		steps: [['POST', 'clayRegistration', 'create']],
	},
	{
		node: 'clay',
		resource: 'webhook',
		operation: 'getMany',
		parameters: { returnAll: true },
		steps: [['GET', 'clayRegistration', 'read']],
	},
	{
		node: 'clay',
		resource: 'webhook',
		operation: 'delete',
		prepare: async (clay) => {
			const response = await fetch(`${clay.registrationUrl}/webhooks`, {
				method: 'POST',
				headers: { authorization: `Bearer ${clay.apiKey}`, 'content-type': 'application/json' },
				body: JSON.stringify({ url: 'https://x.test/1', events: ['e'], table_id: 't_1' }),
			});
			if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
			return { webhookId: clay.registrations[0]?.id ?? '' };
		},
		volatile: ['id'],
		steps: [['DELETE', 'clayRegistration', 'write']],
	},
];
