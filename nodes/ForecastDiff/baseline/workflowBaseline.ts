import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { WorkflowMemory } from '../../shared/state/staticData';
import type { DataQualityItem } from '../engine/types';
import { executionOutcome } from './executionOutcome';
import type { MoveBaseline } from './memory';
import { commit, executionToCheck, remember, resolveMemory } from './memory';
import { MEMORY_SECTION, memoryKey } from './memoryKey';
import { memoryNotice, memoryRefusal } from './memoryLimit';
import { holdReference, type WantedReference } from './references';
import { readStored, toStored, type BaselineMemory } from './storedState';
import type { BaselineItem } from './token';

/** What a run finds in the memory. */
export interface FoundBaseline {
	/** To be stored, even when the run ends without a new baseline. */
	memory: BaselineMemory;
	/** The committed baseline; absent on the first run. */
	baseline?: BaselineItem;
	/** The reference that the run wants; absent as long as there is none. */
	reference?: BaselineItem;
	notices: DataQualityItem[];
}

/** One baseline in the memory of the workflow that runs. */
export class WorkflowBaseline {
	private readonly memory: WorkflowMemory;

	private readonly key: string;

	/** @param name as the user gave it; when empty the node's own baseline, which survives a rename of the node */
	constructor(
		private readonly context: IExecuteFunctions,
		readonly name: string,
	) {
		this.memory = new WorkflowMemory(context, MEMORY_SECTION);
		this.key = memoryKey(name, context.getNode().id);
	}

	get isSaved(): boolean {
		return this.memory.isSaved;
	}

	/** Decides what to compare with, for which it finds out how the last execution ended. */
	async resolve(wanted?: WantedReference): Promise<FoundBaseline> {
		const { context } = this;
		const { state, references } = this.read();
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
		const resolved = resolveMemory(state, outcome, executionId);
		const held =
			wanted === undefined ? references : holdReference(references, wanted, resolved.baseline);
		const reference = wanted && held[wanted.kind]?.item;
		return {
			memory: { state: resolved.state, references: held, nodeName: context.getNode().name },
			...(resolved.baseline && { baseline: resolved.baseline }),
			...(reference && { reference }),
			notices: resolved.notices,
		};
	}

	/**
	 * Takes a new baseline; without one, keeps what was found out about the last execution.
	 *
	 * @returns what is to be said about the size of the memory
	 * @throws {NodeOperationError} when all baselines of the workflow together are too large; then nothing is written
	 */
	store(
		memory: BaselineMemory,
		item: BaselineItem | undefined,
		{ move, limitMb }: { move: MoveBaseline; limitMb: number },
	): DataQualityItem[] {
		const executionId = this.context.getExecutionId();
		const nodeName = this.context.getNode().name;
		if (item === undefined) {
			this.memory.write(this.key, toStored(memory));
			return [];
		}
		const state = remember(memory.state, item, { move, executionId, nodeName });
		const stored = toStored({ ...memory, state });
		const use = { bytes: this.memory.sizeWith(this.key, stored), limitMb };
		const refusal = memoryRefusal(use);
		if (refusal !== undefined) {
			const { message, description } = refusal;
			throw new NodeOperationError(this.context.getNode(), message, { description });
		}
		this.memory.write(this.key, stored);
		return [memoryNotice(use) ?? []].flat();
	}

	/** Confirms the pending baseline, if it is of this execution. */
	commit(): { committed: boolean; baseline: BaselineItem | undefined } {
		const before = this.read();
		const state = commit(before.state, this.context.getExecutionId());
		this.memory.write(this.key, toStored({ ...before, state }));
		return {
			committed: state !== before.state,
			baseline: state.committed ?? before.state.pending?.item,
		};
	}

	private read(): BaselineMemory {
		return readStored(this.memory.read(this.key));
	}
}
