import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';

import packageJson from '../../package.json';
import { ClariApi } from '../../credentials/ClariApi.credentials';
import { Clari } from '../../nodes/Clari/Clari.node';
import { ForecastDiff } from '../../nodes/ForecastDiff/ForecastDiff.node';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const NODES = { Clari: new Clari(), ForecastDiff: new ForecastDiff() };

/** Node, resource, operation and description, as the panel shows them. */
function operationsOf({ displayName, properties }: INodeTypeDescription): string[][] {
	const names = new Map(
		properties
			.filter(({ name }) => name === 'resource')
			.flatMap(({ options = [] }) => options)
			.flatMap((option) => ('value' in option ? [[option.value, option.name] as const] : [])),
	);
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) => {
			const resource = names.get(String(displayOptions?.show?.resource?.[0])) ?? '';
			return options.flatMap((option) =>
				'value' in option ? [[displayName, resource, option.name, option.description ?? '']] : [],
			);
		});
}

describe('package.json', () => {
	test('needs nothing at run time but n8n-workflow', () => {
		expect(packageJson.dependencies).toEqual({});
		expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	test('is what n8n and its scanner want', () => {
		expect(packageJson.name).toMatch(/^n8n-nodes-/);
		expect(packageJson.license).toBe('MIT');
		expect(packageJson.keywords).toContain('n8n-community-node-package');
		expect(packageJson.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
		expect(packageJson).not.toHaveProperty('overrides');
		expect(packageJson).not.toHaveProperty('type');
		expect(Object.keys(packageJson.scripts)).not.toContain('prepare');
	});

	test('registers every node and credential, by plain paths of files that are built from sources', () => {
		const sources = (folder: string, pattern: RegExp) =>
			readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => pattern.test(file))
				.map((file) => `dist/${folder}/${file.replace(/\.ts$/, '.js')}`);
		expect([...packageJson.n8n.nodes].sort()).toEqual(sources('nodes', /\.node\.ts$/).sort());
		expect([...packageJson.n8n.credentials].sort()).toEqual(
			sources('credentials', /\.credentials\.ts$/).sort(),
		);
	});

	test.each(['package-lock.json', 'sandbox/n8n/runtime/package-lock.json', '.npmrc'])(
		'%s names no host that packages come from',
		(file) => {
			expect(read(file)).not.toMatch(/"resolved"|https?:\/\/[^"\s]*\.tgz|registry\s*=/);
		},
	);
});

describe.each(Object.entries(NODES))('%s', (name, node) => {
	const { description } = node;

	test('has a codex file with its full name', () => {
		const codex: Record<string, unknown> = JSON.parse(read(`nodes/${name}/${name}.node.json`));
		expect(codex).toMatchObject({
			node: `${packageJson.name}.${description.name}`,
			nodeVersion: '1.0',
			codexVersion: '1.0',
		});
		expect(codex.alias).toEqual(expect.arrayContaining(['forecast']));
	});

	test('has an icon for light and for dark that differ', () => {
		const { icon } = description;
		const files = typeof icon === 'object' ? [icon.light, icon.dark] : [];
		const [light, dark] = files.map((file) =>
			read(path.join('nodes', name, file.replace('file:', ''))),
		);
		expect(light).toContain('<svg');
		expect(light).not.toBe(dark);
	});

	test('its documentation exists', () => {
		const links = read(`nodes/${name}/${name}.node.json`).match(/docs\/[\w-]+\.md/g) ?? [];
		expect(links.length).toBeGreaterThan(0);
		for (const link of links) expect(existsSync(path.join(ROOT, link))).toBe(true);
	});
});

test('the README lists the operations as the panels do', () => {
	const rows = read('README.md')
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.filter((cells) => cells.length === 6 && ['Clari', 'Forecast Diff'].includes(cells[1] ?? ''))
		.map((cells) => cells.slice(1, 5));
	const operations = Object.values(NODES).flatMap(({ description }) => operationsOf(description));
	expect(rows.map(String).sort()).toEqual(operations.map(String).sort());
});

test('the links of the documents lead somewhere', () => {
	const documents = [
		'README.md',
		'CONTRIBUTING.md',
		...readdirSync(path.join(ROOT, 'docs'))
			.filter((file) => file.endsWith('.md'))
			.map((file) => `docs/${file}`),
	];
	for (const document of documents) {
		for (const [, target = ''] of read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)) {
			const file = path.join(ROOT, path.dirname(document), target);
			expect(`${document}: ${target} ${existsSync(file)}`).toBe(`${document}: ${target} true`);
		}
	}
});

describe('the credential', () => {
	const credential = new ClariApi();

	test('masks the token and is tested against an endpoint that needs it', () => {
		const token = credential.properties.find(({ name }) => name === 'apiToken');
		expect(token?.typeOptions).toMatchObject({ password: true });
		expect(String(credential.test.request.url)).toContain('/admin/limits');
		expect(String(credential.test.request.url)).toContain('/forecast/types');
	});
});
