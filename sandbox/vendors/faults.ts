/** The routes that a fault can be planned for; `*` is all of them. */
export const ROUTES = [
	'queue',
	'jobs',
	'job',
	'cancel',
	'results',
	'limits',
	'types',
	'queueActivity',
	'queueAudit',
	'auditEvents',
	'opportunity',
	'slack',
	'teams',
	'clayRow',
	'clayMe',
	'clayRun',
	'clayResults',
	'claySearch',
	'clayTables',
	'clayRegistration',
	'copilotCalls',
	'copilotCall',
	'copilotCreateCall',
	'copilotUsers',
	'copilotTopics',
	'copilotScorecards',
	'copilotTemplates',
	'copilotCrm',
	'copilotWebhooks',
	'crm',
	'zapier',
	'*',
] as const;
export type FaultRoute = (typeof ROUTES)[number];

/** What becomes of an export job. `PAUSED` is a status word that the vendor does not know, and lasts for ever. */
export const JOB_OUTCOMES = [
	'DONE',
	'FAILED',
	'ABORTED',
	'CANCELLED',
	'PAUSED',
	'EXPIRED',
	'TRUNCATED_ROWS',
	'TRUNCATED_CELLS',
	'EMPTY',
	'MISSING_LOOKUPS',
	'WRONG_PERIOD',
] as const;
export type JobOutcome = (typeof JOB_OUTCOMES)[number];

/** Whether the service does its work first (a job is created, then the answer goes wrong) or not at all. */
export type FaultMoment = 'before' | 'after';

export type FaultEffect =
	/** Another status in place of the answer; the work is not done. */
	| {
			kind: 'status';
			status: number;
			/** The header as it stands: seconds or an HTTP date. Absent: no header. */
			retryAfter?: string;
			/** Text, e.g. a gateway's HTML page, or a value that is sent as JSON. */
			body?: unknown;
			contentType?: string;
			/** Where a redirect leads. */
			location?: string;
	  }
	/** The connection is cut. */
	| { kind: 'reset'; when?: FaultMoment }
	/** The answer is late; default `before`. */
	| { kind: 'slow'; delayMs: number; when?: FaultMoment }
	/** The first half of the answer, with its true length or as if the connection had ended early. */
	| { kind: 'truncatedJson'; contentLength?: 'matching' | 'tooLarge' }
	/** Valid JSON that is not what was asked for; default `[]` in place of an object and `{}` in place of a list. */
	| { kind: 'wrongType'; value?: unknown }
	/** The answer as it is, with a clock that goes wrong by so much in its header Date. */
	| { kind: 'skewedClock'; offsetMs: number }
	/** The fate of a job that is queued. `skip` and `times` count jobs. */
	| { kind: 'outcome'; jobOutcome: JobOutcome };

export type Fault = FaultEffect & {
	route: FaultRoute;
	/** How many requests of the route (since the planning) are spared first; default 0. */
	skip?: number;
	/** How many requests it hits; default 1. */
	times?: number;
};

export type FaultKind = FaultEffect['kind'];
export type AnswerFault = Exclude<FaultEffect, { kind: 'outcome' }>;

interface Planned {
	fault: Fault;
	skip: number;
	times: number;
}

/** What is to go wrong, in the order in which it was planned. One fault per request. */
export class FaultPlan {
	private planned: Planned[] = [];

	plan(...faults: Fault[]): void {
		for (const fault of faults) {
			this.planned.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
		}
	}

	/** Faults that have hits left. */
	get pending(): Fault[] {
		return this.planned.map(({ fault }) => fault);
	}

	clear(): void {
		this.planned = [];
	}

	/** The fault for the request that has just arrived. */
	takeAnswerFault(route: string): AnswerFault | undefined {
		const fault = this.take(route, (kind) => kind !== 'outcome');
		return fault && fault.kind !== 'outcome' ? fault : undefined;
	}

	/** The fate of the job that has just been queued. */
	takeJobOutcome(route: FaultRoute = 'queue'): JobOutcome {
		const fault = this.take(route, (kind) => kind === 'outcome');
		return fault?.kind === 'outcome' ? fault.jobOutcome : 'DONE';
	}

	private take(route: string, wanted: (kind: FaultKind) => boolean): Fault | undefined {
		let taken: Fault | undefined;
		for (const planned of this.planned) {
			const { fault } = planned;
			if ((fault.route !== route && fault.route !== '*') || !wanted(fault.kind)) continue;
			if (planned.skip > 0) planned.skip--;
			else if (!taken) {
				planned.times--;
				taken = fault;
			}
		}
		this.planned = this.planned.filter(({ times }) => times > 0);
		return taken;
	}
}
