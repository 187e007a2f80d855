/** What is worth knowing about a table that was read. Complete when all rows have been read. */
export interface TableNotes {
	/** The file is Clari's own export: its rows have the columns of `ForecastRow`, not those of the file. */
	isClariExport: boolean;
	/** Sentences for people, without the period at the end. */
	warnings: string[];
}
