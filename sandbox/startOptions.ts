import { parseArgs } from 'node:util';

export interface StartOptions {
	/** End after the first alert. */
	once: boolean;
	/** Port of n8n's editor. */
	port: number;
}

export const USAGE = `npm start [-- --once] [-- --port N]

  Runs n8n with this package, a stand-in for Clari and one for Slack, and lets the
  forecast alert arrive. Everything stays on this machine.

  --once     end after the first alert; the exit code tells whether it arrived
  --port N   port of the n8n editor (default 5678)`;

/** Reads the command line of `npm start`; undefined when help was asked for. Errors name what was not understood. */
export function parseStartOptions(args: readonly string[]): StartOptions | undefined {
	const { values } = parseArgs({
		args: [...args],
		options: {
			once: { type: 'boolean', default: false },
			port: { type: 'string', default: '5678' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`--port takes a number from 1 to 65535, not "${values.port}"`);
	}
	return { once: values.once, port };
}
