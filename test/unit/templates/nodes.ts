import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

/** What tests look at of a node. */
export interface TemplateNode {
	name: string;
	type: string;
	parameters: {
		url?: string;
		jsonBody?: string;
		content?: string;
		query?: string;
		responseBody?: string;
		assignments?: { assignments: Array<{ name: string; value: string }> };
	};
}

const FOLDER = join(__dirname, '../../../workflows');

/** The templates of the package, by their files. */
export const templates = readdirSync(FOLDER).map((file) => {
	const { nodes }: { nodes: TemplateNode[] } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
	return { file, nodes };
});

/** A node of a template, by name. */
export function nodeOf(file: string, name: string): TemplateNode {
	const node = templates
		.find((template) => template.file === file)
		?.nodes.find((one) => one.name === name);
	if (!node) throw new Error(`${file} has no node ${name}`);
	return node;
}

/** The value of an expression that is one piece of JavaScript. */
export function evaluate(expression: string, item: object): string {
	const code = /^=\{\{([\s\S]*)\}\}$/.exec(expression)?.[1];
	if (code === undefined) throw new Error('No expression');
	const $ = () => ({ item: { json: item } });
	return String(runInNewContext(code, { $json: item, $, $input: { all: () => [{ json: item }] } }));
}

/** The text that a node sends to Slack, or writes for the node that does. */
export function textOf(file: string, name: string, item: object): string {
	const { jsonBody, assignments } = nodeOf(file, name).parameters;
	if (jsonBody !== undefined) return JSON.parse(evaluate(jsonBody, item)).text;
	return evaluate(assignments?.assignments[0]?.value ?? '', item);
}
