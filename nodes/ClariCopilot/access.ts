import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';

import type { BreakerSession } from '../shared/http/circuit/breaker';
import type { Pace } from '../shared/http/pacing';
import type { RequestOptions } from '../shared/parameters/requestOptions';
import type { UserNames } from './calls/userNames';
import type { CopilotConnection } from './connection';
import type { WeeklyUse } from './weeklyUse';

/** What the requests of one run, or of one poll, share. */
export interface CopilotRun {
	use: WeeklyUse;
	userNames: UserNames;
}

/** How long the requests of a poll may take. */
export interface Patience {
	/** When the poll must be over; milliseconds since the epoch. */
	deadline: number;
	/** Milliseconds that a request has also when the poll is late: what is at hand is still dealt with. */
	leastMs: number;
}

/** What it takes to talk to Copilot: for an operation, and for a trigger that polls, which has no items. */
export interface CopilotAccess
	extends Omit<RequestOptions, 'context' | 'itemIndex'>,
		Pick<BreakerSession, 'circuitMemory'> {
	context: IExecuteFunctions | IPollFunctions;
	itemIndex?: number;
	connection: CopilotConnection;
	run: CopilotRun;
	pace: Pace;
	/** Absent where nobody gives up waiting. */
	patience?: Patience;
}
