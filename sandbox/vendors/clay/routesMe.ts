import type { VendorServer } from '../vendorServer';
import { checkKey } from './checkRequest';
import { API_PATH } from './login';

/** Who the key belongs to. */
export function routesMe({ app }: VendorServer, apiKey: string): void {
	app.get(`${API_PATH}/me`, { config: { routeName: 'clayMe' } }, async (request) => {
		checkKey(request, apiKey);
		return {
			user: { id: 'user_sandbox', name: 'Sandbox User', cli_onboarded: true },
			workspace: { id: 'ws_sandbox' },
		};
	});
}
