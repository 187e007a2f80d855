// Unit, engine and end-to-end tests are projects of their own: `npm test` says which run when.
const swc = [
	'@swc/jest',
	{
		jsc: {
			parser: { syntax: 'typescript', decorators: true },
			target: 'es2022',
		},
		module: { type: 'commonjs' },
	},
];

const project = (name, extra = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': swc },
	modulePathIgnorePatterns: [
		'<rootDir>/dist',
		'<rootDir>/.sandbox',
		'<rootDir>/.test',
		'<rootDir>/sandbox/n8n/runtime',
	],
	...extra,
});

module.exports = {
	// Fault tests mostly wait: many of them at a time keep the suite short.
	maxConcurrency: 128,
	projects: [
		project('unit'),
		project('workflow', { setupFiles: ['<rootDir>/test/workflow/engine-environment.ts'] }),
		project('e2e', { globalSetup: '<rootDir>/test/e2e/prepare.ts' }),
	],
};
