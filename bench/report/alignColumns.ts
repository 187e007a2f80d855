/** The lines of a table for the terminal: the first and the last column to the left, numbers between them to the right. */
export function alignColumns(table: ReadonlyArray<readonly string[]>): string[] {
	const widths = (table[0] ?? []).map((_, column) =>
		Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
	);
	return table.map((cells) =>
		cells
			.map((cell, column) => {
				const width = widths[column] ?? 0;
				return column === 0 || column === cells.length - 1
					? cell.padEnd(width)
					: cell.padStart(width);
			})
			.join('  ')
			.trimEnd(),
	);
}
