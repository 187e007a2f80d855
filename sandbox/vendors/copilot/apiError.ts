/** A refusal of the API, whose bodies are `{"errorMessage": …}`. */
export class CopilotApiError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}
