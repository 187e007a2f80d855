/** A refusal of the public API, whose bodies are `{"message": …}` and no more. */
export class ClayApiError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}
