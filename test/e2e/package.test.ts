import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import packageJson from '../../package.json';
import { templateFiles } from '../../sandbox/localTemplate';
import { TARBALL } from './state';

/** ESLint's report as JSON; its exit code says only that there is something in it. */
function lint(folder: string): string {
	const eslint = path.resolve(__dirname, '../../node_modules/eslint/bin/eslint.js');
	const config = path.join(__dirname, 'scanner.config.mjs');
	const args = [eslint, '--no-ignore', '-c', config, '--format', 'json', 'dist/**/*.js'];
	return spawnSync('node', args, { cwd: folder, encoding: 'utf8' }).stdout;
}

const list = () => execFileSync('tar', ['-tzf', TARBALL], { encoding: 'utf8' }).split('\n');

test('the packed package holds what a user needs, and nothing else', () => {
	const files = list()
		.map((file) => file.replace(/^package\//, ''))
		.filter((file) => file !== '');
	for (const file of [...packageJson.n8n.nodes, ...packageJson.n8n.credentials, 'index.js']) {
		expect(files).toContain(file);
	}
	expect(files).toContain('dist/icons/clari.dark.svg');
	expect(files).toContain('dist/nodes/Clari/Clari.node.json');
	expect(files).toContain('dist/nodes/Clari/__schema__/v1.0.0/forecastExport/run.json');
	for (const template of templateFiles()) expect(files).toContain(`workflows/${template}`);
	const expected =
		/^(dist\/|workflows\/.*\.json$|index\.js$|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/;
	expect(files.filter((file) => !expected.test(file))).toEqual([]);
	expect(files.filter((file) => /\.(ts|map)$|test/.test(file))).toEqual([]);
});

test("the packed code obeys n8n's rules for community nodes, as its package scanner checks them", () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'revops-scan-'));
	execFileSync('tar', ['-xzf', TARBALL, '-C', folder]);
	const results: Array<{ filePath: string; messages: Array<{ ruleId: string; message: string }> }> =
		JSON.parse(lint(path.join(folder, 'package')));
	expect(results.length).toBeGreaterThan(2);
	const found = results.flatMap(({ filePath, messages }) =>
		messages.map(({ ruleId, message }) => `${path.basename(filePath)}: ${ruleId} ${message}`),
	);
	expect(found).toEqual([]);
});

test('a script can use the engine and the classes', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'revops-script-'));
	execFileSync('tar', ['-xzf', TARBALL, '-C', folder]);
	const script = `
		const { Clari, ClariApi, ForecastDiff, forecastDiffEngine } = require(${JSON.stringify(path.join(folder, 'package'))});
		const row = (value) => [{ ownerId: 'a', fieldId: 'f', timePeriod: '2026_Q1', type: 'forecast', value }];
		const { changes } = forecastDiffEngine.compareForecasts(row(100), row(150), { detectedAt: '2026-01-01T00:00:00Z' });
		console.log(new Clari().description.name, new ClariApi().name, new ForecastDiff().description.name, changes[0].changePct);
	`;
	const output = execFileSync('node', ['-e', script], {
		encoding: 'utf8',
		env: { ...process.env, NODE_PATH: path.resolve(__dirname, '../../node_modules') },
	});
	expect(output.trim()).toBe('clari clariApi forecastDiff 50');
});
