import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { ClariService, ClayService, CopilotService } from '../../sandbox/vendors';
import type { FaultRoute } from '../../sandbox/vendors/faults';

/**
 * What may be done when a request gets no usable answer.
 *
 * - `read`: it may be sent again, because it changes nothing, or the same thing a second time.
 * - `page`: as `read`, and a gateway's answer can mean that it is too large: then less is asked for.
 * - `absent`: as `read`, and answered 404 as it should be: whatever else the answer holds says nothing.
 * - `file`: as `read`, and anything may be a file. `csv`: as `file`, and half of one may be one.
 * - `write`: it may be sent again, because a second time changes nothing; its status says that it is done.
 * - `effect`: it may not, unless it is certain that the vendor has not taken it.
 * - `queue`: as `effect`, but whether it was taken can be seen in a list: the job that is there is taken for it, when its
 *   file is like that of an earlier run.
 * - `queueUnseen`: as `queue`, but jobs of this kind cannot be told apart in the list, or there is no earlier run.
 * - `row`: as `effect`, but any answer of success that is no web page says that it is done.
 * - `create`: as `effect`, and no source says what the answer holds.
 * - `poll`: as `read`, and the waiting goes on until its time is over.
 * - `optional`: as `read`, and the operation goes on without it.
 * - `check`: as `read`, and whatever is wrong is an item of the report, never an error.
 * - `more`: as `effect`, but what came before it is given, with a hint that there is more.
 */
export type Nature =
	| 'read'
	| 'page'
	| 'absent'
	| 'file'
	| 'csv'
	| 'write'
	| 'effect'
	| 'row'
	| 'create'
	| 'more'
	| 'queue'
	| 'queueUnseen'
	| 'poll'
	| 'optional'
	| 'check';

/** One request of an operation: its method and route as in the sandbox's journal, and what it is. */
export type Step = readonly [method: string, route: FaultRoute, nature: Nature];

export interface Services {
	clari: ClariService;
	clay: ClayService;
	copilot: CopilotService;
}

export type NodeOfTable = keyof Services;

/** An operation with valid parameters, and all requests of an undisturbed run in their order. */
export interface OperationOfTable<Node extends NodeOfTable = NodeOfTable> {
	node: Node;
	resource: string;
	operation: string;
	/** Where an operation is there twice. */
	variant?: string;
	steps: readonly Step[];
	parameters?: INodeParameters;
	/** Lets what the operation needs be there, and gives the parameters that depend on it. */
	prepare?: (service: Services[Node]) => Promise<INodeParameters> | INodeParameters;
	/** Whether the workflow has completed the operation before, so that its memory knows what the file is like. */
	ranBefore?: true;
	input?: IDataObject[];
	profile?: 'v1';
	/** Every kind of fault; else one of each meaning, since the code below is shared. */
	inFull?: true;
	/** Keys of items that are another each time. */
	volatile?: readonly string[];
}

export type AnyOperation =
	| OperationOfTable<'clari'>
	| OperationOfTable<'clay'>
	| OperationOfTable<'copilot'>;

export function titleOf({ node, resource, operation, variant }: AnyOperation): string {
	return [`${node} ${resource}.${operation}`, variant].filter(Boolean).join(', ');
}
