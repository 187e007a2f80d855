import { ClariCopilotWebhookTrigger } from '../../nodes/ClariCopilot/ClariCopilotWebhookTrigger.node';
import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { copilotCredentials } from './copilot';
import type { HookOptions } from './webhookHooks';
import { activate, deactivate } from './webhookHooks';

/** The registration at a gateway that has what guides describe and no more: a POST, and no list. */

let copilot: CopilotService;

beforeEach(async () => {
	const settings = { registration: 'asTheSeedSays', rate: 1_000 } as const;
	copilot = await startCopilot({ settings });
});
afterEach(async () => await copilot.close());

function workflow(): HookOptions {
	const { clariCopilotWebhookApi = {} } = copilotCredentials(copilot);
	const sharedSecret = 'copilot-shared-secret-1f0c';
	return {
		node: new ClariCopilotWebhookTrigger(),
		parameters: { events: ['call.analyzed'], authentication: 'urlKey' },
		credentials: { clariCopilotWebhookApi: { ...clariCopilotWebhookApi, sharedSecret } },
		row: { id: 'workflow-1', nodeId: 'node-1', staticData: '{}' },
		origin: 'https://n8n.example.com',
		log: [],
	};
}

const ids = () => copilot.webhooks.map(({ id }) => id);

describe.each([404, 405] as const)('a list that is answered with %d', (status) => {
	beforeEach(() => {
		copilot.settings.registrationList = status;
	});

	test('is no reason not to register, nor to fail when the workflow is unpublished', async () => {
		const one = workflow();
		await activate(one);
		expect(copilot.webhooks).toMatchObject([{ id: 'webhook_1', events: ['call.analyzed'] }]);
		await deactivate(one);
		expect(ids()).toEqual([]);
		expect(one.log).toEqual([]);
	});

	test('lets the remembered registration count when n8n starts, with a warning', async () => {
		const one = workflow();
		await activate(one);
		await activate(one, 'init');
		expect(ids()).toEqual(['webhook_1']);
		expect(one.log).toEqual([expect.stringContaining('has no list of webhooks')]);
	});

	test('lets it be changed by its ID', async () => {
		const one = workflow();
		await activate(one);
		one.parameters = { events: ['call.completed'], authentication: 'urlKey' };
		await activate(one, 'update');
		expect(copilot.webhooks).toMatchObject([{ id: 'webhook_1', events: ['call.completed'] }]);
	});

	test('and nothing but the POST: a new registration, and the old one is named', async () => {
		copilot.settings.registrationChanges = false;
		const one = workflow();
		await activate(one);
		one.parameters = { events: ['call.completed'], authentication: 'urlKey' };
		await activate(one, 'update');
		expect(ids()).toEqual(['webhook_1', 'webhook_2']);
		expect(one.log).toEqual([expect.stringMatching(/^.*Webhook webhook_1 may still be regist/)]);
		await deactivate(one);
		expect(one.log.join()).toMatch(/Abandoned webhook: .*webhook_2/);
	});

	test('and no POST either: an error that names the node which polls', async () => {
		const one = workflow();
		copilot.faults.plan({ route: 'copilotWebhooks', kind: 'status', status, times: 100 });
		await expect(activate(one)).rejects.toThrow(
			/Could not register the webhook: .*'Clari Copilot Trigger'/,
		);
		expect(one.row.staticData).not.toContain('webhook_');
	});

	test('is tried again for a wrong token, which the POST tells', async () => {
		const one = workflow();
		one.credentials.clariCopilotWebhookApi = {
			...one.credentials.clariCopilotWebhookApi,
			accessToken: 'wrong-token',
		};
		await expect(activate(one)).rejects.toThrow(/the access token is not accepted/);
	});
});
