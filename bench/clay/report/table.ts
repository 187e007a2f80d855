/** A table for terminal and page: the first column names, the last one tells in words, numbers between them. */
export interface Table {
	title: string;
	head: string[];
	rows: string[][];
}

/** As Markdown, with the title above it. */
export function toMarkdown({ title, head, rows }: Table): string {
	const rule = head.map((_, column) =>
		column === 0 || column === head.length - 1 ? '---' : '---:',
	);
	const lines = [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
	return [`**${title}**`, '', ...lines, ''].join('\n');
}

export const DASH = '–';

export function count(number: number): string {
	return number.toLocaleString('en-US');
}

/** e.g. `0.97 ×`; a dash when there is nothing to relate to. */
export function times(ratio: number): string {
	return Number.isFinite(ratio) ? `${ratio.toFixed(2)} ×` : DASH;
}

export function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}

export function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(1)} s`;
}
