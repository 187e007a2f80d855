import type { IExecuteFunctions } from 'n8n-workflow';

import { WorkflowMemory } from '../../shared/state/staticData';
import { executionOutcome } from './executionOutcome';
import type { MemoryState, MoveBaseline, ResolvedMemory } from './memory';
import { commit, executionToCheck, remember, resolveMemory } from './memory';
import { readMemoryState } from './storedState';
import type { BaselineItem } from './token';

const SECTION = 'forecastBaselines';

/** One baseline in the memory of the workflow that runs. */
export class WorkflowBaseline {
	private readonly memory: WorkflowMemory;

	private readonly key: string;

	/** @param name as the user gave it; when empty the node's own baseline, which survives a rename of the node */
	constructor(
		private readonly context: IExecuteFunctions,
		readonly name: string,
	) {
		this.memory = new WorkflowMemory(context, SECTION);
		this.key = name === '' ? `node:${context.getNode().id}` : `name:${name}`;
	}

	get isSaved(): boolean {
		return this.memory.isSaved;
	}

	/** Decides what to compare with, for which it finds out how the last execution ended. */
	async resolve(): Promise<ResolvedMemory> {
		const { context } = this;
		const state = this.read();
		const executionId = context.getExecutionId();
		const toCheck = executionToCheck(state, executionId);
		const outcome =
			toCheck === undefined
				? 'none'
				: await executionOutcome(
						context,
						toCheck,
						state.pending?.nodeName ?? context.getNode().name,
						state.pending?.item.takenAt ?? '',
					);
		return resolveMemory(state, outcome, executionId);
	}

	/** Takes a new baseline; without one, keeps what was found out about the last execution. */
	store(state: MemoryState, item: BaselineItem | undefined, move: MoveBaseline): void {
		const executionId = this.context.getExecutionId();
		const nodeName = this.context.getNode().name;
		this.memory.write(
			this.key,
			item === undefined ? state : remember(state, item, { move, executionId, nodeName }),
		);
	}

	/** Confirms the pending baseline, if it is of this execution. */
	commit(): { committed: boolean; baseline: BaselineItem | undefined } {
		const before = this.read();
		const after = commit(before, this.context.getExecutionId());
		this.memory.write(this.key, after);
		return { committed: after !== before, baseline: after.committed ?? before.pending?.item };
	}

	private read(): MemoryState {
		return readMemoryState(this.memory.read(this.key));
	}
}
