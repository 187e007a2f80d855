// The rules of n8n's own `n8n-node lint` (recommended sets of both plugins), written out here because the CLI
// that carries them cannot be installed without overrides. Code that ships (nodes/, credentials/, package.json) obeys
// all of them; code that never ships (sandbox, tests, scripts) is ordinary Node.js and obeys the general ones.
import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const community = n8nCommunityNodesPlugin.configs.recommended;
const reportUnused = { linterOptions: { reportUnusedDisableDirectives: 'error' } };

export default tseslint.config(
	globalIgnores(['dist', 'coverage', '.sandbox', '.test', 'sandbox/n8n/runtime']),
	reportUnused,
	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
		},
	},
	{
		files: ['**/*.{js,mjs}'],
		extends: [js.configs.recommended],
		languageOptions: {
			globals: {
				AbortController: false,
				console: false,
				globalThis: false,
				process: false,
				module: false,
				require: false,
				__dirname: false,
				URL: false,
			},
		},
	},
	{
		files: ['{nodes,credentials}/**/*.ts'],
		extends: [community],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		// A disable comment would be ignored by n8n's package scanner, so it is not accepted here either.
		linterOptions: { noInlineConfig: true },
		rules: { 'prefer-spread': 'off', 'no-console': 'error' },
	},
	{
		files: ['package.json'],
		extends: [community],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { ...n8nNodesBase.configs.community.rules },
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
