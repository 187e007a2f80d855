import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import type { ReadinessOptions } from './options';

/** The environment variables that are read. */
export const VARIABLES = [
	{ name: 'CLARI_API_TOKEN', meaning: 'Clari: the token (or CLARI_API_KEY)' },
	{ name: 'CLARI_API_PROFILE', meaning: 'v4 (default) or v1' },
	{ name: 'CLARI_BASE_URL', meaning: 'for a gateway' },
	{ name: 'CLARI_FORECAST_TAB', meaning: 'ID of the forecast tab' },
	{ name: 'CLARI_COPILOT_API_KEY', meaning: 'Clari Copilot: the key' },
	{ name: 'CLARI_COPILOT_API_PASSWORD', meaning: 'and the password' },
	{ name: 'CLARI_COPILOT_BASE_URL', meaning: 'for a gateway' },
	{ name: 'CLAY_API_KEY', meaning: 'Clay: the key' },
	{ name: 'CLAY_BASE_URL', meaning: 'for a gateway' },
	{ name: 'CLAY_TABLE_ID', meaning: 'a table that is queried' },
	{ name: 'CLAY_TABLE_WEBHOOK_URL', meaning: 'a table webhook, with CLAY_API_KEY' },
	{ name: 'CLAY_TABLE_WEBHOOK_TOKEN', meaning: 'its token' },
	{ name: 'CLAY_TABLE_WEBHOOK_OVERFLOW_URLS', meaning: 'further URLs' },
	{ name: 'CLAY_TABLE_WEBHOOK_ALLOWED_HOST', meaning: 'for a gateway' },
] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** One account to check: which node does it, and with what. */
export interface Account {
	service: string;
	node: 'clari' | 'clariCopilot' | 'clay';
	credentials: Record<string, ICredentialDataDecryptedObject>;
	parameters: INodeParameters;
}

/** The accounts that the environment has secrets of. */
export function accountsOf(environment: Environment, options: ReadinessOptions): Account[] {
	const read = (name: string) => environment[name]?.trim() ?? '';
	return [...clari(read, options), ...copilot(read), ...clay(read)];
}

type Read = (name: string) => string;

function clari(read: Read, options: ReadinessOptions): Account[] {
	const apiToken = read('CLARI_API_TOKEN') || read('CLARI_API_KEY');
	if (apiToken === '') return [];
	const apiProfile = read('CLARI_API_PROFILE').toLowerCase() || 'v4';
	if (apiProfile !== 'v4' && apiProfile !== 'v1') {
		throw new Error('CLARI_API_PROFILE is v4 or v1');
	}
	const { testExport, quotaReserve, sandbox } = options;
	const { previousQuarters, fiscalYearStart, fiscalYearName } = options;
	return [
		{
			service: 'Clari',
			node: 'clari',
			credentials: { clariApi: { apiProfile, baseUrl: read('CLARI_BASE_URL'), apiToken } },
			parameters: {
				resource: 'account',
				operation: 'checkReadiness',
				forecastId: { __rl: true, mode: 'id', value: read('CLARI_FORECAST_TAB') },
				typesToExport: ['forecast', 'forecast_updated'],
				previousQuarters,
				fiscalYearStart,
				fiscalYearName,
				includeTestExport: testExport,
				options: { quotaReserve },
				polling: sandbox ? { firstWait: 0 } : {},
			},
		},
	];
}

function copilot(read: Read): Account[] {
	const apiKey = read('CLARI_COPILOT_API_KEY');
	if (apiKey === '') return [];
	const apiPassword = read('CLARI_COPILOT_API_PASSWORD');
	const baseUrl = read('CLARI_COPILOT_BASE_URL');
	return [
		{
			service: 'Clari Copilot',
			node: 'clariCopilot',
			credentials: { clariCopilotApi: { apiKey, apiPassword, baseUrl } },
			parameters: { resource: 'workspace', operation: 'checkReadiness', options: {} },
		},
	];
}

function clay(read: Read): Account[] {
	const apiKey = read('CLAY_API_KEY');
	if (apiKey === '') return [];
	const webhookUrl = read('CLAY_TABLE_WEBHOOK_URL');
	return [
		{
			service: 'Clay',
			node: 'clay',
			credentials: {
				clayApi: { apiKey, baseUrl: read('CLAY_BASE_URL'), registrationUrl: '' },
				...(webhookUrl !== '' && {
					clayTableWebhookApi: {
						webhookUrl,
						authToken: read('CLAY_TABLE_WEBHOOK_TOKEN'),
						overflowUrls: read('CLAY_TABLE_WEBHOOK_OVERFLOW_URLS'),
						allowedHost: read('CLAY_TABLE_WEBHOOK_ALLOWED_HOST'),
					},
				}),
			},
			parameters: {
				resource: 'account',
				operation: 'checkReadiness',
				readinessTableId: read('CLAY_TABLE_ID'),
				includeTableWebhook: webhookUrl !== '',
				options: {},
			},
		},
	];
}
