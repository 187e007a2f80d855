// Where unit and engine tests run: each process of jest loads these packages once, at the first file that asks for one,
// instead of once for each file. n8n-core takes a second and a half of processor time every time, n8n-workflow half a second.
const { mkdirSync } = require('node:fs');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

const SHARED = ['n8n-core', 'n8n-workflow', 'fastify', 'axios'];

/** n8n-core needs decorator metadata, and writes its settings into the user folder as soon as it is loaded. */
function prepareForN8nCore() {
	require('reflect-metadata');
	const folder = join(__dirname, '../../.test/engine', process.env.JEST_WORKER_ID ?? '1');
	mkdirSync(folder, { recursive: true });
	process.env.N8N_USER_FOLDER = folder;
	process.env.N8N_ENCRYPTION_KEY = 'only-for-tests';
	// Errors of a run are asserted on, not read in the console.
	process.env.N8N_LOG_LEVEL = 'silent';
}

const sharedPackages = {};
for (const name of SHARED) {
	Object.defineProperty(sharedPackages, name, {
		get: () => {
			if (name === 'n8n-core') prepareForN8nCore();
			return require(name);
		},
	});
}

module.exports = class SharedPackagesEnvironment extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		this.global.sharedPackages = sharedPackages;
	}
};
