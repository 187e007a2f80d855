import { build } from 'esbuild';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../sandbox/n8n/command';
import { REPOSITORY } from '../sandbox/n8n/paths';
import { withStep } from '../scripts/progress';
import { BENCH_STATE, BUILT_ENGINE } from './paths';
import type { Surroundings } from './peers/peer';

const SOURCES = path.join(REPOSITORY, 'nodes');
const FILE_READER = path.join(SOURCES, 'ForecastDiff/files/readTable.ts');

function isBuilt(): boolean {
	if (!existsSync(BUILT_ENGINE)) return false;
	const builtAt = statSync(BUILT_ENGINE).mtimeMs;
	return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.every((file) => statSync(path.join(SOURCES, file)).mtimeMs <= builtAt);
}

async function buildEngine(signal?: AbortSignal): Promise<string> {
	if (isBuilt()) return BUILT_ENGINE;
	await withStep(
		'Building the package',
		async () => {
			await runCommand(path.join(REPOSITORY, 'node_modules/.bin/gulp'), ['build'], {
				cwd: REPOSITORY,
				logFile: path.join(BENCH_STATE, 'build.log'),
				signal,
			});
		},
		{ expectedSeconds: 8 },
	);
	return BUILT_ENGINE;
}

/** The engine does not export the reader of files, so that is bundled by itself, as `gulp build` would. */
async function buildFileReader(): Promise<string> {
	const outfile = path.join(BENCH_STATE, 'fileReader.cjs');
	await build({
		entryPoints: [FILE_READER],
		outfile,
		bundle: true,
		external: ['n8n-workflow'],
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		alias: { fflate: 'fflate/browser' },
	});
	return outfile;
}

/** What is measured: the build that ships, made anew when a source is newer; or the given one. */
export async function prepareBuild(
	engine: string | undefined,
	signal?: AbortSignal,
): Promise<Omit<Surroundings, 'scratch'>> {
	return {
		engine: engine === undefined ? await buildEngine(signal) : path.resolve(engine),
		fileReader: await buildFileReader(),
	};
}
