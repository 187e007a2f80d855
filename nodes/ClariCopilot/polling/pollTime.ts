import type { IDataObject } from 'n8n-workflow';

import type { NodeFailure } from '../../shared/errors/nodeError';

/** What a poll has found. */
export interface Found {
	items: IDataObject[];
	/** What could not be read; the rest is for the next polls. */
	error?: NodeFailure;
}

/** When a poll takes place; milliseconds since the epoch. */
export interface PollTime {
	now: number;
	/** When it must be over. */
	deadline: number;
}
