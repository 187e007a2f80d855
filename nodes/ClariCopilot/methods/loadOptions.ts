import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { readText } from '../../shared/json/read';
import { TEMPLATE_LISTS } from '../scorecards/scorecards';
import { readList } from './readList';

// Each shows a refusal instead of an empty list.

/** Fills the list of topics with their names, by which calls know them. */
export async function getTopics(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const attempted = 'Could not list the topics';
	const topics = await readList(this, '/v2/topics', ['topics'], { attempted });
	return choices(topics, ({ topic_name }) => ({ name: topic_name, value: topic_name }));
}

/** Fills a list of users with their IDs, by which scorecards know them. */
export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return choices(await readUserRows(this), (user) => ({ name: nameOf(user), value: user.id }));
}

/** Fills a list of users with their email addresses, by which calls are filtered. */
export async function getUserEmails(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return choices(await readUserRows(this), (user) => ({ name: nameOf(user), value: user.email }));
}

/** Fills the list of scorecard templates with their IDs. */
export async function getTemplates(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const attempted = 'Could not list the scorecard templates';
	const templates = await readList(this, '/scorecard-template', TEMPLATE_LISTS, { attempted });
	return choices(templates, ({ id, name }) => ({ name: readText(name) ?? id, value: id }));
}

async function readUserRows(context: ILoadOptionsFunctions) {
	const attempted = 'Could not list the users';
	return await readList(context, '/users', ['users'], { attempted });
}

function nameOf({ name, email }: Record<string, unknown>): unknown {
	const known = readText(name);
	const address = readText(email);
	return known && address ? `${known} (${address})` : (known ?? address);
}

/** Each value once, by name. */
function choices(
	rows: Array<Record<string, unknown>>,
	read: (row: Record<string, unknown>) => { name: unknown; value: unknown },
): INodePropertyOptions[] {
	const found = new Map<string, string>();
	for (const row of rows) {
		const { name, value } = read(row);
		const known = readText(value);
		if (known !== undefined) found.set(known, readText(name) ?? known);
	}
	return [...found]
		.map(([value, name]) => ({ name, value }))
		.sort((one, other) => one.name.localeCompare(other.name));
}
