// What n8n's package scanner checks in the code of a published package: all community rules, no inline exceptions.
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';

const { plugins, rules } = n8nCommunityNodesPlugin.configs.recommended;

export default [
	{
		files: ['**/*.js'],
		plugins,
		rules: { ...rules, 'no-console': 'error' },
		linterOptions: { noInlineConfig: true },
	},
];
