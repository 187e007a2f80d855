// Builds dist/, the part of the package that n8n loads.
const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');
const { n8n } = require('./package.json');

const run = promisify(execFile);
const TSC = require.resolve('typescript/bin/tsc');

/** One file each, with what it needs inside: the classes that package.json names, and the diff engine for scripts. */
const ENTRIES = [
	...[...n8n.credentials, ...n8n.nodes].map((file) =>
		file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
	),
	'nodes/ForecastDiff/engine/index.ts',
];

/** Provided by n8n: a second copy would break `instanceof` on its errors. */
const PROVIDED_BY_N8N = ['n8n-workflow'];

const ASSETS = ['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

/** What `npm test` has found about the types is not found out again. */
const REMEMBERED = ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo'];

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

async function typecheck() {
	try {
		await run(process.execPath, [TSC, '--noEmit', '--pretty', 'false', ...REMEMBERED]);
	} catch (error) {
		throw new Error(`Types do not match:\n${error.stdout ?? error}`);
	}
}

async function bundle() {
	await esbuild.build({
		entryPoints: ENTRIES,
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		external: PROVIDED_BY_N8N,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		// The build without Node's own modules, which n8n's rules keep out of nodes.
		alias: { fflate: 'fflate/browser' },
		legalComments: 'inline',
	});
}

/** Icons, codex files and output schemas, at the places where n8n looks for them. */
function assets() {
	return src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));
}

const build = series(clean, parallel(typecheck, bundle, assets));

function watchFiles() {
	watch(['nodes/**/*.ts', 'credentials/**/*.ts'], bundle);
	watch(ASSETS, assets);
}

module.exports = {
	assets,
	build,
	bundle,
	clean,
	default: build,
	typecheck,
	watch: series(build, watchFiles),
};
