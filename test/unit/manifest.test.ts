import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import packageJson from '../../package.json';
import { ClariApi } from '../../credentials/ClariApi.credentials';
import { ClariCopilotApi } from '../../credentials/ClariCopilotApi.credentials';
import { ClariCopilotWebhookApi } from '../../credentials/ClariCopilotWebhookApi.credentials';
import { ClarkyWebhookApi } from '../../credentials/ClarkyWebhookApi.credentials';
import { ClayApi } from '../../credentials/ClayApi.credentials';
import { ClayCallbackApi } from '../../credentials/ClayCallbackApi.credentials';
import { ClayTableWebhookApi } from '../../credentials/ClayTableWebhookApi.credentials';
import { Clari } from '../../nodes/Clari/Clari.node';
import { ClariCopilot } from '../../nodes/ClariCopilot/ClariCopilot.node';
import { ClariCopilotTrigger } from '../../nodes/ClariCopilot/ClariCopilotTrigger.node';
import { ClariCopilotWebhookTrigger } from '../../nodes/ClariCopilot/ClariCopilotWebhookTrigger.node';
import { ClarkyTrigger } from '../../nodes/Clarky/ClarkyTrigger.node';
import { Clay } from '../../nodes/Clay/Clay.node';
import { ClayTrigger } from '../../nodes/Clay/ClayTrigger.node';
import { ForecastDiff } from '../../nodes/ForecastDiff/ForecastDiff.node';
import { readTemplate, templateFiles } from '../../sandbox/localTemplate';
import type { WorkflowFile } from '../../sandbox/n8n/api';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
/** By their files, below `nodes`. */
const NODES = {
	'Clari/Clari': new Clari(),
	'ClariCopilot/ClariCopilot': new ClariCopilot(),
	'ClariCopilot/ClariCopilotTrigger': new ClariCopilotTrigger(),
	'ClariCopilot/ClariCopilotWebhookTrigger': new ClariCopilotWebhookTrigger(),
	'Clarky/ClarkyTrigger': new ClarkyTrigger(),
	'Clay/Clay': new Clay(),
	'Clay/ClayTrigger': new ClayTrigger(),
	'ForecastDiff/ForecastDiff': new ForecastDiff(),
};

/** By their files, in `credentials`. */
const CREDENTIALS = {
	ClariApi: new ClariApi(),
	ClariCopilotApi: new ClariCopilotApi(),
	ClariCopilotWebhookApi: new ClariCopilotWebhookApi(),
	ClarkyWebhookApi: new ClarkyWebhookApi(),
	ClayApi: new ClayApi(),
	ClayCallbackApi: new ClayCallbackApi(),
	ClayTableWebhookApi: new ClayTableWebhookApi(),
};

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

describe.each(Object.entries(NODES))('%s', (file, node) => {
	const { description } = node;

	test('has a codex file with its full name', () => {
		const codex: Record<string, unknown> = JSON.parse(read(`nodes/${file}.node.json`));
		expect(codex).toMatchObject({
			node: `${packageJson.name}.${description.name}`,
			nodeVersion: '1.0',
			codexVersion: '1.0',
		});
		expect(codex.alias).toEqual(expect.arrayContaining([expect.any(String)]));
	});

	test('has an icon for light and for dark that differ', () => {
		const { icon } = description;
		const icons = typeof icon === 'object' ? [icon.light, icon.dark] : [];
		const [light, dark] = icons.map((name) =>
			read(path.join('nodes', path.dirname(file), name.replace('file:', ''))),
		);
		expect(light).toContain('<svg');
		expect(light).not.toBe(dark);
	});

	test('its documentation exists', () => {
		const links = read(`nodes/${file}.node.json`).match(/docs\/[\w-]+\.md/g) ?? [];
		expect(links.length).toBeGreaterThan(0);
		for (const link of links) expect(existsSync(path.join(ROOT, link))).toBe(true);
	});
});

test('all credentials of the package are looked at here', () => {
	const files = packageJson.n8n.credentials.map((file) => path.basename(file, '.credentials.js'));
	expect(Object.keys(CREDENTIALS).sort()).toEqual(files.sort());
});

// The editor fills a new form by names, with the first default that it finds, shown or not.
test.each(Object.entries(CREDENTIALS))(
	'%s has no two properties of one name',
	(_file, credential) => {
		const names = credential.properties.map(({ name }) => name);
		expect(names).toEqual([...new Set(names)]);
	},
);

/** Nodes that have operations; what a trigger does is its events. */
const NAMES = ['Clari', 'Clari Copilot', 'Clay', 'Forecast Diff'];

