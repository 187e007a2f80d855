import path from 'node:path';
import type { INodeProperties, INodeType } from 'n8n-workflow';

import packageJson from '../../package.json';

const ROOT = path.resolve(__dirname, '../..');
const SOURCES = packageJson.n8n.nodes.map((file) =>
	file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
);

/** The notices of a panel, also those within collections. */
function noticesOf(properties: readonly INodeProperties[]): string[] {
	return properties.flatMap(({ type, displayName, options = [] }) => {
		if (type === 'notice') return [displayName];
		const inner = options.flatMap((option) => {
			if ('values' in option) return option.values;
			return 'type' in option ? [option] : [];
		});
		return noticesOf(inner);
	});
}

test.each(SOURCES)('%s: n8n shows all of its notices, and drops no tag', async (file) => {
	const module: Record<string, new () => INodeType> = await import(path.join(ROOT, file));
	const nodes = Object.values(module).map((Node) => new Node());
	expect(nodes).toHaveLength(1);
	const tags = nodes
		.flatMap(({ description }) => noticesOf(description.properties))
		.flatMap((notice) => [...notice.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag));
	// What n8n 2.41 leaves in a notice: lines and bold words run into each other otherwise.
	expect(tags.filter((tag) => !['a', 'ul', 'li'].includes(tag ?? ''))).toEqual([]);
});
