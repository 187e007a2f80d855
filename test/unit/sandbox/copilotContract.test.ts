import type { CopilotService } from '../../../sandbox/vendors';
import { startCopilot } from '../../../sandbox/vendors';
import { QUERY_CONTRACT } from '../../../sandbox/vendors/copilot/queryContract';

let copilot: CopilotService;

beforeAll(async () => {
	copilot = await startCopilot({ settings: { rate: 100_000 } });
});
afterAll(async () => await copilot.close());

async function ask(method: string, path: string, body?: unknown) {
	const response = await fetch(`${copilot.origin}${path}`, {
		method,
		headers: {
			'X-Api-Key': copilot.apiKey,
			'X-Api-Password': copilot.apiPassword,
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const answer: unknown = await response.json();
	return { status: response.status, answer };
}

const refusal = { status: 400, answer: { errorMessage: expect.any(String) } };
const UPLOAD = {
	source_id: 's',
	call_time: '2026-01-01T00:00:00Z',
	type: 'RECORDING',
	audio_url: 'https://files.example/1.mp3',
};

test('there are the 20 endpoints of the OpenAPI file', () => {
	expect(Object.keys(QUERY_CONTRACT).sort()).toEqual([
		...['account', 'contact', 'deal'].map((kind) => `DELETE /delete-${kind}`),
		...['GET /call-details', 'GET /calls'],
		...['account', 'contact', 'deal'].map((kind) => `GET /get-${kind}`),
		...['GET /scorecard', 'GET /scorecard-template', 'GET /topics', 'GET /users'],
		'GET /v2/topics',
		...['account', 'call', 'contact', 'deal'].map((kind) => `POST /create-${kind}`),
		...['account', 'contact', 'deal'].map((kind) => `PUT /update-${kind}`),
	]);
});

test.each(Object.keys(QUERY_CONTRACT))(
	'%s refuses a parameter that it does not have',
	async (endpoint) => {
		const [method = '', path = ''] = endpoint.split(' ');
		const id = path.startsWith('/get-') || path === '/call-details' ? '&id=x' : '';
		expect(await ask(method, `${path}?pageSize=1${id}`)).toMatchObject({
			status: 400,
			answer: { errorMessage: 'Unknown parameter pageSize' },
		});
	},
);

describe('a query', () => {
	const times = ['filterTimeGt', 'filterTimeLt', 'filterModifiedGt', 'filterModifiedLt'];
	const seconds = ['filterDurationGt', 'filterDurationLt'];
	const flags = ['includeAudio', 'includeVideo', 'includePagination'];

	test.each([
		...['0', '10000'].map((value) => `skip=${value}`),
		...['1', '100'].map((value) => `limit=${value}`),
		...times.map((name) => `${name}=2026-01-01T00:00:00.000Z`),
		...times.map((name) => `${name}=2026-01-01T00:00:00%2B0200`),
		...seconds.flatMap((name) => [`${name}=0`, `${name}=7200`]),
		...flags.flatMap((name) => [`${name}=true`, `${name}=false`]),
		...['true', 'false', '0', '1'].map((value) => `includePrivate=${value}`),
		...['sortTime=asc', 'sortProcessed=desc'],
		'filterStatus=PROCESSED&filterStatus=POST_PROCESSING_DONE',
		'filterType=ZOOM&filterType=TALKDESK',
		'filterUser=a%40x.test&filterUser=b%40x.test',
	])('of calls may be %s', async (query) => {
		expect((await ask('GET', `/calls?${query}`)).status).toBe(200);
	});

	test.each([
		...['-1', '10001', '1.5', 'x', ''].map((value) => `skip=${value}`),
		...['0', '101', '1e1'].map((value) => `limit=${value}`),
		...times.flatMap((name) =>
			['', '2026-01-01', '1767225600000', '2026-13-01T00:00:00Z', '2026-01-01T00:00:00'].map(
				(value) => `${name}=${value}`,
			),
		),
		...seconds.flatMap((name) => [`${name}=-1`, `${name}=7201`, `${name}=1.5`]),
		...flags.flatMap((name) => [`${name}=1`, `${name}=TRUE`, `${name}=`]),
		...['2', 'yes', ''].map((value) => `includePrivate=${value}`),
		...['sortTime=up', 'sortProcessed=ASC'],
		...['filterStatus=DONE', 'filterStatus=PROCESSED&filterStatus=DONE', 'filterType=RECORDING'],
		...['skip=1&skip=2', 'sortTime=asc&sortTime=desc', 'includePrivate=true&includePrivate=true'],
	])('of calls may not be %s', async (query) => {
		expect(await ask('GET', `/calls?${query}`)).toMatchObject(refusal);
	});

	test.each([
		'/scorecard?skip=10001',
		'/scorecard?limit=101',
		'/scorecard?filterTimeGt=now',
		'/scorecard?filterRepId=a&filterRepId=b',
		'/v2/topics?filterModifiedLt=now',
		...['/call-details', '/get-account', '/get-contact', '/get-deal'],
		...['/call-details?id=', '/call-details?id=a&id=b', '/get-deal?id=a&id=b'],
		'/call-details?id=a&includeVideo=1',
	])('may not be %s', async (path) => {
		expect(await ask('GET', path)).toMatchObject(refusal);
	});
});

describe('a body', () => {
	const deal = { crm_id: 'd1' };
	const turns = (more: object) => ({ external_transcript: { ext_conversation_turns: [more] } });

	test.each([
		...Object.keys(UPLOAD).map((name) => ({ [name]: undefined })),
		...Object.keys(UPLOAD).map((name) => ({ [name]: 1 })),
		...Object.keys(UPLOAD).map((name) => ({ [name]: null })),
		...[{ type: 'ZOOM' }, { call_time: '2026-01-01' }, { user_emails: 'a@x.test' }],
		...[{ user_emails: [1] }, { stereo_to_mono: 'true' }, { force_overwrite_old_call: 1 }],
		...[turns({ start: '1' }), turns({ person_id: 1 }), turns({ nope: 1 }), { nope: 1 }],
	])('of an upload may not be with %j', async (change) => {
		expect(await ask('POST', '/create-call', { ...UPLOAD, ...change })).toMatchObject(refusal);
	});

	test.each([
		...[{ amount: 1 }, { probability: 0.5 }, { close_date: '2026-01-01' }, { close_date: null }],
		...[{ custom_fields: [{ key: 1 }] }, { custom_fields: [{ name: 'x' }] }],
		...[{ custom_fields: {} }, { stage_change_history: [{ date_changed: 'x' }] }],
		...[{ crm_id: 1 }, { crm_id: undefined }, { colour: 'red' }],
	])('of a deal may not be with %j', async (change) => {
		expect(await ask('POST', '/create-deal', { ...deal, ...change })).toMatchObject(refusal);
		expect(await ask('PUT', '/update-deal', { id: 'x', ...deal, ...change })).toMatchObject(
			refusal,
		);
	});

	test.each(['account', 'contact'])('of a %s has lists where lists belong', async (kind) => {
		for (const change of [{ phones: '1' }, { phones: [1] }, { is_lead: 'true' }, { emails: 'a' }]) {
			const body = { crm_id: 'c', ...change };
			expect(await ask('POST', `/create-${kind}`, body)).toMatchObject(refusal);
		}
	});

	test.each(['POST /create-call', 'POST /create-deal', 'PUT /update-deal', 'DELETE /delete-deal'])(
		'of %s is a JSON object',
		async (endpoint) => {
			const [method = '', path = ''] = endpoint.split(' ');
			for (const body of [undefined, [], 'x', 1, null]) {
				expect(await ask(method, path, body)).toMatchObject(refusal);
			}
		},
	);
});