test('the README lists the operations as the panels do', () => {
	const rows = read('README.md')
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.filter((cells) => cells.length === 6 && NAMES.includes(cells[1] ?? ''))
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

describe.each(templateFiles())('the template %s', (file) => {
	const template = readTemplate(file);
	const names = template.nodes.map(({ name }) => name);

	test('can be imported: nothing of anybody else is in it', () => {
		expect(template).toMatchObject({
			settings: {
				executionOrder: 'v1',
				saveDataErrorExecution: 'all',
				// Each look at a page would store the page.
				saveDataSuccessExecution: file === 'clari-health-dashboard.json' ? 'none' : 'all',
				executionTimeout: timeoutOf(template),
			},
			pinData: {},
			active: false,
		});
		for (const { credentials, onError, type, parameters } of template.nodes) {
			expect(credentials).toBeUndefined();
			// With another setting n8n would count a failed alert as a success. A record may not hold up an alert, and a message
			// can do without details.
			const isDetail = type === 'n8n-nodes-revops.clariCopilot' && parameters.operation === 'get';
			if (type !== 'n8n-nodes-base.dataTable' && !isDetail) {
				expect(onError).toBeUndefined();
			}
		}
		const urls = template.nodes.flatMap(({ parameters }) => parameters.url ?? []);
		for (const url of urls) expect(url).toMatch(/REPLACE/);
	});

	test('names its nodes as a sentence, and connects nodes that are there', () => {
		expect(new Set(names).size).toBe(names.length);
		const proper = /\b(Clari|Clarky|Clay|CRM|ICP|Slack|Teams|Monday|Zapier)\b/g;
		for (const name of names) expect(name.replace(proper, 'x')).toMatch(/^[A-Z][^A-Z]*$/);
		const connected = Object.entries(template.connections).flatMap(([from, { main = [] }]) => [
			from,
			...main.flatMap((links) => (links ?? []).map(({ node }) => node)),
		]);
		for (const name of connected) expect(names).toContain(name);
	});

	test('says how to set it up, step by step, by the names of its nodes', () => {
		const note = template.nodes.find(({ name }) => name === 'Set up')?.parameters.content;
		expect(note).toMatch(/^## .*\n(.*\n)*1\. .*\n(.*\n)*2\. .*\n(.*\n)*3\. /);
		for (const [, step = ''] of String(note).matchAll(/\*\*(.+?)\*\*/g)) {
			// Tables of the warehouse, a setting of n8n, and all nodes of one kind.
			if (/^forecast_|^Timezone$|…/.test(step)) continue;
			expect(names).toContain(step);
		}
	});

	test('sets parameters that its nodes have, to values that they know', () => {
		for (const { type, parameters } of template.nodes) {
			const node = Object.values(NODES).find(
				({ description }) => type === `${packageJson.name}.${description.name}`,
			);
			if (node === undefined) continue;
			for (const [name, value] of Object.entries(parameters)) {
				// n8n's own, of every node that polls.
				if (name === 'pollTimes' && node.description.polling === true) continue;
				expect(problemOf(node.description.properties, name, value)).toBeUndefined();
			}
		}
	});
});

/** How many seconds a template may take; -1 for no limit. */
function timeoutOf({ name, nodes }: WorkflowFile): number {
	// n8n counts the time that an execution waits, and cancels it at once when it goes on.
	if (nodes.some(({ type }) => type === 'n8n-nodes-base.wait')) return -1;
	// Shorter than any schedule of the templates: two runs at a time would tell changes twice.
	return name.includes('digest') ? 55 * 60 : 60 * 60;
}

/** What is wrong with a parameter of a template. */
function problemOf(
	properties: INodeProperties[],
	name: string,
	value: unknown,
): string | undefined {
	const named = properties.filter((property) => property.name === name);
	if (named.length === 0) return `There is no parameter ${name}`;
	const values = named.flatMap(({ options = [] }) =>
		options.flatMap((option) => ('value' in option ? [option.value] : [])),
	);
	if (typeof value === 'string' && values.length > 0 && !values.includes(value)) {
		return `${name} does not know ${value}`;
	}
	const inner = named
		.filter(({ type }) => type === 'collection')
		.flatMap(({ options = [] }) => options)
		.flatMap((option) => ('type' in option ? [option] : []));
	if (inner.length === 0 || typeof value !== 'object' || value === null) return undefined;
	return Object.entries(value)
		.map(([key, one]) => problemOf(inner, key, one))
		.find((problem) => problem !== undefined);
}
