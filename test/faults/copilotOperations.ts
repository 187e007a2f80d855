import type { CopilotService } from '../../sandbox/vendors';
import { callById } from '../workflow/copilot';
import type { OperationOfTable, Step } from './operation';

const CRM_ID = 'c1';
const GET: Step = ['GET', 'copilotCrm', 'read'];
const NONE: Step = ['GET', 'copilotCrm', 'absent'];
const PUT: Step = ['PUT', 'copilotCrm', 'write'];
const POST: Step = ['POST', 'copilotCrm', 'create'];

const PAGE: Step = ['GET', 'copilotCalls', 'page'];
const PAGES = [PAGE, PAGE, PAGE];

const field = (key: string) => ({ customFields: { field: [{ key, value: 'b' }] } });

/** The three kinds of objects have the same operations. */
function crm(resource: 'account' | 'contact' | 'deal'): Array<OperationOfTable<'copilot'>> {
	const prepare = (copilot: CopilotService) => {
		copilot.crm[resource].set(CRM_ID, { id: `${resource}-0`, crm_id: CRM_ID, custom_fields: [] });
		return { crmId: CRM_ID };
	};
	const common = { node: 'copilot', resource } as const;
	const parameters = { crmId: CRM_ID, additionalFields: field('a'), updateFields: field('a') };
	return [
		{ ...common, operation: 'create', parameters, steps: [POST] },
		{ ...common, operation: 'get', prepare, steps: [GET] },
		{ ...common, operation: 'update', parameters, prepare, steps: [GET, PUT] },
		{ ...common, operation: 'upsert', parameters, prepare, steps: [GET, PUT] },
		{ ...common, operation: 'upsert', variant: 'new', parameters, steps: [NONE, POST] },
		{
			...common,
			operation: 'delete',
			prepare,
			volatile: ['lastSnapshot'],
			steps: [['DELETE', 'copilotCrm', 'write']],
		},
	];
}

const list = (resource: string, step: Step): OperationOfTable<'copilot'> => ({
	node: 'copilot',
	resource,
	operation: 'getMany',
	parameters: { returnAll: true },
	steps: [step],
});

export const COPILOT_OPERATIONS: ReadonlyArray<OperationOfTable<'copilot'>> = [
	...crm('account'),
	...crm('contact'),
	...crm('deal').map((entry) => ({ ...entry, inFull: true as const })),
	{
		node: 'copilot',
		resource: 'call',
		operation: 'create',
		inFull: true,
		prepare: (copilot) => ({
			sourceId: 's',
			callTime: '2026-01-01T00:00:00Z',
			audioUrl: 'https://x.test/1.mp3',
			userEmails: copilot.users[2]?.email ?? '',
		}),
		steps: [['POST', 'copilotCreateCall', 'effect']],
	},
	{
		node: 'copilot',
		resource: 'call',
		operation: 'get',
		inFull: true,
		prepare: (copilot) => callById(copilot.callIds({ status: 'POST_PROCESSING_DONE' })[0] ?? ''),
		steps: [
			['GET', 'copilotCall', 'read'],
			['GET', 'copilotUsers', 'read'],
		],
	},
	{
		...list('call', PAGE),
		inFull: true,
		steps: PAGES,
	},
	list('scorecard', ['GET', 'copilotScorecards', 'read']),
	list('scorecardTemplate', ['GET', 'copilotTemplates', 'read']),
	list('topic', ['GET', 'copilotTopics', 'read']),
	list('user', ['GET', 'copilotUsers', 'read']),
	list('webhook', ['GET', 'copilotWebhooks', 'read']),
	{
		node: 'copilot',
		resource: 'webhook',
		operation: 'create',
		parameters: { url: 'https://x.test/1', events: ['call.analyzed'] },
		volatile: ['id'],
		steps: [['POST', 'copilotWebhooks', 'create']],
	},
	{
		node: 'copilot',
		resource: 'webhook',
		operation: 'delete',
		volatile: ['id'],
		prepare: async (copilot) => {
			const response = await fetch(`${copilot.webhookUrl}/webhooks`, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${copilot.webhookToken}`,
					'content-type': 'application/json',
				},
				body: JSON.stringify({ url: 'https://x.test/1', events: ['call.analyzed'] }),
			});
			if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
			return { webhookId: copilot.webhooks[0]?.id ?? '' };
		},
		steps: [['DELETE', 'copilotWebhooks', 'write']],
	},
	{
		node: 'copilot',
		resource: 'workspace',
		operation: 'checkReadiness',
		steps: [
			['GET', 'copilotUsers', 'check'],
			['GET', 'copilotCalls', 'check'],
		],
	},
];
