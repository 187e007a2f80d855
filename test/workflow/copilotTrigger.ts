import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { CIRCUITS } from '../../nodes/shared/http/circuit/circuit';
import { isRecord } from '../../nodes/shared/json/read';
import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { copilotCredentials } from './copilot';
import { PolledWorkflow } from './polling';

/** The status of a call whose analysis is complete. */
export const DONE = 'POST_PROCESSING_DONE';
export const HOUR = 3_600_000;

const CUSTOMER = {
	account: 'Aster Inc',
	domain: 'aster.example',
	accountId: '001Aster',
	dealId: '006Aster',
	contacts: [{ name: 'Sam', email: 'sam@aster.example', phone: null, crmId: '003Aster' }],
};

type Plan = Parameters<CopilotService['addCall']>[0];

/** What tests of the trigger that polls share: a vendor for each test, and a clock that can be put forward. */
export interface TriggerBench {
	copilot: CopilotService;
	/** Milliseconds that node and sandbox are ahead of the real clock. */
	ahead: number;
	/** The clock of Clari Copilot: a little behind, so that what has just happened is in the past. */
	vendorNow: () => number;
	/** A workflow that begins with the trigger, not yet published. */
	workflowOf: (parameters?: INodeParameters, more?: object) => PolledWorkflow;
	/** The same, published, with nothing that had happened before. */
	published: (parameters?: INodeParameters, more?: object) => Promise<PolledWorkflow>;
	/** Adds a call from outside that is at a status as of now, and gives its ID. */
	call: (changes?: Plan, status?: string) => string;
	calls: (count: number, changes?: Plan) => string[];
	/** What the vendor was asked. */
	requests: (route: string) => ReturnType<CopilotService['journal']['filter']>;
}

/** Starts the vendor before each test of the file, and stops it after. */
export function useTriggerBench(): TriggerBench {
	let copilot: CopilotService | undefined;
	const running = (): CopilotService => {
		if (!copilot) throw new Error('There is no vendor outside of a test');
		return copilot;
	};
	const workflowOf = (parameters: INodeParameters = {}, more: object = {}) =>
		new PolledWorkflow({ parameters, credentials: copilotCredentials(running()), ...more });
	const call = (changes: Plan = {}, status = DONE) => {
		const { id } = running().addCall({ isPrivate: false, customer: CUSTOMER, ...changes });
		running().setStatus(id, status);
		return id;
	};
	const behind = () => Date.now() - 5;
	const bench: TriggerBench = {
		get copilot() {
			return running();
		},
		ahead: 0,
		vendorNow: behind,
		workflowOf,
		published: async (parameters = {}, more = {}) => {
			const polled = workflowOf(parameters, more);
			expect(await polled.activate()).toEqual([]);
			return polled;
		},
		call,
		calls: (count, changes = {}) => Array.from({ length: count }, () => call(changes)),
		requests: (route) => running().journal.filter({ route }),
	};
	beforeEach(async () => {
		CIRCUITS.clear();
		bench.ahead = 0;
		const real = Date.now;
		jest.spyOn(Date, 'now').mockImplementation(() => real() + bench.ahead);
		// No pauses before a request is tried again.
		jest.spyOn(Math, 'random').mockReturnValue(0);
		bench.vendorNow = behind;
		copilot = await startCopilot({ now: () => bench.vendorNow(), settings: { rate: Infinity } });
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await copilot?.close();
	});
	return bench;
}

/** The ID of the call in an item. */
export const idOf = ({ call }: IDataObject): string => (isRecord(call) ? String(call.id) : '');
export const idsOf = (items: IDataObject[]): string[] => items.map(idOf).sort();
