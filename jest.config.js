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
	roots: ['<rootDir>/test'],
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

/** Tests that load a package once for all files of a process. */
const sharingPackages = {
	testEnvironment: '<rootDir>/test/environment/sharedPackages.js',
	moduleNameMapper: {
		'^(n8n-core|n8n-workflow|fastify|axios)$': '<rootDir>/test/environment/packages/$1.js',
	},
};

module.exports = {
	// Of no meaning but that a test which hangs ends: the machine may be busy. jest takes no notice of it in a project.
	testTimeout: 30_000,
	// Fault tests mostly wait: many of them at a time keep the suite short.
	maxConcurrency: 128,
	testSequencer: '<rootDir>/test/longestFirst.js',
	projects: [
		project('unit', sharingPackages),
		project('workflow', sharingPackages),
		project('faults', sharingPackages),
		project('e2e', { globalSetup: '<rootDir>/test/e2e/prepare.ts' }),
	],
};
