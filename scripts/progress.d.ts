/** A piece of work on the progress board. */
export interface Step {
	/** Says what the step is busy with now. */
	detail(text: string): void;
	done(note?: string): void;
	fail(note?: string): void;
}

export interface StepOptions {
	/** How long the step usually takes; a bar is drawn against it. */
	expectedSeconds?: number;
}

/** Prints a line without tearing the line of running steps. */
export function print(line: string): void;
/** Puts a step on the board; `done` or `fail` takes it off and leaves one line with its time. */
export function startStep(title: string, options?: StepOptions): Step;
/** Runs a piece of work as a step of the board. */
export function withStep<T>(
	title: string,
	work: (step: Step) => Promise<T>,
	options?: StepOptions,
): Promise<T>;
