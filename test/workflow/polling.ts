// Polls as n8n (2.41) does them: its own Workflow and PollContext, and around them what packages/cli adds, which cannot be
// installed here. Without durable cursors one Workflow lives from activation on; its memory is saved when it is activated and
// when a poll gives items. With durable cursors the node's memory is staged, and committed together with the execution.
import { isDeepStrictEqual } from 'node:util';
import { LoadOptionsContext, PollContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodePropertyOptions,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { ClariCopilotTrigger } from '../../nodes/ClariCopilot/ClariCopilotTrigger.node';
import type { EngineRun } from './engine';
import { additionalData, workflowOf } from './engine';

export interface PollingOptions {
	parameters?: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	nodeId?: string;
	nodeName?: string;
	/** Whether n8n keeps cursors of its own. */
	isDurable?: boolean;
	/** Milliseconds that n8n gives a poll. */
	budgetMs?: number;
}

const trigger = new ClariCopilotTrigger();

/** A published workflow that begins with the trigger, over restarts of n8n. */
export class PolledWorkflow {
	/** Items of every execution that was created. */
	readonly executions: IDataObject[][] = [];

	readonly log: string[] = [];

	/** The workflow's memory and, with durable cursors, the node's, as in the database. */
	stored = '{}';

	cursor?: string;

	/** When set, n8n cannot create the next execution and commits nothing. */
	isFailing = false;

	private run: EngineRun;

	private workflow: Workflow;

	private tests = 0;

	constructor(readonly options: PollingOptions) {
		this.run = this.runOf();
		this.workflow = workflowOf(this.run).workflow;
	}

	/** All items so far. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}

	/** n8n starts, or the workflow is published: the memory is what was stored, and there is a poll at once. */
	async activate(mode: WorkflowActivateMode = 'activate'): Promise<IDataObject[]> {
		this.run = this.runOf();
		this.workflow = workflowOf(this.run).workflow;
		const items = await this.poll(mode, true);
		this.save();
		return items;
	}

	/** Changes what a user can change, which publishes the workflow anew. */
	async change(options: Partial<PollingOptions>): Promise<IDataObject[]> {
		Object.assign(this.options, options);
		return await this.activate('update');
	}

	/** @throws what the node throws; n8n makes a failed execution of it */
	async poll(activation: WorkflowActivateMode = 'update', isFirst = false): Promise<IDataObject[]> {
		const { isDurable = false } = this.options;
		// With durable cursors each poll is of a workflow that comes fresh from the database.
		if (isDurable && !isFirst) this.workflow = workflowOf(this.runOf()).workflow;
		const { workflow } = this;
		const [node] = Object.values(workflow.nodes);
		if (!node) throw new Error('There is no node');
		const own = workflow.getStaticData('node', node);
		const staged: IDataObject = JSON.parse(this.cursor ?? JSON.stringify(own));
		const seed: unknown = JSON.parse(JSON.stringify(staged));
		const context = this.contextOf(activation, isDurable ? () => staged : () => own);
		const output = await trigger.poll.call(context);
		const commit = () => {
			if (isDurable && !isDeepStrictEqual(staged, seed)) this.cursor = JSON.stringify(staged);
		};
		if (output === null) {
			// Of the poll with which a workflow is activated n8n commits nothing.
			if (!isFirst) commit();
			return [];
		}
		// Not waited for by n8n, and done whatever becomes of the execution.
		this.save();
		if (this.isFailing) return [];
		commit();
		const items = (output[0] ?? []).map(({ json }: INodeExecutionData) => json);
		this.executions.push(items);
		return items;
	}

	/** Adds what other triggers of the workflow have written into its memory, in the process and in the database. */
	remember(copies: IDataObject): void {
		const data = this.workflow.getStaticData('global');
		data.clariCopilotTrigger = { ...Object(data.clariCopilotTrigger), ...copies };
		this.save();
	}

	/** A test run in the editor. */
	async test(): Promise<IDataObject[]> {
		const output = await trigger.poll.call(this.contextOf('manual'));
		return (output?.[0] ?? []).map(({ json }: INodeExecutionData) => json);
	}

	/** The list of topics, as the editor asks for it. */
	async topics(): Promise<INodePropertyOptions[]> {
		return await this.choices('getTopics');
	}

	/** A list that the editor fills a parameter with. */
	async choices(method: keyof typeof trigger.methods.loadOptions): Promise<INodePropertyOptions[]> {
		const { node, workflow } = workflowOf(this.run);
		const data = additionalData({ ...this.run, mode: 'internal' });
		return await trigger.methods.loadOptions[method].call(
			new LoadOptionsContext(workflow, node, data, ''),
		);
	}

	private contextOf(activation: WorkflowActivateMode, own?: () => IDataObject): PollContext {
		const mode = activation === 'manual' ? 'manual' : 'trigger';
		const workflow = mode === 'manual' ? workflowOf(this.runOf()).workflow : this.workflow;
		const [node] = Object.values(workflow.nodes);
		if (!node) throw new Error('There is no node');
		const { budgetMs = 300_000 } = this.options;
		const context = new PollContext(
			workflow,
			node,
			additionalData({ ...this.run, mode, ...(mode === 'manual' && this.testRun()) }),
			mode,
			activation,
			undefined,
			undefined,
			undefined,
			undefined,
			own,
			() => budgetMs,
		);
		const write = (message: string) => void this.log.push(message);
		Object.defineProperty(context, 'logger', {
			value: { warn: write, error: write, info: write, debug: () => undefined },
		});
		return context;
	}

	/** As n8n, which gives each test run an execution. */
	private testRun(): Pick<EngineRun, 'executionId'> {
		this.tests++;
		return { executionId: `test-${this.tests}` };
	}

	private save(): void {
		if (this.workflow.staticData.__dataChanged !== true) return;
		this.stored = JSON.stringify(this.workflow.staticData);
		this.workflow.staticData.__dataChanged = false;
	}

	private runOf(): EngineRun {
		const { parameters = {}, credentials, nodeId, nodeName } = this.options;
		const { options = {}, ...rest } = parameters;
		const all = NodeHelpers.getNodeParameters(
			trigger.description.properties,
			{ ...rest, options: { requestsPerSecond: 1_000, ...Object(options) } },
			true,
			false,
			{ typeVersion: 1 },
			trigger.description,
		);
		return {
			type: 'clariCopilotTrigger',
			parameters: all ?? {},
			credentials,
			nodeId,
			nodeName,
			staticData: JSON.parse(this.stored),
		};
	}
}
