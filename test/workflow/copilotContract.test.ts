import type { INodeParameters } from 'n8n-workflow';

import { OPERATIONS } from '../../nodes/ClariCopilot/actions/router';
import { CRM_FIELDS } from '../../nodes/ClariCopilot/crm/fields';
import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { QUERY_CONTRACT } from '../../sandbox/vendors/copilot/queryContract';
import { callById, runCopilot } from './copilot';

/*
 * Every request that the node Clari Copilot can make, with every parameter filled in, is one that Copilot's OpenAPI file
 * allows: the stand-in refuses all others.
 */

let copilot: CopilotService;
const ran = new Set<string>();

beforeAll(async () => {
	copilot = await startCopilot({ settings: { rate: 100_000 } });
});
afterAll(async () => await copilot.close());

async function run(resource: string, operation: string, parameters: INodeParameters = {}) {
	ran.add(`${resource}.${operation}`);
	const result = await runCopilot(copilot, { resource, operation, ...parameters });
	expect(result.error).toBeUndefined();
	return result;
}

const TIME = '2026-02-01T09:00:00';
const FILTERS = {
	users: 'a@x.test, b@x.test',
	attendees: 'c@y.test',
	topics: 'Pricing, Security & more',
	statuses: ['PROCESSED', 'POST_PROCESSING_DONE'],
	types: ['ZOOM', 'TALKDESK', 'AIRCALL_RECORDING'],
	sourceIds: 's 1, s+2',
	startedAfter: TIME,
	startedBefore: '2026-03-01T09:00:00+02:00',
	modifiedAfter: TIME,
	modifiedBefore: '2026-03-01T09:00:00.123Z',
	durationAbove: 0,
	durationBelow: 99_999,
};

test('lists', async () => {
	const media = { includeAudio: true, includeVideo: true };
	for (const order of ['newest', 'oldest', 'processedLast', 'processedFirst']) {
		await run('call', 'getMany', {
			returnAll: true,
			filters: FILTERS,
			order,
			options: { ...media, includePrivate: true, fastPaging: true, pageSize: 1_000 },
		});
	}
	await run('call', 'getMany', { limit: 3, includeDetails: true, options: media });
	await run('call', 'get', { ...callById(copilot.callIds()[0] ?? ''), options: media });
	await run('scorecard', 'getMany', {
		returnAll: true,
		filters: { after: TIME, before: TIME, repId: 'r 1', scorerId: 's+1' },
	});
	await run('scorecardTemplate', 'getMany');
	await run('topic', 'getMany', { options: { modifiedAfter: TIME, modifiedBefore: TIME } });
	await run('user', 'getMany');
	await run('workspace', 'checkReadiness');
});

test.each(['CALL_HIPPO', 'KNOWLARITY', 'RECORDING', 'RINGOVER', 'VENDASTA'])(
	'uploads of type %s',
	async (type) => {
		await run('call', 'create', {
			type,
			sourceId: `source ${type}`,
			callTime: TIME,
			audioUrl: 'https://files.example/1.mp3?a=b',
			userEmails: copilot.users[2]?.email ?? '',
			additionalFields: {
				audioFormat: 'mp3',
				headers: { header: [{ name: 'X-A', value: 'b' }] },
				overwrite: true,
				participants: { participant: [{ email: 'c@y.test', name: 'C' }, { phone: 1234 }] },
				sourceUserIds: 'u1, u2',
				stereoToMono: true,
				title: 'T',
				transcript: {
					external_speakers: [{ person_id: '1', name: 'A', email_id: 'a@x.test' }],
					ext_conversation_turns: [{ person_id: '1', text: 'Hi', start: 0, end: 1.5 }],
				},
			},
		});
	},
);

describe.each(['account', 'contact', 'deal'] as const)('%s', (kind) => {
	/** A value of each form that a user can type in. */
	const VALUES = {
		text: 'x',
		list: 'a, b',
		flag: true,
		date: TIME,
		day: '2026-02-01',
		pairs: { field: [{ key: 'k', value: 'v' }] },
		json: '[]',
	};
	const HISTORY: Record<string, INodeParameters[]> = {
		stage_change_history: [{ stage: 'b', prev_stage: 'a', date_changed: `${TIME}Z` }],
		close_date_change_history: [{ close_date: `${TIME}Z`, date_changed: `${TIME}Z` }],
	};
	const fields = Object.fromEntries(
		CRM_FIELDS[kind].map(({ name, key, form }) => [
			name,
			form === 'json' ? JSON.stringify(HISTORY[key]) : VALUES[form],
		]),
	);

	test('with each of its fields', async () => {
		const crmId = 'c/1 &';
		await run(kind, 'create', { crmId, additionalFields: fields });
		await run(kind, 'update', { crmId, updateFields: fields });
		await run(kind, 'upsert', { crmId, additionalFields: fields, updateFields: fields });
		await run(kind, 'upsert', { crmId: 'c2', additionalFields: fields, updateFields: fields });
		await run(kind, 'get', { crmId });
		await run(kind, 'delete', { crmId });
		const sent = copilot.journal.entries
			.filter(({ path }) => path === `/create-${kind}`)
			.map(({ requestBody }) => Object.keys(Object(requestBody)).sort());
		const all = ['crm_id', ...CRM_FIELDS[kind].map(({ key }) => key)].sort();
		expect(sent[0]).toEqual(all);
	});
});

test('nothing of it was refused, and nothing that the node can ask was left out', () => {
	const { entries } = copilot.journal;
	expect(entries.filter(({ status }) => status === 400)).toEqual([]);
	const operations = Object.entries(OPERATIONS).flatMap(([resource, of]) =>
		Object.keys(of).map((operation) => `${resource}.${operation}`),
	);
	// The file knows no webhooks.
	expect([...ran].sort()).toEqual(operations.filter((name) => !/^webhook/.test(name)).sort());

	const sent = (endpoint: string) =>
		entries
			.filter(({ method, path }) => `${method} ${path}` === endpoint)
			.flatMap(({ queryString }) => [...new URLSearchParams(queryString).keys()]);
	const unsent = Object.entries(QUERY_CONTRACT).flatMap(([endpoint, facts]) =>
		Object.keys(facts)
			.filter((name) => !sent(endpoint).includes(name))
			.map((name) => `${endpoint} ${name}`),
	);
	expect(unsent).toEqual([]);
	const unasked = Object.keys(QUERY_CONTRACT).filter(
		(endpoint) => !entries.some(({ method, path }) => `${method} ${path}` === endpoint),
	);
	// The names alone, which the second version tells too.
	expect(unasked).toEqual(['GET /topics']);
});
