import { parseArgs } from 'node:util';

import { VARIABLES } from './accounts';

export interface ReadinessOptions {
	/** Print JSON instead of a table. */
	json: boolean;
	/** Check the stand-ins on this machine. */
	sandbox: boolean;
	/** Export the forecast tab, which costs quota. */
	testExport: boolean;
	previousQuarters: number;
	/** First month, 1 to 12. */
	fiscalYearStart: number;
	/** The calendar year that gives a fiscal year its number. */
	fiscalYearName: 'start' | 'end';
	quotaReserve: number;
}

export const USAGE = `npm run readiness [-- --json] [-- --test-export] [-- --sandbox]

  Checks the accounts whose secrets are in environment variables, by the same operation
  Check Readiness that the nodes have. Exit code 0: nothing failed; 1: something did;
  2: there was nothing to check.

  --test-export           export the forecast tab: costs a unit of quota for the current
                          quarter and one for each previous one
  --previous-quarters N   quarters before the current one (default 4)
  --fiscal-year-start N   first month of the fiscal year, 1 to 12 (default 1)
  --fiscal-year-name W    the calendar year it is named after: start or end (default end)
  --quota-reserve N       exports to leave to others (default 0)
  --json                  JSON instead of a table (npm run -s readiness -- --json)
  --sandbox               check the stand-ins for the vendors on this machine

  Variables (none is ever printed):
${VARIABLES.map(({ name, meaning }) => `    ${name.padEnd(33)} ${meaning}`).join('\n')}`;

/** Reads the command line of `npm run readiness`; undefined when help was asked for. */
export function parseReadinessOptions(args: readonly string[]): ReadinessOptions | undefined {
	const { values } = parseArgs({
		args: [...args],
		options: {
			json: { type: 'boolean', default: false },
			sandbox: { type: 'boolean', default: false },
			'test-export': { type: 'boolean', default: false },
			'previous-quarters': { type: 'string', default: '4' },
			'fiscal-year-start': { type: 'string', default: '1' },
			'fiscal-year-name': { type: 'string', default: 'end' },
			'quota-reserve': { type: 'string', default: '0' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	return {
		json: values.json,
		sandbox: values.sandbox,
		testExport: values['test-export'],
		previousQuarters: count('--previous-quarters', values['previous-quarters']),
		fiscalYearStart: month('--fiscal-year-start', values['fiscal-year-start']),
		fiscalYearName: startOrEnd('--fiscal-year-name', values['fiscal-year-name']),
		quotaReserve: count('--quota-reserve', values['quota-reserve']),
	};
}

function count(flag: string, text: string): number {
	if (/^\d{1,6}$/.test(text)) return Number(text);
	throw new Error(`${flag} takes a whole number, not "${text}"`);
}

function month(flag: string, text: string): number {
	const number = count(flag, text);
	if (number >= 1 && number <= 12) return number;
	throw new Error(`${flag} takes a month from 1 to 12, not "${text}"`);
}

function startOrEnd(flag: string, text: string): 'start' | 'end' {
	if (text === 'start' || text === 'end') return text;
	throw new Error(`${flag} takes start or end, not "${text}"`);
}
