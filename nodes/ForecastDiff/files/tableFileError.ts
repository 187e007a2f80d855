/** What this package reads, for the sentence that helps. */
const READABLE =
	"Files of these kinds are read: JSON (a list of objects, or an object with one list of objects in it), JSON lines, CSV or TSV with a header line, and Clari's export files.";

const MAX_NAME = 120;

/** How much of a file an error may show: enough to find the place, too little to give the data away. */
const MAX_EXCERPT = 40;

/** A file that cannot be read as a table. The message names the file, what was found and what to do. */
export class TableFileError extends Error {
	override readonly name = 'TableFileError';

	/**
	 * @param fileName as far as it is known
	 * @param found what is the matter, a sentence without its end, to follow the name of the file
	 * @param advice what to do; what can be read, unless told otherwise
	 */
	constructor(fileName: string | undefined, found: string, advice: string = READABLE) {
		super(`${nameFile(fileName)} ${found}. ${advice}`);
	}
}

/** The first characters of a text, in quotes, with line breaks and the like as spaces. */
export function excerpt(text: string): string {
	const flat = text.slice(0, MAX_EXCERPT * 4).replace(/[\s\p{C}]+/gu, ' ');
	const characters = [...flat.trim()];
	const shown = characters.slice(0, MAX_EXCERPT - 1).join('');
	return `"${shown}${characters.length >= MAX_EXCERPT ? '…' : ''}"`;
}

function nameFile(fileName: string | undefined): string {
	const name = fileName?.trim();
	if (name === undefined || name === '') return 'The file';
	return `The file '${name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name}'`;
}
