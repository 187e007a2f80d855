import { VARIABLES, accountsOf } from '../../../sandbox/readiness/accounts';
import { USAGE, parseReadinessOptions } from '../../../sandbox/readiness/options';
import { tableOf } from '../../../sandbox/readiness/table';

const options = parseReadinessOptions([]);
if (options === undefined) throw new Error('Without flags there are options');
const of = (environment: Record<string, string>) => accountsOf(environment, options);

describe('the accounts of an environment', () => {
	test('are those that there is a secret of', () => {
		expect(of({})).toEqual([]);
		expect(of({ CLARI_API_TOKEN: ' ', CLARI_FORECAST_TAB: 'net_new' })).toEqual([]);
		const secrets = { CLARI_API_KEY: 'a', CLARI_COPILOT_API_KEY: 'b', CLAY_API_KEY: 'c' };
		expect(of(secrets).map(({ service }) => service)).toEqual(['Clari', 'Clari Copilot', 'Clay']);
	});

	test('a token has precedence over a key, and the profile is one of two', () => {
		const [clari] = of({ CLARI_API_KEY: 'old', CLARI_API_TOKEN: 'new', CLARI_API_PROFILE: 'V1' });
		expect(clari?.credentials.clariApi).toMatchObject({ apiToken: 'new', apiProfile: 'v1' });
		expect(() => of({ CLARI_API_TOKEN: 'a', CLARI_API_PROFILE: 'v9' })).toThrow(/v4 or v1/);
	});

	test('a table webhook is checked where there is one', () => {
		const [without] = of({ CLAY_API_KEY: 'a' });
		expect(without?.parameters.includeTableWebhook).toBe(false);
		const [clay] = of({ CLAY_API_KEY: 'a', CLAY_TABLE_WEBHOOK_URL: 'https://api.clay.com/x' });
		expect(clay?.parameters.includeTableWebhook).toBe(true);
		expect(clay?.credentials).toHaveProperty('clayTableWebhookApi');
	});
});

test('nothing is exported unless asked for', () => {
	const [clari] = of({ CLARI_API_TOKEN: 'a' });
	expect(clari?.parameters).toMatchObject({ includeTestExport: false, previousQuarters: 4 });
	expect(parseReadinessOptions(['--test-export'])).toMatchObject({ testExport: true });
	expect(parseReadinessOptions(['--help'])).toBeUndefined();
	expect(() => parseReadinessOptions(['--nonsense'])).toThrow(/nonsense/);
});

test('the fiscal calendar is handed on, and has to be one', () => {
	const february = parseReadinessOptions(['--fiscal-year-start=2', '--fiscal-year-name=start']);
	const [clari] = february ? accountsOf({ CLARI_API_TOKEN: 'a' }, february) : [];
	expect(clari?.parameters).toMatchObject({ fiscalYearStart: 2, fiscalYearName: 'start' });
	expect(() => parseReadinessOptions(['--fiscal-year-start=13'])).toThrow(/from 1 to 12/);
	expect(() => parseReadinessOptions(['--fiscal-year-name=last'])).toThrow(/start or end/);
});

test('the usage names every variable', () => {
	for (const { name } of VARIABLES) expect(USAGE).toContain(name);
});

test('the table fits the terminal, and says below each check what to do', () => {
	const check = {
		service: 'Clari',
		host: 'h',
		check: 'a',
		status: 'pass',
		title: 'First',
		todo: null,
	};
	const words = Array.from({ length: 30 }, (_, word) => `word${word}`).join(' ');
	const failed = { ...check, status: 'fail', title: 'Second one', detail: words, todo: words };
	const table = tableOf([{ ...check, detail: 'Fine.' }, failed], { width: 60, colours: false });
	const lines = table.split('\n');
	expect(lines.slice(0, 2)).toEqual(['Clari · h', '  pass     First       Fine.']);
	expect(lines.slice(0, -1).filter((line) => line.length > 60)).toEqual([]);
	expect(lines.filter((line) => line.includes('→'))).toHaveLength(1);
	expect(lines.at(-1)).toBe('Not ready: 1 passed, 0 with a warning, 1 failed, 0 not checked.');
	for (let word = 0; word < 30; word++)
		expect(table.split(`word${word}`).length).toBeGreaterThan(2);
});
