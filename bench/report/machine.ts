import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { REPOSITORY } from '../../sandbox/n8n/paths';

/** Where and with what was measured. */
export interface Machine {
	processor: string;
	cores: number;
	memoryGb: number;
	system: string;
	commit: string;
	versions: Record<string, string>;
}

const GIGABYTE = 1024 ** 3;

/** @param versions of what is compared, beside that of Node.js */
export function describeMachine(versions: Record<string, string>): Machine {
	return {
		processor: os.cpus()[0]?.model.trim() ?? 'unknown',
		cores: os.cpus().length,
		memoryGb: Math.round(os.totalmem() / GIGABYTE),
		system: `${os.type()} ${os.release()} ${os.arch()}`,
		commit: commit(),
		versions: { 'Node.js': process.versions.node, ...versions },
	};
}

function commit(): string {
	try {
		const head = git('rev-parse', '--short', 'HEAD');
		return git('status', '--porcelain', 'nodes') === ''
			? head
			: `${head} with changes that are not committed`;
	} catch {
		// A copy without its history can be measured as well.
		return 'unknown';
	}
}

function git(...args: string[]): string {
	return execFileSync('git', args, { cwd: REPOSITORY, encoding: 'utf8' }).trim();
}
