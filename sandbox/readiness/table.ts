import type { IDataObject } from 'n8n-workflow';

import { toText } from '../../nodes/shared/parameters/read';

const COLOURS: Readonly<Record<string, number>> = { pass: 32, warn: 33, fail: 31, skipped: 90 };

export interface TableStyle {
	/** Characters of a line. */
	width: number;
	colours: boolean;
}

/** The report as people read it in a terminal: a block for each account, a line for each check, and what to do below it. */
export function tableOf(checks: readonly IDataObject[], { width, colours }: TableStyle): string {
	const text = (value: unknown) => toText(value, '');
	const titles = Math.max(...checks.map(({ title }) => text(title).length), 0);
	const indent = ' '.repeat(titles + 13);
	const paint = (status: string) =>
		colours ? `\x1b[${COLOURS[status] ?? 0}m${status.padEnd(7)}\x1b[0m` : status.padEnd(7);
	const lines: string[] = [];
	let account = '';
	for (const check of checks) {
		const heading = [check.service, check.host].map(text).filter(Boolean).join(' · ');
		if (heading !== account) lines.push(...(account === '' ? [] : ['']), heading);
		account = heading;
		const start = `  ${paint(text(check.status))}  ${text(check.title).padEnd(titles)}  `;
		const [first = '', ...rest] = wrap(text(check.detail), width - indent.length);
		lines.push(start + first, ...rest.map((line) => indent + line));
		const todo = wrap(text(check.todo), width - indent.length - 2);
		lines.push(...todo.map((line, at) => `${indent}${at === 0 ? '→ ' : '  '}${line}`));
	}
	return [...lines, '', summaryOf(checks)].join('\n');
}

/** The last line. */
export function summaryOf(checks: readonly IDataObject[]): string {
	const count = (wanted: string) => checks.filter(({ status }) => status === wanted).length;
	const ready = count('fail') === 0 ? 'Ready' : 'Not ready';
	return `${ready}: ${count('pass')} passed, ${count('warn')} with a warning, ${count('fail')} failed, ${count('skipped')} not checked.`;
}

function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + word.length < width) {
			lines[lines.length - 1] = `${last} ${word}`;
		} else lines.push(word);
	}
	return lines;
}
