import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';

export interface CommandOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	/** Gets the whole output, after what earlier commands left in it. */
	logFile: string;
	signal?: AbortSignal;
}

const TAIL_LINES = 15;

/** The last lines of a text, for an error that must be readable without opening the log. */
export function tail(text: string, lines = TAIL_LINES): string {
	return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Runs a program to its end and returns what it printed on stdout.
 * A failure is an error with the end of the output and the path of the log.
 */
export async function runCommand(
	command: string,
	args: readonly string[],
	options: CommandOptions,
): Promise<string> {
	mkdirSync(path.dirname(options.logFile), { recursive: true });
	const log = createWriteStream(options.logFile, { flags: 'a' });
	const line = [path.basename(command), ...args].join(' ');
	log.write(`$ ${line}\n`);
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		signal: options.signal,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let everything = '';
	child.stdout.on('data', (chunk: Buffer) => {
		stdout += chunk.toString();
		everything += chunk.toString();
		log.write(chunk);
	});
	child.stderr.on('data', (chunk: Buffer) => {
		everything += chunk.toString();
		log.write(chunk);
	});
	try {
		const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
		if (code === 0) return stdout;
		throw new Error(
			`\`${line}\` ended with ${signal ?? `exit code ${code}`}.\n${tail(everything)}\nThe whole output is in ${options.logFile}`,
		);
	} finally {
		log.end();
	}
}
