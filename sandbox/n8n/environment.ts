import { COMPILED_CODE, hostPath } from './paths';

export interface HostAddress {
	userFolder: string;
	port: number;
	/** Where n8n's task runner connects to n8n. */
	brokerPort: number;
}

/**
 * The environment of an n8n process. It starts from nothing but what a program needs to run at all, so that neither the
 * developer's own N8N_ settings nor a test runner's NODE_ENV and NODE_OPTIONS change how n8n behaves.
 */
export function hostEnvironment(
	address: HostAddress,
	extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
	return {
		HOME: process.env.HOME,
		LANG: process.env.LANG,
		TMPDIR: process.env.TMPDIR,
		PATH: hostPath(),
		NODE_COMPILE_CACHE: COMPILED_CODE,
		GENERIC_TIMEZONE: 'UTC',
		N8N_USER_FOLDER: address.userFolder,
		N8N_PORT: String(address.port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(address.brokerPort),
		// Plain http on loopback: a secure cookie would never come back.
		N8N_SECURE_COOKIE: 'false',
		// What the README asks of an owner who installs this package.
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// The vendors of the sandbox live on loopback, which n8n's SSRF protection would refuse.
		N8N_SSRF_PROTECTION_ENABLED: 'false',
		// With the usual five seconds, n8n on a busy machine takes its own database for lost and answers nothing but 503.
		DB_PING_TIMEOUT_MS: '60000',
		// Nothing here calls home.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		...extra,
	};
}
