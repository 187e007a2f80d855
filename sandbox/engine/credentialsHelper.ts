import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	ICredentialsHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

/** Gives out credentials by the names of their types, and signs requests as n8n does, with what the credential's own class says. */
export function credentialsHelper(
	types: readonly ICredentialType[],
	credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>,
): ICredentialsHelper {
	const helper: Partial<ICredentialsHelper> = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		authenticate: async (data, typeName, options, workflow, node) => {
			const type = types.find(({ name }) => name === typeName);
			const request = options as IHttpRequestOptions;
			if (typeof type?.authenticate === 'function') return await type.authenticate(data, request);
			if (!workflow || !node) throw new Error('n8n gives both to declared authentication');
			const keys = { $credentials: data };
			const resolve = (text: string) =>
				String(workflow.expression.getSimpleParameterValue(node, text, 'internal', keys) ?? '');
			const headers = Object.entries(type?.authenticate?.properties.headers ?? {}).map(
				([name, value]) => [resolve(name), resolve(String(value))] as const,
			);
			return { ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } };
		},
		preAuthentication: async () => undefined,
		// An expression is resolved for the item, as packages/cli does.
		getDecrypted: async (_data, _node, typeName, mode, executeData, _raw, values) => {
			const data = await credentials[typeName];
			if (!values || !data) return data ?? {};
			const resolve = (value: string) =>
				values.workflow.expression.getParameterValue(
					value,
					values.runExecutionData,
					values.runIndex,
					values.itemIndex,
					values.node.name,
					values.connectionInputData,
					mode,
					{},
					executeData,
				);
			const resolved = Object.entries(data).map(([name, value]) =>
				typeof value === 'string' && value.startsWith('=') ? [name, resolve(value)] : [name, value],
			);
			return Object.fromEntries(resolved);
		},
	};
	return helper as ICredentialsHelper;
}
