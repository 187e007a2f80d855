import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';

import packageJson from '../../../package.json';
import { Clari } from '../../../nodes/Clari/Clari.node';
import { ClariCopilot } from '../../../nodes/ClariCopilot/ClariCopilot.node';
import { Clay } from '../../../nodes/Clay/Clay.node';

const ROOT = path.resolve(__dirname, '../../..');
const PAGE = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');
const quoted = [...PAGE.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);

test('every file that the page names is there', () => {
	const files = quoted.filter((text) =>
		/^(nodes|test|workflows|docs|sandbox|scripts)\//.test(text),
	);
	expect(files.length).toBeGreaterThan(25);
	expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});

test('every command that the page names is a script of the package', () => {
	const scripts = quoted
		.filter((text) => text.startsWith('npm '))
		.map((text) => /^npm (?:run )?(?:-s )?([\w:]+)/.exec(text)?.[1] ?? '');
	expect(scripts).toContain('start');
	expect(scripts.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
});

test('every check that the page names is one of a report', () => {
	const sources = ['nodes/shared/readiness', 'nodes/Clari/readiness', 'nodes/Clay/readiness']
		.flatMap((folder) =>
			readdirSync(path.join(ROOT, folder)).map((file) => path.join(ROOT, folder, file)),
		)
		.map((file) => readFileSync(file, 'utf8'))
		.join('\n');
	const checks = new Set([...sources.matchAll(/check: '(\w+)'/g)].map(([, name = '']) => name));
	const named = quoted.filter((text) => /^[a-z]+(_[a-z]+)+$/.test(text));
	expect(named).toContain('base_url');
	expect(named.filter((name) => !checks.has(name))).toEqual([]);
});

/** `Account: Check Readiness` and the like, of all nodes with operations. */
function operationsOf({ properties }: INodeTypeDescription): string[] {
	const resources = new Map(
		properties
			.filter(({ name }) => name === 'resource')
			.flatMap(({ options = [] }) => options)
			.flatMap((option) => ('value' in option ? [[option.value, option.name] as const] : [])),
	);
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) => {
			const resource = resources.get(String(displayOptions?.show?.resource?.[0])) ?? '';
			return options.map(({ name }) => `${resource}: ${name}`);
		});
}

test('every operation that the page names is in a panel', () => {
	const nodes = [new Clari(), new ClariCopilot(), new Clay()];
	const there = new Set(nodes.flatMap(({ description }) => operationsOf(description)));
	const resources = new Set([...there].map((operation) => operation.split(':')[0]));
	const named = [...PAGE.matchAll(/_((?:[A-Z]\w+ ?)+): ([A-Z][\w ]+)_/g)]
		.filter(([, resource = '']) => resources.has(resource))
		.map(([, resource = '', operation = '']) => `${resource}: ${operation}`);
	expect(named.length).toBeGreaterThan(5);
	expect(named.filter((operation) => !there.has(operation))).toEqual([]);
});
